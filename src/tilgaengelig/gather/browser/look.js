// Whether a page is still what it was: the same mark-up, and each element shown, hidden, clipped or out of sight as it was.
// Then axe has nothing new to say of it but by the rules that measure (axe.py). Stands in the isolated world before
// probe.js. It reads and never writes to the page.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const MOST = 20000;
  const FRAMES = new Set(["iframe", "frame", "object", "embed"]);
  let last = null;

  // True the first time, and wherever nobody can be sure.
  function changed() {
    const now = look();
    const same = now !== null && now === last;
    last = now;
    return !same;
  }

  function look() {
    const told = [document.documentElement.outerHTML];
    return walk(document.documentElement, null, told) ? told.join("\n") : null;
  }

  const meets = (one, other) => one.right > other.left && one.left < other.right && one.bottom > other.top && one.top < other.bottom;

  // The next element that is not in this one: what stands in one that is not shown is not shown either.
  function past(walker) {
    do { if (walker.nextSibling()) return walker.currentNode; } while (walker.parentNode());
    return null;
  }

  // Adds a line for each element; `around` is the box that clips what stands in `root`. False where it gives up.
  function walk(root, around, told) {
    const clips = new Map();
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT);
    let hidden = false;
    for (let element = walker.currentNode; element; element = hidden ? past(walker) : walker.nextNode()) {
      hidden = false;
      if (told.length > MOST || FRAMES.has(element.localName)) return false;
      if (!(element instanceof Element)) continue;
      const clip = clips.get(element.parentNode) || around;
      const style = getComputedStyle(element);
      hidden = style.display === "none";
      if (hidden) {
        told.push("");
        continue;
      }
      const box = element.getBoundingClientRect();
      clips.set(element, style.overflowX === "visible" && style.overflowY === "visible" ? clip : box);
      told.push([
        style.display, style.visibility, style.contentVisibility, style.opacity === "0", style.position, style.overflowX, style.overflowY,
        style.clip, style.clipPath, style.fontFamily, parseInt(style.width, 10) > 0, parseInt(style.height, 10) > 0, box.width >= 2, box.height >= 2,
        box.right + scrollX > 0, box.bottom + scrollY > 0, box.left < document.documentElement.scrollWidth, !clip || meets(box, clip),
      ].join());
      const shadow = element.shadowRoot;
      if (!shadow) continue;
      told.push(shadow.innerHTML);
      if (!walk(shadow, clips.get(element), told)) return false;
    }
    return true;
  }

  // Whether there is more of the page to the right than the window shows.
  function wide() {
    const page = document.scrollingElement || document.documentElement;
    return page.scrollWidth > page.clientWidth;
  }

  const compared = () => [changed(), wide()];

  return { changed, wide, compared };
})());
