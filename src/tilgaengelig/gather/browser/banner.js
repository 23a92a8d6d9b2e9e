// The box about cookies that stands over a page until it is answered: where it is, and the button that answers it.
// Stands in the isolated world beside probe.js. It reads; only `press` does anything, and only when it is called.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const ABOUT = /cookie|samtykke|\bconsent\b|\bgdpr\b/i;
  const NAMED = /cookie|consent|samtykke|gdpr|\bcmp\b|cybot|usercentrics|onetrust|coi-/i;
  const SURE = "(?:strengt |absolut |teknisk |strictly |only )?(?:nødvendige|necessary|essential)(?: og funktionelle)?(?: cookies)?(?: only)?";
  const REFUSE = new RegExp(`^(?:(?:kun|brug kun|vælg kun|tillad kun|accept[eé]r kun|godkend kun|only|use only|allow only|accept only|just)(?: de)? ${SURE}|` +
    `(?:accept[eé]r|tillad|godkend|vælg|brug|accept|allow|use)(?: de)? ${SURE}|${SURE}|` +
    "(?:afvis|afslå|fravælg|reject|decline|refuse|deny)(?: alle| alt| all| valgfrie| optional| ikke-nødvendige| non-essential| analytics| additional| statistik)?(?:[ -]?cookies)?|" +
    "nej(?:,? tak)?(?: til (?:alle )?cookies)?|no(?:,? thanks?)?|jeg accepterer ikke(?: cookies)?|(?:fortsæt|continue) (?:uden at acceptere|without accepting)|disagree|i do not agree)$", "i");
  const ACCEPT = /^(?:(?:ja(?: tak)?[,:]? ?)?(?:jeg )?(?:accept(?:[eé]r|erer)?|tillad(?:er)?|godkend(?:er)?|allow|agree|enig)(?: alle| alt| all| analytics| additional| statistik)?(?:[ -]?cookies)?|i (?:accept|agree)|ja(?:,? tak)?(?: til (?:alle )?cookies)?|yes|ok(?:ay)?|forstået|det er i orden|got it|luk|close)$/i;
  const BUTTONS = "button,input[type=button],input[type=submit],a,[role=button]";
  const MOST = 8000;
  const LONGEST = 12000;

  function every() {
    const found = [];
    const walk = (root) => {
      for (const element of root.querySelectorAll("*")) {
        if (found.length >= MOST) return;
        found.push(element);
        if (element.shadowRoot) walk(element.shadowRoot);
      }
    };
    walk(document);
    return found;
  }

  const shown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && element.getBoundingClientRect().width > 2 && element.getBoundingClientRect().height > 2;
  const words = (element) => (element.innerText || element.value || element.getAttribute("aria-label") || "").replace(/\s+/g, " ").replace(/[^\p{L}\p{N})]+$/u, "").trim();
  const buttons = (box) => [...box.querySelectorAll(BUTTONS)].filter(shown);
  const answers = (box, kind) => buttons(box).find((one) => kind.test(words(one)));

  // Whether an element stands out from the page, or is named, as such a box.
  function standsOut(element) {
    if (element.matches("dialog,[role=dialog],[role=alertdialog],[aria-modal=true]")) return true;
    const style = getComputedStyle(element);
    if (style.position === "fixed" || style.position === "sticky") return true;
    return NAMED.test(`${element.id} ${element.getAttribute("class") || ""}`);
  }

  let box = null;

  // The box, where there is one, and which answers it takes: the innermost that has the words and an answer, with what
  // is around it and says hardly more.
  function banner() {
    box = null;
    if (!document.body) return null;
    const elements = every();
    if (!ABOUT.test(document.body.textContent) && !elements.some((element) => element.shadowRoot)) return null;
    const found = elements.filter(isBanner);
    if (!found.length) return null;
    const inner = found.reduce((innermost, element) => (within(element, innermost) ? element : innermost));
    const most = inner.innerText.length * 1.5 + 300;
    box = found.find((element) => within(inner, element) && element.innerText.length <= most);
    return { refuse: Boolean(answers(box, REFUSE)), accept: Boolean(answers(box, ACCEPT)) };
  }

  function isBanner(element) {
    if (element.matches("html,body,main,script,style,noscript,nav") || !element.firstElementChild || !standsOut(element) || !shown(element)) return false;
    const said = element.innerText || "";
    return said.length <= LONGEST && ABOUT.test(said) && !element.querySelector("main") && Boolean(answers(element, REFUSE) || answers(element, ACCEPT));
  }

  function within(element, outer) {
    for (let at = element; at; at = at.parentElement || (at.getRootNode() instanceof ShadowRoot ? at.getRootNode().host : null)) if (at === outer) return true;
    return false;
  }

  const bannerBox = () => box;
  const bannerGone = () => !box || !box.isConnected || !shown(box);

  // Presses the button that refuses, or the one that accepts; what it says.
  function press(kind) {
    const button = box && answers(box, kind === "accept" ? ACCEPT : REFUSE);
    if (!button) return "";
    const said = words(button);
    button.click();
    return said;
  }

  return { banner, bannerBox, bannerGone, press };
})());
