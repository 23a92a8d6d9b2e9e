// What a form says when it is sent empty. Runs in our isolated world beside spots.js; the sending itself is stopped.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const { spot, called, focused, shown, every, up } = globalThis.tilgaengelig;
  const MOST = 3;
  const TYPED = "input:not([type=hidden],[type=submit],[type=button],[type=reset],[type=image],[type=file]),textarea,select";
  const SENDS = "button:not([type]),button[type=submit],input[type=submit],input[type=image]";
  // What is not to be tried even so: a log-in, and what says that it pays, deletes or leaves.
  const HARM = /slet|fjern|delete|remove|køb|betal|\bbuy\b|\bpay\b|\border\b|bestil|log ?ud|log ?out|sign ?out|afmeld|unsubscribe/i;
  const LIVE = "[role=alert],[role=status],[role=log],output,[aria-live=polite],[aria-live=assertive]";

  let asked = [];
  let texts = new Map();
  let looks = new Map();
  let focus = null;

  const fieldsOf = (form) => [...form.querySelectorAll(TYPED)].filter((field) => shown(field) && !field.disabled);
  const buttonOf = (form) => [...form.querySelectorAll(SENDS)].find((button) => shown(button) && !button.disabled);

  function fits(form) {
    const fields = fieldsOf(form);
    const button = buttonOf(form);
    if (!button || !fields.length || HARM.test(`${called(button)} ${form.getAttribute("action") || ""}`)) return false;
    if (form.querySelector("input[type=password],input[type=search]") || form.closest("[role=search],search")) return false;
    // One plain field is most often a search by another name.
    return fields.length > 1 || fields[0].matches("[required],[type=email],[type=tel],[aria-required=true]");
  }

  function forms() {
    asked = every().filter((element) => element.localName === "form" && shown(element) && fits(element)).slice(0, MOST);
    return asked.length;
  }

  const ownText = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join(" ").replace(/\s+/g, " ").trim();
  const said = () => new Map(every().filter((element) => !/^(script|style|option|title)$/.test(element.localName) && ownText(element).length > 1 && shown(element)).map((element) => [element, ownText(element)]));

  function look(field) {
    const style = getComputedStyle(field);
    return [style.borderTopColor, style.borderBottomColor, style.borderBottomWidth, style.backgroundColor, style.boxShadow, style.color].join("|");
  }

  // Sends the form by its own button, with what stands in it: nothing.
  function submit(at) {
    const form = asked[at];
    if (!form.isConnected || !buttonOf(form)) return false;
    texts = said();
    looks = new Map(fieldsOf(form).map((field) => [field, look(field)]));
    const button = buttonOf(form);
    button.focus();
    focus = focused();
    button.click();
    return true;
  }

  // The one field, or group of one name, that stands closest around a message; null where there are several.
  function fieldBy(message, fields) {
    for (let at = message; at && at.localName !== "form"; at = up(at)) {
      const inside = fields.filter((field) => at.contains(field));
      if (inside.length) return new Set(inside.map((field) => (field.type === "radio" || field.type === "checkbox" ? field.name : field))).size === 1 ? inside[0] : null;
    }
    return null;
  }

  function tied(message, field) {
    const ids = ["aria-describedby", "aria-errormessage", "aria-labelledby"].flatMap((name) => (field.getAttribute(name) || "").split(/\s+/)).filter(Boolean);
    const group = field.closest("fieldset,[role=group],[role=radiogroup]");
    if (group) ids.push(...(group.getAttribute("aria-describedby") || "").split(/\s+/).filter(Boolean));
    const root = field.getRootNode();
    const told = [...ids.map((id) => root.getElementById(id)), ...(field.labels || []), group && group.querySelector("legend")].filter(Boolean);
    return told.some((one) => one.contains(message) || message.contains(one));
  }

  const wordsOf = (text) => (text.toLowerCase().match(/\p{L}{3,}/gu) || []);
  const labelOf = (field) => [field.labels && field.labels[0] && field.labels[0].innerText, field.getAttribute("aria-label"), field.getAttribute("placeholder"), field.title].find((one) => one && one.trim()) || "";
  const names = (text, field) => { const label = wordsOf(labelOf(field)); return wordsOf(text).some((word) => label.some((one) => one.slice(0, 5) === word.slice(0, 5))); };

  // What has come since it was sent: messages with the field that each is about, and fields that only look another way.
  function answered(at) {
    const form = asked[at];
    const fields = form.isConnected ? fieldsOf(form) : [];
    const come = [...said()].filter(([element, text]) => texts.get(element) !== text && text.length < 300 && (form.contains(element) || element.closest(LIVE) || element.closest("main,[role=main]") === form.closest("main,[role=main]")) && !element.closest("button"));
    // "Fejl:" for screen readers in a message is no message of its own.
    const news = come.filter(([element]) => !come.some(([other]) => other !== element && other.contains(element)))
      .map(([element, text]) => [element, (element.innerText || text).replace(/\s+/g, " ").trim().slice(0, 300)]);
    const now = focused();
    const messages = news.map(([element, text]) => {
      const own = form.contains(element) ? fieldBy(element, fields) : null;
      const about = own || fields.find((field) => names(text, field)) || null;
      return { spot: spot(element), text, field: about && spot(about), beside: Boolean(own), tied: Boolean(about && tied(element, about)), names: Boolean(about && names(text, about)), live: Boolean(element.closest(LIVE)) };
    });
    const moved = Boolean(now && now !== focus && (fields.includes(now) || news.some(([element]) => now.contains(element) || element.contains(now))));
    const marked = fields.filter((field) => field !== now && looks.has(field) && looks.get(field) !== look(field));
    return {
      spot: spot(form), fields: fields.length, native: !form.noValidate && Boolean(form.querySelector(":invalid")), moved,
      messages: messages.slice(0, 20), marked: marked.map((field) => spot(field)).slice(0, 10),
    };
  }

  return { forms, submit, answered };
})());
