// What the probe that uses a page asks of it: keys, fields and the turning of the device. Runs beside spots.js.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const { spot, shown, every } = globalThis.tilgaengelig;
  const label = (element) => `${element.labels && element.labels[0] ? element.labels[0].innerText : ""} ${element.innerText || ""} ${element.value && element.type !== "text" ? element.value : ""} ${element.getAttribute("aria-label") || ""} ${element.title || ""}`;
  const controls = () => every().filter((element) => element.matches("button,input:not([type=hidden]),select,summary,a[href],[role=button],[role=switch],[role=checkbox]") && shown(element) && !element.disabled);

  // A control in sight that says something of keys: a way to turn shortcuts off or to choose others.
  const KEYS = /genvej|tastatur|taste\b|shortcut|keyboard|\bctrl\b|remap|hot\s?key/i;
  const keysControl = () => controls().some((element) => KEYS.test(label(element)));
  const MOTION = /bevægelse|motion|sensor|gyro|ryst|shake|tilt|vip/i;
  const motionControl = () => controls().some((element) => MOTION.test(label(element)));

  // ---- what keys do that were pressed while nothing was in focus ------------------------------------
  let changed = 0;
  let taken = false;
  let moved = false;
  let sure = [];
  let listens = false;
  let prevented = false;
  const observer = new MutationObserver((records) => { changed += records.length; });
  // The page's own listeners come first: what they have done is seen on the window, at the end.
  addEventListener("keydown", (event) => { prevented = event.defaultPrevented; taken = taken || prevented; });
  let before = 0;
  addEventListener("keyup", (event) => {
    if (!listens) return;
    changed += observer.takeRecords().length;
    if (prevented && changed > before) sure.push(event.key);
    before = changed;
    prevented = false;
    // The next key is for the page, and not for a field that this one led to.
    if (tilgaengelig.focused()) { moved = true; tilgaengelig.rest(); }
  }, true);

  function listen() {
    tilgaengelig.rest();
    changed = 0; before = 0; taken = false; moved = false; prevented = false; listens = true;
    sure = [];
    observer.observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ["hidden", "open", "class", "style", "aria-expanded"] });
  }
  function heard() {
    listens = false;
    changed += observer.takeRecords().length;
    observer.disconnect();
    return { changed, taken, moved: moved || Boolean(tilgaengelig.focused()), sure };
  }

  // ---- fields that are changed ---------------------------------------------------------------------
  const HARM = /slet|fjern|delete|remove|køb|betal|\bbuy|\bpay|order|bestil|send|submit|log ?ud|log ?out|sign ?out|afmeld|unsubscribe|accept|godkend/i;
  let fields = [];

  function choices() {
    fields = every().filter((element) => element.matches("select,input[type=checkbox],input[type=radio]") && shown(element) && !element.disabled)
      .filter((element) => !HARM.test(`${label(element)} ${element.name} ${element.id}`))
      .filter((element) => element.localName !== "select" || element.options.length > 1);
    const first = new Set();
    fields = fields.filter((element) => {
      const kind = `${element.localName}${element.type}`;
      const count = [...first].filter((one) => one.startsWith(kind)).length;
      if (count >= 2) return false;
      first.add(`${kind}${count}`);
      return true;
    });
    return fields.map((element) => ({ spot: spot(element), key: element.localName === "select" ? "ArrowDown" : " ", told: /skift|vælg.*(straks|med det samme)|automatisk|opdater/i.test(element.closest("form,fieldset,div,p") ? element.closest("form,fieldset,div,p").innerText : "") }));
  }
  const choose = (at) => { if (fields[at] && fields[at].isConnected) fields[at].focus(); return Boolean(fields[at] && fields[at].isConnected); };

  const words = () => (document.body ? document.body.innerText : "");
  const values = () => [...document.querySelectorAll("input,progress,meter")].map((one) => one.value).join("|");
  const state = () => `${words()}\n${values()}`;

  return { keysControl, motionControl, listen, heard, choices, choose, state };
})());
