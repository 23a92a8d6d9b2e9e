// The page's outline: every element that our own rules look at, in document order, as plain values. Runs in the
// isolated world beside probe.js, while nothing is under way there, and reads only.
globalThis.tilgaengelig.outline = (() => {
  "use strict";

  const MOST = 12000;
  const LONGEST = 1000;
  const TAGS = new Set(("h1 h2 h3 h4 h5 h6 p ul ol li dl dt dd table caption tr th td img svg picture figure figcaption area a " +
    "button input select textarea label fieldset legend form video audio track source iframe object embed canvas time abbr address " +
    "main nav header footer aside section article search dialog summary details blockquote q strong b em i pre").split(" "));
  // Said of these though they show nothing.
  const UNSEEN = new Set(["track", "source", "area"]);
  const PASSED_OVER = new Set(["script", "style", "noscript", "template", "head"]);
  const NAMED = new Set(["a", "area", "button", "input", "select", "textarea", "img", "svg", "iframe", "object", "embed", "canvas",
    "table", "figure", "form", "nav", "section", "aside", "dialog", "video", "audio", "fieldset", "summary", "search"]);
  const TEXTS = new Set(["h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "caption", "th", "td", "figcaption", "a", "button",
    "label", "legend", "time", "abbr", "address", "summary", "blockquote", "q", "strong", "b", "em", "i", "pre", "div", "span"]);
  const ATTRIBUTES = ("id class alt title href src target rel type download lang xml:lang hreflang scope headers colspan rowspan role " +
    "aria-label aria-labelledby aria-describedby aria-level aria-current aria-expanded aria-haspopup aria-hidden for name autocomplete " +
    "placeholder required kind srclang label controls autoplay muted loop poster datetime summary border start action method cite width height data onclick " +
    "aria-braillelabel aria-brailleroledescription aria-roledescription aria-owns aria-busy").split(" ");

  const whole = (address) => { try { return new URL(address, document.baseURI).href.slice(0, 2000); } catch { return address.slice(0, 2000); } };

  function attributes(element) {
    const found = {};
    for (const name of ATTRIBUTES) {
      const value = element.getAttribute(name);
      if (value !== null) found[name] = value.slice(0, 500);
    }
    // As the browser follows it: whole, whatever the base.
    if (typeof element.href === "string" && element.href) found.href = element.href.slice(0, 2000);
    else if (element instanceof SVGAElement && element.href.baseVal) found.href = whole(element.href.baseVal);
    const added = element.localName === "a" ? generated(element) : "";
    if (added) found.generated = added;
    if (typeof element.currentSrc === "string" && element.currentSrc) found.src = element.currentSrc.slice(0, 500);
    tilgaengelig.facets(element, element.localName, found);
    return found;
  }

  // A form lends its properties to its fields: one with a field named "children" has no children of its own to ask.
  const childrenOf = Object.getOwnPropertyDescriptor(Element.prototype, "children").get;

  function text(element) {
    // What is folded away is no less written; the browser says nothing of it.
    const shown = element.innerText || (element.innerText === undefined || !element.checkVisibility() ? element.textContent.replace(/\s+/g, " ") : "");
    // What is preformatted may be a table in disguise.
    if (element.localName === "pre") return shown.slice(0, LONGEST);
    return shown.replace(/[^\S\n]+/g, " ").replace(/ ?\n ?/g, "\n").replace(/\n{2,}/g, "\n").trim().slice(0, LONGEST);
  }

  // What a style sheet writes before and after a link ("PDF") is seen, and read out too.
  const generated = (element) => ["::before", "::after"].map((part) => getComputedStyle(element, part).content)
    .filter((content) => content.startsWith('"')).map((content) => content.slice(1, -1)).join(" ").trim().slice(0, 200);

  // Most links and buttons are named by their words alone, and axe's thorough way is slow.
  const WORDED = new Set(["a", "button", "summary"]);
  const ELSE = "img,svg,input,select,textarea,object,iframe,canvas,slot,[aria-label],[aria-labelledby],[aria-hidden],[hidden],[title],[role],[style]";
  const plain = (element) => WORDED.has(element.localName) && !element.shadowRoot && !element.hasAttribute("aria-label") &&
    !element.hasAttribute("aria-labelledby") && !element.hasAttribute("title") && !element.querySelector(ELSE) && element.textContent.trim();

  function name(element) {
    if (plain(element)) return (element.innerText ?? element.textContent).replace(/\s+/g, " ").trim().slice(0, LONGEST);
    // axe has no name for what it cannot place in its tree (a closed shadow tree's slot); nor have we then.
    try { return axe.commons.text.accessibleText(element).replace(/\s+/g, " ").trim().slice(0, LONGEST); } catch { return ""; }
  }

  function look(element, style) {
    const box = element.getBoundingClientRect();
    return {
      size: Math.round(parseFloat(style.fontSize) * 10) / 10 || 0, // a source of a film has none
      weight: Number(style.fontWeight) || 400,
      italic: style.fontStyle !== "normal",
      upper: style.textTransform === "uppercase",
      inline: style.display.startsWith("inline"),
      x: Math.round(box.x + scrollX), y: Math.round(box.y + scrollY),
      width: Math.round(box.width), height: Math.round(box.height),
    };
  }

  // A block that holds text of its own is a paragraph by another name; what bears a role or a language is always told.
  const bears = (element) => element.hasAttribute("role") || element.hasAttribute("lang") || element.hasAttribute("onclick");
  const spoken = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1);

  // A large element's mark-up is not written out for the sake of its first words.
  const snippet = (element) => (element.getElementsByTagName("*").length > 30 ? element.cloneNode(false) : element).outerHTML.slice(0, 400);

  function among(element) {
    let number = 1;
    for (let before = element.previousElementSibling; before; before = before.previousElementSibling) number += before.localName === element.localName;
    return number;
  }

  // `shadow` leads to the shadow tree the element stands in, `around` to the element around it.
  function selectorOf(element, shadow, around, number) {
    const id = element.getAttribute("id");
    if (id && !/\d{3,}/.test(id) && element.getRootNode().querySelectorAll(`#${CSS.escape(id)}`).length === 1) return `${shadow}#${CSS.escape(id)}`;
    return `${around}${CSS.escape(element.localName)}:nth-of-type(${number})`;
  }

  function told(element, at, style, selector) {
    const tag = element.localName;
    return {
      tag, parent: at.parent, silent: at.silent, language: at.language,
      role: element.getAttribute("role") || "",
      name: NAMED.has(tag) || element.hasAttribute("role") ? name(element) : "",
      text: TEXTS.has(tag) || element.hasAttribute("role") ? text(element) : "",
      attributes: attributes(element),
      look: look(element, style),
      target: selector,
      snippet: snippet(element),
      path: tilgaengelig.path(element),
      region: tilgaengelig.region(element, at.marked),
      key: tilgaengelig.key(element),
      foreign: at.bringer(element),
    };
  }

  // Of a drawing its links are told, and nothing else.
  function inSvg(svg, found, at, selector) {
    for (const link of svg.querySelectorAll("a")) {
      if (found.length >= MOST || !link.checkVisibility()) continue;
      const steps = [];
      for (let step = link; step !== svg; step = step.parentElement) steps.unshift(`${CSS.escape(step.localName)}:nth-of-type(${among(step)})`);
      found.push(told(link, { ...at, silent: at.silent || Boolean(link.closest("[aria-hidden=true]")) }, getComputedStyle(link), [selector, ...steps].join(" > ")));
    }
  }

  const contains = (outer, element) => { for (let at = element; at; at = at.assignedSlot || at.parentElement || at.getRootNode().host) if (at === outer) return true; return false; };

  // `at`: the element around in the outline, whether assistive technology passes over it, its language, the selectors so
  // far, the place of the host where we are in a shadow tree, how deep we are, and the part of the page that is asked for
  // (`only`) as long as we are not in it.
  function walk(children, found, at) {
    const counts = new Map();
    for (const element of children) {
      if (found.length >= MOST || at.depth > 300) return;
      const tag = element.localName;
      const number = at.slotted ? among(element) : (counts.get(tag) || 0) + 1;
      counts.set(tag, number);
      if (PASSED_OVER.has(tag)) continue;
      const only = element === at.only ? null : at.only;
      if (only && !contains(element, only)) continue;
      const selector = selectorOf(element, at.shadow, at.around, number);
      const silent = at.silent || element.getAttribute("aria-hidden") === "true";
      const language = element.getAttribute("lang") ?? element.getAttribute("xml:lang") ?? at.language;
      const style = getComputedStyle(element);
      // What is around it is shown, or we would not be here.
      if (style.display === "none" && !UNSEEN.has(tag)) continue;
      const shown = style.visibility === "visible" || UNSEEN.has(tag);
      const block = !style.display.startsWith("inline") && style.display !== "contents";
      let parent = at.parent;
      if (shown && !only && (TAGS.has(tag) || bears(element) || (block && spoken(element)))) {
        parent = found.length;
        found.push(told(element, { ...at, silent, language }, style, selector));
      }
      if (tag === "svg") {
        if (!only) inSvg(element, found, { ...at, parent, silent, language }, selector);
        continue;
      }
      const inner = { ...at, only, parent, silent, language, around: `${selector} > `, depth: at.depth + 1, slotted: false };
      const assigned = tag === "slot" && at.host ? element.assignedElements() : [];
      if (element.shadowRoot) {
        const within = `${selector} >>> `;
        walk(element.shadowRoot.children, found, { ...inner, shadow: within, around: within, host: inner });
      } else if (assigned.length) {
        // What is slotted in stands in the tree outside, and is read here.
        walk(assigned, found, { ...at.host, only, parent, silent, language, depth: inner.depth, slotted: true });
      } else {
        walk(childrenOf.call(element), found, inner);
      }
    }
  }

  // axe's tree is needed for accessible names; what another run of axe had is not disturbed, since none is under way.
  return (only = null) => {
    const found = [];
    if (!document.body) return found;
    axe.setup(document.documentElement);
    try {
      walk(document.body.children, found, {
        parent: -1, silent: false, language: document.documentElement.lang || document.documentElement.getAttribute("xml:lang") || "",
        shadow: "", around: "body > ", host: null, slotted: false, bringer: tilgaengelig.bringers(), depth: 0, only, marked: tilgaengelig.hasMain(),
      });
    } finally {
      axe.teardown();
    }
    return found;
  };
})();
