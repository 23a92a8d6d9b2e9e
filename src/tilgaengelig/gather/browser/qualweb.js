// QualWeb's ACT rules on the page that stands, told as axe tells of it: the same selectors and notes. session.py puts
// QualWeb's bundles into `parts`, and nothing of them runs before it is asked for.
//
// QualWeb writes attributes of its own into the page and sets the focus about. So it is the last to look at a page
// before it is driven, and what it left is wiped off before anything is noted.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const OWN = ["qw-selector", "qw-css-rules", "_documentSelector"];
  const MOST_TOLD = 200;
  const parts = [];

  // The document, the frames that share its origin, and the open shadow trees: where QualWeb looks.
  function* trees(root, depth = 0) {
    yield root;
    if (depth > 20) return;
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot) yield* trees(element.shadowRoot, depth + 1);
      if (element.localName === "iframe") {
        let inner = null;
        try { inner = element.contentDocument; } catch { continue; }
        if (inner) yield* trees(inner, depth + 1);
      }
    }
  }

  function wipe() {
    if (document.activeElement && document.activeElement !== document.body) document.activeElement.blur();
    for (const tree of trees(document)) {
      for (const element of tree.querySelectorAll(OWN.map((name) => `[${name}]`).join(","))) {
        for (const name of OWN) element.removeAttribute(name);
      }
    }
  }

  // QualWeb tells of an element by its mark-up and by a position, which is the same in each frame. In place of the
  // mark-up, which only its report has a use for, it is given the element's number.
  function remember(wrapper) {
    const elements = [];
    wrapper.getElementHtmlCode = function () {
      return elements.push(this.element) - 1;
    };
    return elements;
  }

  // While QualWeb looks nothing changes on the page but by the focus that it sets and the events that it sends. Between
  // two of these it asks for the same style of an element five times, and three times whether it is seen: once will do.
  function hasten(wrapper, tools) {
    const styles = new Map();
    const seen = new Map();
    const { getElementStyleProperty } = wrapper;
    const { isElementVisible } = tools;
    wrapper.getElementStyleProperty = function (property, pseudo) {
      if (pseudo) return getElementStyleProperty.call(this, property, pseudo);
      if (!styles.has(this.element)) styles.set(this.element, new Map());
      const known = styles.get(this.element);
      if (!known.has(property)) known.set(property, getElementStyleProperty.call(this, property, pseudo));
      return known.get(property);
    };
    tools.isElementVisible = (wrapped) => {
      const { element } = wrapped;
      if (!seen.has(element)) seen.set(element, isElementVisible.call(tools, wrapped));
      return seen.get(element);
    };
    for (const name of ["focusElement", "dispatchEvent", "click"]) {
      const act = wrapper[name];
      wrapper[name] = function (...args) {
        styles.clear();
        seen.clear();
        return act.apply(this, args);
      };
    }
  }

  // What stands around an element, out of shadow trees and frames too.
  const outer = (at) => at.parentElement || (at.getRootNode() instanceof ShadowRoot ? at.getRootNode().host : frameOf(at));
  function stands(element, box) {
    for (let at = element; at; at = outer(at)) if (at === box) return true;
    return false;
  }

  // `rules` are those to run. An answer has each rule's verdict on the page, and where it failed: in `box` only, where
  // one is given.
  function qualweb(rules, box = null) {
    let elements, report;
    try {
      for (const part of parts) part.call(globalThis);
      const wrapper = Object.getPrototypeOf(globalThis.qwPage.createQWElement(document.documentElement));
      elements = remember(wrapper);
      hasten(wrapper, globalThis.DomUtils);
      const runner = new globalThis.ACTRulesRunner({ include: rules }, "en");
      // Without the page's source: what stands in the page counts.
      report = runner.configure().test({}).getReport();
    } finally {
      wipe();
    }
    const outcomes = {};
    const failures = [];
    for (const [rule, { metadata, results }] of Object.entries(report.assertions)) {
      outcomes[rule] = metadata.outcome;
      const told = [];
      for (const result of results) {
        if (result.verdict !== "failed") continue;
        // A page that lacks something has no element to show; the title's lack is the whole page's.
        const about = result.elements.length && rule !== "QW-ACT-R1" ? result.elements : [{ htmlCode: -1 }];
        for (const { htmlCode } of about) {
          const element = elements[htmlCode] || document.documentElement;
          if (!box || stands(element, box)) told.push([rule, element]);
        }
      }
      failures.push(...told.slice(0, MOST_TOLD));
    }
    return { outcomes, ...noted(failures) };
  }

  const frameOf = (element) => (element.ownerDocument === document ? null : element.ownerDocument.defaultView.frameElement);

  // Selectors by axe's own way, in the document each element stands in: so axe's findings on them are known again.
  function noted(failures) {
    const wanted = new Set();
    for (const [, element] of failures) {
      for (let at = element; at; at = frameOf(at)) wanted.add(at);
    }
    const selectors = new Map();
    for (const home of new Set([...wanted].map((element) => element.ownerDocument))) {
      axe.teardown();
      axe.setup(home.documentElement);
      for (const element of wanted) {
        if (element.ownerDocument === home) selectors.set(element, axe.utils.getSelector(element));
      }
    }
    axe.teardown();
    const target = (element) => (element ? [...target(frameOf(element)), selectors.get(element)] : []);
    const { ask, asked } = globalThis.tilgaengelig.asking();
    const failed = failures.map(([rule, element]) => ({
      rule,
      target: target(element),
      html: element.cloneNode(element.getElementsByTagName("*").length <= 30).outerHTML.slice(0, 400),
      note: ask(element, globalThis.tilgaengelig.note(element)),
    }));
    return { failed, asked: asked() };
  }

  return { parts, qualweb, wipe, hasten };
})());
