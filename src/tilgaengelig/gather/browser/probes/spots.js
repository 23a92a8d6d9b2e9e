// What a probe tells of an element, and where the focus is. Runs in our isolated world beside place.js, only on pages that
// are probed; nothing here changes the page but `rest`.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const { note } = globalThis.tilgaengelig;
  const squeeze = (text, most) => (text || "").replace(/\s+/g, " ").trim().slice(0, most);
  const hostOf = (node) => (node.getRootNode() instanceof ShadowRoot ? node.getRootNode().host : null);
  const up = (element) => element.assignedSlot || element.parentElement || hostOf(element);

  function target(element) {
    const steps = [];
    for (let at = element; at; at = at.parentElement) {
      const id = at.getAttribute("id");
      if (id && !/\d{3,}/.test(id) && at.getRootNode().querySelectorAll(`#${CSS.escape(id)}`).length === 1) { steps.unshift(`#${CSS.escape(id)}`); break; }
      if (at === document.body || at === document.documentElement) { steps.unshift(at.localName); break; }
      const alike = at.parentNode ? [...at.parentNode.children].filter((other) => other.localName === at.localName) : [at];
      steps.unshift(`${CSS.escape(at.localName)}:nth-of-type(${alike.indexOf(at) + 1})`);
    }
    const host = hostOf(element);
    return (host ? `${target(host)} >>> ` : "") + steps.join(" > ");
  }

  // The text of a label, without the choices of a field that stands within it.
  function labelOf(element) {
    const label = element.labels && element.labels[0];
    if (!label) return "";
    const copy = label.cloneNode(true);
    for (const field of copy.querySelectorAll("select, textarea, datalist")) field.remove();
    return copy.textContent;
  }

  const named = (element) => (element.getAttribute("aria-labelledby") || "").split(/\s+/).filter(Boolean)
    .map((id) => element.isConnected && element.getRootNode().getElementById(id)).map((one) => (one ? one.textContent : "")).join(" ");

  // A name good enough to be recognised by, in a sentence.
  function called(element) {
    const filled = element.matches("select, textarea"); // their own text is what can be chosen, or was written
    const said = [named(element), element.getAttribute("aria-label"), labelOf(element), filled ? "" : element.innerText,
      !filled && element.value && element.type !== "password" ? String(element.value) : "",
      element.getAttribute("alt"), element.getAttribute("title"), element.getAttribute("placeholder"), element.querySelector("img[alt]") && element.querySelector("img[alt]").alt];
    return squeeze(said.find((text) => text && text.trim()), 80);
  }

  function spot(element) {
    const { path, region, key, foreign } = note(element);
    return {
      tag: element.localName, role: element.getAttribute("role") || "", text: called(element),
      target: target(element), snippet: squeeze(element.cloneNode(false).outerHTML, 400), path, region, key, foreign,
    };
  }

  function focused() {
    let at = document.activeElement;
    while (at && at.shadowRoot && at.shadowRoot.activeElement) at = at.shadowRoot.activeElement;
    return at && at !== document.body && at !== document.documentElement ? at : null;
  }

  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true, contentVisibilityAuto: false });

  // All elements of the document and its open shadow trees, at most so many.
  function every(most = 6000) {
    const found = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (found.length >= most) return;
        found.push(element);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return found;
  }

  // Whether anything here can do something of its own: a script, a handler, a frame, a refresh. A script may have
  // taken itself away after it ran.
  function acts() {
    if (document.querySelector("script,iframe,frame,object,embed,meta[http-equiv=refresh i]")) return true;
    if (performance.getEntriesByType("resource").some((entry) => entry.initiatorType === "script")) return true;
    const handled = document.evaluate("boolean(//@*[starts-with(name(), 'on')])", document, null, XPathResult.BOOLEAN_TYPE, null);
    return handled.booleanValue || every().some((element) => element.shadowRoot);
  }

  // As a person finds it who has not begun yet: nothing in focus, at the top of the page.
  function rest() {
    const at = focused();
    if (at) at.blur();
    scrollTo({ left: 0, top: 0, behavior: "instant" });
    const selection = getSelection();
    if (selection) selection.removeAllRanges();
  }

  return { spot, target, called, focused, shown, every, rest, acts, up, hostOf };
})());
