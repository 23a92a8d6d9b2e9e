// What the layout probe measures. Runs in our isolated world beside spots.js.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const { spot, shown, every, up } = globalThis.tilgaengelig;
  const MOST = 20;
  const HIDES = /hidden|clip/;
  const SCROLLS = /auto|scroll/;

  const texts = (element) => [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1);

  function lines(node) {
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  }

  const blockOf = (element) => {
    let at = element;
    while (at && /^(inline|contents)/.test(getComputedStyle(at).display)) at = up(at);
    return at;
  };

  // The elements that cut what stands in `element`, with the axes in which they do; one that can be scrolled ends the search.
  function clippers(element) {
    const found = [];
    let across = true, down = true, position = "static";
    for (let at = element; at && at !== document.body && at !== document.documentElement && (across || down); at = up(at)) {
      const style = getComputedStyle(at);
      const passed = position === "fixed" || (position === "absolute" && style.position === "static" && style.transform === "none");
      if (passed) continue;
      if (SCROLLS.test(style.overflowX)) across = false;
      if (SCROLLS.test(style.overflowY)) down = false;
      const cuts = { across: across && HIDES.test(style.overflowX), down: down && HIDES.test(style.overflowY) };
      if (cuts.across || cuts.down) found.push({ element: at, style, ...cuts });
      if (style.position !== "static") position = style.position;
    }
    return found;
  }

  // Whether something near by shows what is folded away.
  const UNFOLDS = "button,summary,[aria-expanded],[role=button],a[href^='#']";
  const unfolds = (element) => [element, up(element)].some((at) => at && at !== document.body && [...at.querySelectorAll(UNFOLDS)].some((one) => !element.contains(one) || one.hasAttribute("aria-expanded")));

  // Boxes that show a part of their text and cut the rest: by element, how many lines are seen and lost.
  function cuts() {
    const boxes = new Map();
    for (const element of every()) {
      const nodes = texts(element);
      if (!nodes.length || !shown(element) || element.closest("[aria-hidden=true],svg,option,script,style,noscript,template")) continue;
      const around = clippers(element);
      if (!around.length) continue;
      const size = parseFloat(getComputedStyle(element).fontSize) || 16;
      const block = blockOf(element);
      for (const clip of around) {
        const box = clip.element.getBoundingClientRect();
        if (box.width < 5 || box.height < 5 || /rect|inset/.test(`${clip.style.clip} ${clip.style.clipPath}`)) continue;
        const seen = boxes.get(clip.element) || { kept: 0, lost: 0, through: 0 };
        for (const line of nodes.flatMap(lines)) {
          const height = Math.min(line.bottom, box.bottom) - Math.max(line.top, box.top);
          const width = Math.min(line.right, box.right) - Math.max(line.left, box.left);
          const share = clip.down ? height / line.height : 1;
          const elided = clip.style.textOverflow === "ellipsis" || /ellipsis/.test(block ? getComputedStyle(block).textOverflow : "");
          // A line that is too long for its own block, and not a neighbour that is to be scrolled to.
          const over = block && (clip.element === block || line.right > block.getBoundingClientRect().right + 1);
          const long = clip.across && !elided && over;
          const missing = long ? line.right - box.right : 0;
          const clamped = clip.style.webkitLineClamp && clip.style.webkitLineClamp !== "none";
          if (width <= 0 || (share <= 0 && clamped)) continue;
          if (share < 0.6 && !clamped) {
            seen.lost += 1;
            if (share > 0.15) { seen.through += 1; seen.kept += 1; }
          } else if (missing > size / 2) { seen.lost += 1; seen.through += 1; seen.kept += 1; } else seen.kept += 1;
        }
        boxes.set(clip.element, seen);
      }
    }
    return [...boxes].filter(([element, seen]) => seen.lost && seen.kept && !unfolds(element)).slice(0, MOST)
      .map(([element, seen]) => ({ spot: spot(element), lost: seen.lost, through: seen.through > 0 }));
  }

  // ---- text spacing as WCAG 1.4.12 has it -----------------------------------------------------------
  const SPACED = "*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}";
  // What changes slowly is still as it was when it is measured, and on its way back when the next is: both are to be at once.
  const STILL = "*{transition:none!important}";
  const [air, still] = [SPACED, STILL].map((rules) => { const sheet = new CSSStyleSheet(); sheet.replaceSync(rules); return sheet; });

  function spaced() {
    const roots = [document, ...every().filter((element) => element.shadowRoot).map((element) => element.shadowRoot)];
    const without = (sheet) => { for (const root of roots) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((one) => one !== sheet); };
    for (const root of roots) root.adoptedStyleSheets = [...root.adoptedStyleSheets, still, air];
    try { return cuts(); } finally {
      without(air);
      document.documentElement.getBoundingClientRect(); // laid out anew while nothing changes slowly
      without(still);
    }
  }

  // ---- what does not fit into a narrow window --------------------------------------------------------
  // What is allowed to be wide: it loses its meaning or its use when it is broken up.
  const WIDE = "table,[role=table],[role=grid],[role=treegrid],pre,code,kbd,samp,tt,textarea,svg,canvas,video,iframe,object,embed,math,img,picture,map,[role=toolbar],[role=img],[contenteditable]:not([contenteditable=false])";

  // Boxes around the page's main part that cut off what is wider than they are, as the root itself may.
  function cutting() {
    const found = new Set();
    for (const main of document.querySelectorAll("main,[role=main]")) {
      for (let at = main; at && at !== document.body && at !== document.documentElement; at = up(at)) {
        if (at.scrollWidth > at.clientWidth + 4 && HIDES.test(getComputedStyle(at).overflowX)) found.add(at);
      }
    }
    return found;
  }

  function wide() {
    scrollTo(0, scrollY);
    const root = document.scrollingElement || document.documentElement;
    const hidden = [document.documentElement, document.body].some((one) => one && HIDES.test(getComputedStyle(one).overflowX));
    const boxes = cutting();
    const found = new Map();
    if (!hidden && !boxes.size && root.scrollWidth <= innerWidth + 1) return { width: root.scrollWidth, found: [] };
    for (const element of every()) {
      const nodes = texts(element);
      if (!nodes.length || !shown(element) || element.closest(`[aria-hidden=true],${WIDE}`)) continue;
      const beyond = nodes.flatMap(lines).filter((line) => line.right > innerWidth + 4 && line.left >= -1 && line.bottom > 0);
      const edge = beyond.length ? edgeOf(element, boxes) : null;
      // What a box cuts off and would fit into the window may be on its way there.
      if (edge === null || (edge < Infinity && !beyond.some((line) => line.width > innerWidth))) continue;
      const inside = beyond.some((line) => line.left < Math.min(innerWidth, edge));
      const words = nodes.some((node) => /\S\s+\S/.test(node.data.trim()));
      let outer = element;
      for (let at = up(element); at && at !== document.body && at !== document.documentElement; at = up(at)) {
        if (at.getBoundingClientRect().right > innerWidth + 4) outer = at;
      }
      const known = found.get(outer) || { words: false, inside: false, lost: false, by: 0 };
      found.set(outer, { words: known.words || words, inside: known.inside || inside, lost: known.lost || hidden || edge < Infinity, by: Math.max(known.by, Math.max(...beyond.map((line) => line.right)) - innerWidth) });
    }
    // Of what stands at like places the first is told: it is mended in one place.
    const places = new Map();
    for (const [element, one] of found) {
      if (!one.inside && one.lost) continue;
      const told = spot(element);
      if (!places.has(told.path)) places.set(told.path, { spot: told, by: Math.round(one.by), words: one.words, lost: one.lost });
    }
    return { width: root.scrollWidth, found: [...places.values()].slice(0, 8) };
  }

  // Where one of these boxes cuts it off, Infinity where none does. Null where something around it can be scrolled by
  // itself, or takes it out of sight on purpose.
  function edgeOf(element, boxes) {
    let edge = Infinity, moved = false;
    for (let at = element; at && at !== document.body && at !== document.documentElement; at = up(at)) {
      const style = getComputedStyle(at);
      if (SCROLLS.test(style.overflowX) || style.position === "fixed") return null;
      if (HIDES.test(style.overflowX)) {
        if (moved || !boxes.has(at)) return null; // to be moved into sight, or cut by a box of its own: cuts() tells of it
        edge = Math.min(edge, at.getBoundingClientRect().right);
      }
      moved ||= style.transform !== "none" || style.translate !== "none";
    }
    return edge;
  }

  // ---- held upright or sideways ----------------------------------------------------------------------
  // Whether any style here is for windows of some sizes or shapes only; one that cannot be read may be.
  function adapts() {
    const asks = (text) => /orientation|width|height|aspect/.test(text || "");
    const within = (rules) => [...rules].some((rule) => asks(rule.media && rule.media.mediaText) || rule.type === 0 ||
      (rule.styleSheet && reads(rule.styleSheet)) || (rule.cssRules && within(rule.cssRules)));
    const reads = (sheet) => { try { return asks(sheet.media.mediaText) || within(sheet.cssRules); } catch { return true; } };
    return [...document.styleSheets].some(reads);
  }

  function upright() {
    const text = document.body ? document.body.innerText.replace(/\s+/g, " ").trim() : "";
    return { text: text.slice(0, 300), length: text.length };
  }

  return { cuts, spaced, wide, adapts, upright };
})());
