// Runs beside axe in an isolated world of every frame: it sees the page's DOM, but the page's own script
// can neither see nor disturb it. It reads and never writes to the page.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const { note, asking, ROLES } = globalThis.tilgaengelig;

  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  const squeeze = (text, most) => (text || "").replace(/\s+/g, " ").trim().slice(0, most);

  // In a frame sandboxed without scripts no timer ever fires, though promises do: where the first timer has
  // not come by the time axe runs, timers become microtasks, so that axe comes to an end there too.
  let timers = false;
  setTimeout(() => { timers = true; }, 0);

  function mendTimers() {
    if (timers) return;
    globalThis.setTimeout = (callback, _ms, ...args) => {
      Promise.resolve().then(() => callback(...args));
      return 1;
    };
  }

  // ---- when a page has come to rest -------------------------------------------------------------
  async function settle(quiet, most) {
    const start = performance.now();
    const left = () => most - (performance.now() - start);
    if (document.fonts && document.fonts.status === "loading") {
      await Promise.race([document.fonts.ready, sleep(Math.min(1500, most))]);
    }
    if (document.scripts.length) {
      let last = performance.now();
      const touch = () => { last = performance.now(); };
      const changes = new MutationObserver(touch);
      changes.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
      const loads = new PerformanceObserver(touch);
      loads.observe({ entryTypes: ["resource"] });
      while (performance.now() - last < quiet && left() > 0) await sleep(20);
      changes.disconnect();
      loads.disconnect();
    }
    const finite = document.getAnimations().filter((animation) => {
      const timing = animation.effect && animation.effect.getComputedTiming();
      return timing && Number.isFinite(timing.endTime) && animation.playState === "running";
    });
    if (finite.length) {
      await Promise.race([Promise.allSettled(finite.map((a) => a.finished)), sleep(Math.min(1500, Math.max(0, left())))]);
    }
    return Math.round(performance.now() - start);
  }

  // A selector is "img", ["img"], or [["x-card", "img"]] for an image in the shadow tree of x-card.
  const find = (selector) => { try { return axe.utils.shadowSelect([selector].flat(2)); } catch { return null; } };

  // ---- axe, frame by frame ----------------------------------------------------------------------
  let partial = null;

  // What passes these by itself may fail beside what other frames have.
  const LATER = new Set(["heading-order", "identical-links-same-purpose", "landmark-unique", "frame-title-unique"]);

  async function run(context, options, whole = false) {
    mendTimers();
    if (whole && !framed()) return atOnce(context, options);
    partial = await axe.runPartial(context || document, options);
    const failing = partial.results.flatMap((rule) => rule.nodes.filter((node) => node.node && !node.node.fromFrame && (LATER.has(rule.id) || !passes(node))));
    const { notes, ask, asked } = noted(failing.map((node) => node.node.selector));
    const inner = partial.frames.length ? axe.utils.getFrameContexts(context || document, options) : [];
    const frames = inner.map((frame, index) => {
      const target = partial.frames[index].selector;
      const element = find(target);
      return { ...frame, target, note: element && ask(element, note(element)) };
    });
    return { frames, notes, asked: asked(), whole: whole && !frames.length ? await finish([], options) : null };
  }

  const framed = () => roots().some((root) => root.querySelector("iframe,frame"));

  // Most pages have no frames: then all is done in one call, and axe writes out no selectors and paths of what passes.
  async function atOnce(context, options) {
    const whole = told(await axe.run(context || document, options));
    const { notes, asked } = noted([...whole.failed, ...whole.cantTell].flatMap((rule) => rule.nodes).map((node) => node.target));
    return { frames: [], notes, asked: asked(), whole };
  }

  // What place.js says of elements of this document, by their selectors.
  function noted(selectors) {
    const notes = {};
    const { ask, asked } = asking();
    for (const selector of selectors) {
      const id = JSON.stringify(selector);
      if (notes[id]) continue;
      const element = find(selector);
      if (element) notes[id] = ask(element, note(element));
    }
    return { notes, ask, asked };
  }

  // One of `any`, each of `all` and none of `none`: what passes needs no note.
  function passes(node) {
    const [any, all, none] = [node.any, node.all, node.none].map((checks) => (checks || []).map((check) => check.result));
    return (!any.length || any.includes(true)) && all.every((result) => result === true) && none.every((result) => result === false);
  }

  const take = () => partial;

  async function finish(others, options) {
    const results = await axe.finishRun([partial, ...others], options);
    partial = null;
    return told(results);
  }

  function told(results) {
    const nodes = (rules) => rules.map((rule) => ({
      id: rule.id,
      impact: rule.impact,
      nodes: rule.nodes.map((node) => ({
        target: node.target,
        html: node.html,
        impact: node.impact,
        message: message(node),
        reason: reason(node),
      })),
    }));
    return {
      version: results.testEngine.version,
      failed: nodes(results.violations),
      cantTell: nodes(results.incomplete),
      passed: results.passes.map((rule) => rule.id),
      inapplicable: results.inapplicable.map((rule) => rule.id),
    };
  }

  // Every `all` and `none` must be mended, one `any` is enough: the first says it best.
  function message(node) {
    const must = [...node.all, ...node.none].map((check) => check.message);
    return [...must, ...node.any.slice(0, 1).map((check) => check.message)].filter(Boolean).join(" ");
  }

  // Why a check could not tell, in its own word.
  const reason = (node) => node.any.map((check) => check.data && check.data.messageKey).find(Boolean) || "";

  function frameIndex(element, selectors) {
    return selectors.findIndex((selector) => find(selector) === element);
  }

  function rect(selector) {
    const element = find(selector);
    if (!element) return null;
    const box = element.getBoundingClientRect();
    if (box.width < 1 || box.height < 1) return null;
    // What stands off the page, or is the page, makes no picture.
    if (box.right + scrollX <= 0 || box.bottom + scrollY <= 0 || /^(html|body)$/.test(element.localName)) return null;
    const window = { left: scrollX, top: scrollY, right: scrollX + innerWidth, bottom: scrollY + innerHeight };
    return { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height, window };
  }

  // What is written in a part of the page (page coordinates), as far as it has figures: in shadow trees and frames of
  // the same origin too, and in fields. Of a block that is seen in part all is told: a number may go on beyond the edge.
  function figures(clip, root = document, dx = scrollX, dy = scrollY) {
    const meets = ({ left, top, right, bottom }) =>
      right > left && right + dx > clip.x && left + dx < clip.x + clip.width && bottom + dy > clip.y && top + dy < clip.y + clip.height;
    const told = [];
    const blocks = new Set();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (!/\d/.test(node.data) || node.data.length > 1e5) continue;
        const range = document.createRange();
        range.selectNodeContents(node);
        if (![...range.getClientRects()].some(meets)) continue;
        const block = node.parentElement && node.parentElement.closest("p,li,td,th,dd,dt,h1,h2,h3,h4,h5,h6,div,section,article,main,label,a,button");
        // Nothing may stand between a number and the figure before it but a line's end, or the edges of two boxes; and
        // a number may be parted by such. One time too many does no harm.
        told.push(node.data);
        if (block && !blocks.has(block)) told.push(block.innerText ?? "", block.textContent);
        blocks.add(block);
        continue;
      }
      if (typeof node.value === "string" && /\d/.test(node.value) && meets(node.getBoundingClientRect())) told.push(node.value);
      if (node.shadowRoot) told.push(figures(clip, node.shadowRoot, dx, dy));
      if (node.localName !== "iframe" || !meets(node.getBoundingClientRect())) continue;
      const box = node.getBoundingClientRect();
      try { told.push(figures(clip, node.contentDocument, dx + box.left + node.clientLeft, dy + box.top + node.clientTop)); } catch { /* another origin's own */ }
    }
    return told.join("\n").slice(0, 2e5);
  }

  // ---- what stands on the page ------------------------------------------------------------------
  const SKIP = new Set(["script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "select", "svg", "math", "iframe", "video", "audio", "object", "pre", "code", "figure"]);
  const KINDS = { h1: "heading", h2: "heading", h3: "heading", h4: "heading", h5: "heading", h6: "heading", li: "item", dt: "item", dd: "item", td: "cell", th: "cell", caption: "heading", legend: "heading", summary: "heading" };

  function blocks(root) {
    const found = [];
    let text = "";
    let kind = "paragraph";
    const flush = () => {
      const whole = text.replace(/[ \t\r\f]+/g, " ").trim();
      if (whole && found.length < 20000) found.push({ kind, text: whole });
      text = "";
    };
    const walk = (element, inner) => {
      const children = element.localName === "slot" && element.assignedNodes().length ? element.assignedNodes() : element.childNodes;
      for (const node of children) {
        if (node.nodeType === Node.TEXT_NODE) { kind = text.trim() ? kind : inner; text += node.data.replace(/\s+/g, " "); continue; }
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        const name = node.localName;
        if (name === "br") { text += "\n"; continue; }
        if (name === "figure" || name === "picture") { const caption = node.querySelector("figcaption"); if (caption) { flush(); walk(caption, "paragraph"); flush(); } continue; }
        if ((SKIP.has(name) && !(name === "code" && inner !== "paragraph")) || node.getAttribute("aria-hidden") === "true" || ROLES[node.getAttribute("role")]) {
          if (name === "code") text += node.textContent;
          continue;
        }
        const style = getComputedStyle(node);
        if (style.display === "none" || style.visibility === "hidden") continue;
        const block = !style.display.startsWith("inline") && style.display !== "contents";
        const next = KINDS[name] || (block && name !== "p" ? inner : block ? "paragraph" : inner);
        if (block) flush();
        walk(node.shadowRoot || node, next);
        if (block) { kind = text.trim() ? kind : next; flush(); }
      }
    };
    walk(root, "paragraph");
    flush();
    return found;
  }

  // The first words of the page without its menus, headers and footers, and its headings by level one.
  function withoutMenus() {
    const words = [];
    let length = 0;
    const walk = (element) => {
      for (const node of element.childNodes) {
        if (length > 3000) return;
        if (node.nodeType === Node.TEXT_NODE) {
          const text = node.data.trim();
          // Words may stand in a shadow tree without an element of it around them.
          if (text && (element instanceof ShadowRoot ? element.host : element).checkVisibility()) { words.push(text); length += text.length; }
        } else if (node.nodeType === Node.ELEMENT_NODE && !MENUS.has(node.localName) && !ROLES[node.getAttribute("role")]?.match(/nav|header|footer/)) {
          walk(node.shadowRoot || node);
        }
      }
    };
    if (document.body) walk(document.body);
    return squeeze(words.join(" "), 3000);
  }

  // The password fields that the reader is shown; a box to log in with in the menus or the header stands before no page.
  const BESIDE = "nav,header,footer,[role=navigation],[role=banner],[role=contentinfo],[role=search]";
  function passwords() {
    return [...document.querySelectorAll("input[type=password]")]
      .filter((field) => field.checkVisibility({ visibilityProperty: true }) && !field.closest(BESIDE)).length;
  }

  const MENUS = new Set(["nav", "header", "footer", "script", "style", "noscript", "template"]);

  // The document and the open shadow trees in it.
  function roots(root = document, found = [document]) {
    for (const element of root.querySelectorAll("*")) {
      if (element.shadowRoot && found.length < 500) { found.push(element.shadowRoot); roots(element.shadowRoot, found); }
    }
    return found;
  }

  function links() {
    const found = [];
    for (const element of roots().flatMap((root) => [...root.querySelectorAll("a[href],area[href],iframe[src],frame[src]")])) {
      const address = element.href || element.src;
      if (typeof address !== "string" || !/^https?:/.test(address)) continue;
      const picture = element.querySelector ? element.querySelector("img[alt]") : null;
      found.push([address.slice(0, 4000), squeeze(element.textContent || element.getAttribute("alt") || element.title || (picture && picture.alt), 200)]);
      if (found.length >= 5000) break;
    }
    return found;
  }

  // ---- whether text changes by itself -------------------------------------------------------------
  // Watched from when the page rested; a page that is driven then need not be waited for (probes/moving.js).
  let watching = null;

  // Parts in which something is shown, hidden or moved, such as the slides of a carousel: when, and how they looked by
  // then. One shift is made in several steps; what comes with another size of the window is none.
  const LOOKS = ["class", "style", "hidden", "aria-hidden"];
  const APART = 1000;
  let shifts = new Map();
  let resized = -APART;
  addEventListener("resize", () => { resized = performance.now(); });

  function face(part) {
    const own = part.getBoundingClientRect();
    return [...part.children].slice(0, 20).map((child) => {
      const box = child.getBoundingClientRect();
      return [child.checkVisibility({ visibilityProperty: true, opacityProperty: true }), Math.round(box.left - own.left), Math.round(box.top - own.top)];
    }).join();
  }

  const turns = new MutationObserver((records) => {
    const now = performance.now();
    if (now - resized < APART || shifts.size > 50) return;
    for (const part of new Set(records.map((record) => record.target.parentElement))) {
      if (!part || part === document.body || !part.isConnected || !part.checkVisibility() || !part.textContent.trim()) continue;
      const known = shifts.get(part) || { at: [], looks: "" };
      if (known.at.length && now - known.at.at(-1) < APART) continue;
      const looks = face(part);
      if (looks !== known.looks) shifts.set(part, { at: [...known.at, now], looks });
    }
  });
  const shifted = () => shifts;

  function watch() {
    shifts = new Map();
    turns.observe(document, { subtree: true, attributes: true, attributeFilter: LOOKS });
    if (watching) watching.observer.disconnect();
    const began = performance.now();
    const observer = new MutationObserver((records) => {
      const changed = records.map((record) => (record.type === "characterData" ? record.target.parentElement : record.target));
      if (!changed.some((element) => element && element !== document.body && element !== document.documentElement && element.isConnected &&
        element.checkVisibility() && element.textContent.trim())) return;
      observer.disconnect();
      watching = { observer, still: () => 0 };
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    watching = { observer, still: () => performance.now() - began };
  }
  // For how many milliseconds nothing has changed; 0 where something did.
  const unchanged = () => (watching ? watching.still() : 0);

  // `several`: whether the page is to be compared with itself in windows of other sizes.
  function facts(several) {
    watch();
    if (several) globalThis.tilgaengelig.changed(); // from here on
    const navigation = performance.getEntriesByType("navigation")[0] || {};
    const root = document.querySelector("main,[role=main]");
    const text = root ? blocks(root) : [];
    const words = text.reduce((sum, block) => sum + block.text.split(" ").length, 0);
    return {
      address: location.href,
      navigated: navigation.name || location.href,
      status: navigation.responseStatus || 0,
      title: squeeze(document.title, 500),
      language: squeeze(document.documentElement.lang || document.documentElement.getAttribute("xml:lang") || "", 40),
      text: squeeze(document.body && document.body.innerText, 3000),
      main: withoutMenus(),
      restless: document.getAnimations().some((one) => one.playState === "running" && one.effect && one.effect.getComputedTiming().endTime === Infinity),
      passwords: passwords(),
      blocks: words >= 20 ? text : null,
      html: words >= 20 ? null : document.documentElement.outerHTML.slice(0, 3000000),
      links: links(),
      wide: globalThis.tilgaengelig.wide(),
      tops: globalThis.tilgaengelig.tops(),
      banner: globalThis.tilgaengelig.banner(),
    };
  }

  // The files that the document is made of besides itself, null where it uses more than the browser's list holds; and
  // whether there are documents in it.
  const FRAMES = { iframe: true, frame: true, object: true, embed: true };
  function uses() {
    const entries = performance.getEntriesByType("resource");
    const inside = globalThis.length > 0 || framed() || entries.some((entry) => FRAMES[entry.initiatorType]);
    return { files: entries.length >= 1000 ? null : files(entries), framed: inside };
  }

  function files(entries) {
    const kinds = { link: true, script: true, iframe: true, frame: true };
    return [...new Set(entries.filter((entry) => /^https?:/.test(entry.name) && (
      kinds[entry.initiatorType] ||
      (entry.initiatorType === "css" && /\.css(?:[?#]|$)/i.test(entry.name)) ||
      ((entry.initiatorType === "fetch" || entry.initiatorType === "xmlhttprequest") && entry.name.startsWith(location.origin + "/"))
    )).map((entry) => entry.name.replace(/#.*/, "")))];
  }

  return { settle, run, take, finish, frameIndex, rect, figures, facts, unchanged, shifted, uses };
})());
