// Where the letters of a text stand and in what colour, for those texts whose background only the pixels tell.
// It reads and never writes to the page.
globalThis.tilgaengelig.glyphs = (() => {
  "use strict";

  const MOST = 80; // letters of one text: what is wrong with it shows in its first lines
  const LETTER = /[\p{L}\p{N}]/u;
  const SIGN = /\S/u;
  const FAINTEST = 0.05; // of a colour's part that is not see-through

  const up = (element) => element.assignedSlot || element.parentElement || element.getRootNode().host;

  // A colour as the browser computes it; null for one we cannot read.
  function parted(said) {
    const parts = said.match(/^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/);
    return parts && [Number(parts[1]), Number(parts[2]), Number(parts[3]), parts[4] === undefined ? 1 : Number(parts[4])];
  }

  // The colour of a text, with the opacity of all that is around it. In a drawing it is that of the fill. Null where it
  // is not by this colour that the letters are seen: they let a background through or a picture stands for them, or
  // they had faded out by now.
  function colour(element) {
    const style = getComputedStyle(element);
    const found = parted(element instanceof SVGElement ? style.fill : style.webkitTextFillColor);
    if (!found) return null;
    for (let at = element; at; at = up(at)) {
      const around = getComputedStyle(at);
      if (around.backgroundClip.includes("text")) return null;
      found[3] *= Number(around.opacity);
    }
    return found[3] < FAINTEST ? null : found;
  }

  // The part of the window, and beyond it, in which nothing cuts a text off.
  function uncut(element) {
    const edges = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity };
    // What the body says of it is said of the window, unless the root says something itself.
    const root = document.documentElement;
    const end = getComputedStyle(root).overflowX === "visible" ? document.body : root;
    let position = "static";
    for (let at = element; at && at !== end && at !== root; at = up(at)) {
      const style = getComputedStyle(at);
      if (position === "fixed" || (position === "absolute" && style.position === "static" && style.transform === "none")) continue;
      if (style.position !== "static") position = style.position;
      if (/^(inline|contents)$/.test(style.display)) continue;
      const box = at.getBoundingClientRect();
      if (style.overflowX !== "visible") Object.assign(edges, { left: Math.max(edges.left, box.left), right: Math.min(edges.right, box.right) });
      if (style.overflowY !== "visible") Object.assign(edges, { top: Math.max(edges.top, box.top), bottom: Math.min(edges.bottom, box.bottom) });
    }
    return edges;
  }

  // The letters of which more than half can be seen there, by their middles.
  function among(letters, edges) {
    return letters.filter(([left, top, width, height]) => {
      const x = left - scrollX + width / 2, y = top - scrollY + height / 2;
      return x > edges.left && x < edges.right && y > edges.top && y < edges.bottom;
    });
  }

  // The plain colour behind a text that something cuts off that scrolls: what it stands in is known though nobody sees
  // it now. Null where nothing does, or where more than one colour is behind it.
  function behind(element) {
    const box = element.getBoundingClientRect();
    let cut = false, back = null;
    for (let at = element; at; at = up(at)) {
      const style = getComputedStyle(at);
      if (at !== element && `${style.overflowX} ${style.overflowY}` !== "visible visible") {
        const edge = at.getBoundingClientRect();
        cut ||= box.right > edge.right + 1 || box.left < edge.left - 1 || box.bottom > edge.bottom + 1 || box.top < edge.top - 1;
      }
      if (style.opacity !== "1" || style.filter !== "none" || style.mixBlendMode !== "normal") return null;
      if (back) continue;
      const fill = parted(style.backgroundColor);
      if (style.backgroundImage !== "none" || !fill || (fill[3] > 0 && fill[3] < 1)) return null;
      if (fill[3] === 1) back = fill.slice(0, 3);
    }
    return cut ? back || [255, 255, 255] : null;
  }

  // Whether nothing lies over these letters, as far as the window shows them.
  function onTop(element, letters) {
    return letters.every(([x, y, width, height]) => {
      const hit = element.getRootNode().elementFromPoint(x - scrollX + width / 2, y - scrollY + height / 2);
      return hit && (hit === element || hit.contains(element));
    });
  }

  function boxes(element, kind) {
    const found = [];
    const range = document.createRange();
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (let at = 0; at < node.data.length && found.length < MOST; at++) {
        if (!kind.test(node.data[at])) continue;
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        if (box.width >= 1 && box.height >= 4) found.push([box.x + scrollX, box.y + scrollY, box.width, box.height].map(Math.round));
      }
    }
    return found;
  }

  // WCAG: large is 24 CSS px and up, or 18.66 where it is bold.
  function large(style) {
    const size = parseFloat(style.fontSize);
    return size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
  }

  return (selectors) => selectors.map((selector) => {
    let element = null;
    try { element = axe.utils.shadowSelect([selector].flat(2)); } catch { return null; }
    if (!element || element.ownerDocument !== document || !element.checkVisibility({ visibilityProperty: true })) return null;
    // Where there is no letter at all, there may be icons.
    const words = boxes(element, LETTER);
    const letters = words.length ? words : boxes(element, SIGN);
    const ink = colour(element);
    if (!ink || !letters.length) return null;
    // What is cut off is known by the plain colour behind it alone: in its place stands something else.
    const seen = among(letters, uncut(element));
    return {
      colour: ink, large: large(getComputedStyle(element)), behind: behind(element),
      sign: !words.length, letters: letters.length, boxes: seen, top: onTop(element, seen),
    };
  });
})();
