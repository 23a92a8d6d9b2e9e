// What comes forth under the mouse. Runs in our isolated world beside spots.js.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const { spot, every, up } = globalThis.tilgaengelig;
  const MOST = 10;
  const REVEALS = ["display", "visibility", "opacity", "maxHeight", "height", "left", "top", "clip", "clipPath", "transform"];

  const seen = (element) => {
    if (!element.isConnected || !element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
    const box = element.getBoundingClientRect();
    if (box.width < 4 || box.height < 4 || box.right <= 0 || box.bottom <= 0 || box.left >= innerWidth || box.top >= innerHeight) return false;
    for (let at = element; at && at !== document.body; at = up(at)) {
      const around = at.getBoundingClientRect();
      if (at !== element && /hidden|clip/.test(getComputedStyle(at).overflow) && (around.width < 4 || around.height < 4)) return false;
    }
    return true;
  };
  const speaks = (element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim().length > 1);

  // Parts of selectors before :hover, of rules that may bring something forth.
  function hovering() {
    const found = new Set();
    const read = (rules) => {
      for (const rule of rules) {
        if (found.size > 60) return;
        if (rule.cssRules && !rule.selectorText) read(rule.cssRules);
        if (!rule.selectorText || !rule.selectorText.includes(":hover") || !REVEALS.some((name) => rule.style[name])) continue;
        for (const selector of rule.selectorText.split(",")) {
          const [before, after] = selector.split(/:hover/);
          if (after && /^[\s>+~]/.test(after) && before.trim()) found.add(before.trim());
        }
      }
    };
    for (const sheet of document.styleSheets) { try { read(sheet.cssRules); } catch { /* from elsewhere: cannot be read */ } }
    return found;
  }

  let triggers = [];
  let hidden = [];
  let known = new WeakSet();

  // `positions` are the elements that listen for the mouse coming.
  function candidates(positions) {
    const elements = [];
    for (const selector of [...hovering()]) { try { elements.push(...[...document.querySelectorAll(selector)].slice(0, 2)); } catch { /* no selector by itself */ } }
    for (const position of positions) { const element = document.querySelector(position); if (element) elements.push(element); }
    triggers = [...new Set(elements)].filter((element) => seen(element) && !element.matches("html,body,main") && element.getBoundingClientRect().height < 400).slice(0, MOST);
    return triggers.length;
  }

  function before(at) {
    const trigger = triggers[at];
    if (!trigger.isConnected) return null;
    trigger.scrollIntoView({ block: "center", behavior: "instant" });
    const elements = every();
    known = new WeakSet(elements);
    hidden = elements.filter((element) => speaks(element) && !seen(element));
    const box = trigger.getBoundingClientRect();
    const first = [...trigger.querySelectorAll("a,button,span,svg,img")].find(seen) || trigger;
    const inner = first.getBoundingClientRect();
    return { x: inner.x + Math.min(inner.width / 2, 60), y: inner.y + inner.height / 2, spot: spot(trigger), box: { x: box.x, y: box.y } };
  }

  let shown = null;

  // What has come forth: the outermost element that was not seen before, and what it lies over.
  function forth(at) {
    const trigger = triggers[at];
    const news = [...hidden.filter(seen), ...every().filter((element) => !known.has(element) && speaks(element) && seen(element))];
    if (!news.length) { shown = null; return null; }
    let outer = news[0];
    const fresh = new Set(news);
    for (let box = up(outer); box && box !== document.body && !box.contains(trigger) && !box.contains(document.querySelector("h1")); box = up(box)) {
      if ([...box.querySelectorAll("*")].filter(speaks).every((one) => fresh.has(one) || !seen(one))) outer = box; else break;
    }
    shown = outer;
    const area = outer.getBoundingClientRect();
    const box = { x: area.x, y: area.y, width: area.width, height: area.height };
    return { spot: spot(outer), box, x: area.x + area.width / 2, y: area.y + Math.min(area.height / 2, 40), covers: covers(outer, trigger) };
  }

  // Whether it lies over text or controls that were seen without it.
  function covers(element, trigger) {
    const area = element.getBoundingClientRect();
    for (const across of [0.1, 0.5, 0.9]) {
      for (const down of [0.1, 0.5, 0.9]) {
        const under = document.elementsFromPoint(area.x + across * area.width, area.y + down * area.height).find((one) => !element.contains(one) && !one.contains(element));
        if (under && !under.contains(trigger) && !trigger.contains(under) && known.has(under) && (speaks(under) || under.matches("a,button,input,select,img"))) return true;
      }
    }
    return false;
  }

  const there = () => Boolean(shown && seen(shown));

  return { candidates, before, forth, there };
})());
