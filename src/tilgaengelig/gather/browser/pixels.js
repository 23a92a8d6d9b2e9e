// Where the letters of a text stand and in what colour, for those texts whose background only the pixels tell.
// It reads and never writes to the page.
globalThis.tilgaengelig.glyphs = (() => {
  "use strict";

  const MOST = 80; // letters of one text: what is wrong with it shows in its first lines
  const LETTER = /[\p{L}\p{N}]/u;

  // A colour as the browser computes it, with the opacity of all that is around it; null for one we cannot read.
  function colour(element) {
    const parts = getComputedStyle(element).color.match(/^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/);
    if (!parts) return null;
    let alpha = parts[4] === undefined ? 1 : Number(parts[4]);
    for (let at = element; at; at = at.parentElement) alpha *= Number(getComputedStyle(at).opacity);
    return [Number(parts[1]), Number(parts[2]), Number(parts[3]), alpha];
  }

  function boxes(element) {
    const found = [];
    const range = document.createRange();
    for (const node of element.childNodes) {
      if (node.nodeType !== Node.TEXT_NODE) continue;
      for (let at = 0; at < node.data.length && found.length < MOST; at++) {
        if (!LETTER.test(node.data[at])) continue;
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
    const found = { colour: colour(element), large: large(getComputedStyle(element)), boxes: boxes(element) };
    return found.colour && found.boxes.length ? found : null;
  });
})();
