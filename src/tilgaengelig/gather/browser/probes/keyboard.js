// What the keyboard probe asks of a page. Runs in our isolated world beside spots.js.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const { spot, target, called, focused, shown, every, up } = globalThis.tilgaengelig;
  const numbers = new WeakMap();
  let last = 0;

  const number = (element) => {
    if (!numbers.has(element)) numbers.set(element, ++last);
    return numbers.get(element);
  };
  const inert = (element) => { for (let at = element; at; at = up(at)) if (at.inert) return true; return false; };
  const isFrame = (element) => /^i?frame$/.test(element.localName);
  const modal = () => [...document.querySelectorAll("dialog:modal")].pop();
  const FIELDS = "a[href],area[href],button,input,select,textarea,summary,iframe,audio[controls],video[controls],[tabindex],[contenteditable]:not([contenteditable=false])";

  // Whether the Tab key ought to come to it, by its code.
  function reachable(element) {
    if (!element.matches(FIELDS) || element.tabIndex < 0 || element.disabled || element.matches("fieldset:disabled *") || element.type === "hidden") return false;
    if (element.type === "radio" && !element.checked) return false;
    if (element.localName === "summary" && element !== element.parentElement.querySelector("summary")) return false;
    const open = modal();
    return shown(element) && !inert(element) && (!open || open.contains(element));
  }

  const silent = (element) => { for (let at = element; at; at = up(at)) if (at.getAttribute("aria-hidden") === "true") return true; return false; };

  // Whether the Tab key may come to several places in it without the document being told. What has the focus and cannot
  // take it has a closed shadow tree, in which something did.
  const DATES = /^(date|datetime-local|month|time|week)$/;
  const hasParts = (element) => isFrame(element) || element.matches("object,embed,audio[controls],video[controls]") || DATES.test(element.type) ||
    !element.matches(FIELDS) || (element.localName.includes("-") && !element.shadowRoot);

  // Of an element in focus: the element itself and the part of the window that it fills.
  function stop() {
    const at = focused();
    if (!at) return null;
    const box = at.getBoundingClientRect();
    const leads = skips(at);
    if (leads) links.set(number(at), at);
    return {
      id: number(at), spot: spot(at), frame: isFrame(at), parts: hasParts(at), silent: silent(at), skips: leads,
      dialog: Boolean(at.closest("dialog,[role=dialog],[role=alertdialog],[aria-modal=true]")),
      box: { x: box.x + scrollX, y: box.y + scrollY, width: box.width, height: box.height },
      cover: cover(at, box), ring: ring(at, box),
    };
  }

  // Of the four sides of a ring so far out from a box those that lie in `clip`, by some points of each.
  function sides(box, room, clip) {
    const left = Math.max(box.left, clip.left), right = Math.min(box.right, clip.right);
    const top = Math.max(box.top, clip.top), bottom = Math.min(box.bottom, clip.bottom);
    const along = (from, to) => [0.1, 0.5, 0.9].map((share) => from + share * (to - from));
    const across = right - left >= 8 ? [box.top - room, box.bottom + room - 1].filter((y) => y >= clip.top && y < clip.bottom) : [];
    const down = bottom - top >= 8 ? [box.left - room, box.right + room - 1].filter((x) => x >= clip.left && x < clip.right) : [];
    return [...across.map((y) => along(left, right).map((x) => [x, y])), ...down.map((x) => along(top, bottom).map((y) => [x, y]))];
  }

  // Whether what is drawn around an element at a point of the window has nothing over it that is laid out by itself.
  function bare(element, x, y) {
    for (let at = deepest(x, y); at && at !== element && !at.contains(element); at = up(at)) {
      if (!element.contains(at) && getComputedStyle(at).position !== "static") return false;
    }
    return true;
  }

  // How the ring around an element in focus is drawn, and on what: where one of its likes shows, this one does. "" where
  // anything may cut, dim or cover it, or where it may be there without the focus too: it is to be looked at.
  function ring(element, box) {
    const style = getComputedStyle(element);
    const width = parseFloat(style.outlineWidth), offset = parseFloat(style.outlineOffset);
    if (style.outlineStyle === "none" || !(width >= 1) || offset < 0 || /, 0\)$/.test(style.outlineColor) || box.width < 4 || box.height < 4) return "";
    const clip = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
    let behind = "";
    for (let at = element; at; at = up(at)) {
      const around = getComputedStyle(at);
      if (around.opacity !== "1" || around.filter !== "none" || around.clipPath !== "none" || around.clip !== "auto" || around.maskImage !== "none" ||
        around.mixBlendMode !== "normal" || around.transform !== "none" || /paint|strict|content/.test(around.contain)) return "";
      if (at === element) continue;
      if (at !== document.documentElement && at !== document.body && `${around.overflowX} ${around.overflowY}` !== "visible visible") {
        const cut = at.getBoundingClientRect();
        clip.left = Math.max(clip.left, cut.left);
        clip.top = Math.max(clip.top, cut.top);
        clip.right = Math.min(clip.right, cut.right);
        clip.bottom = Math.min(clip.bottom, cut.bottom);
      }
      if (behind) continue;
      if (around.backgroundImage !== "none") return "";
      if (!/^rgba\(.*, 0\)$/.test(around.backgroundColor)) behind = around.backgroundColor;
    }
    const room = width + offset;
    if (!sides(box, room, clip).some((points) => points.every(([x, y]) => bare(element, x, y)))) return "";
    // The browser's own is never there without the focus; another may be, and tells only of what is made in the same way.
    const kind = style.outlineStyle === "auto" ? "" : `${element.localName}.${element.className} ${style.boxShadow} ${style.backgroundColor}`;
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.outlineOffset, behind, kind].join("|");
  }

  // What is in focus in the document of a frame in focus, and the frames that lead to it; null where there is none, or
  // where the document is of another origin.
  function within() {
    const frames = [];
    let at = focused();
    while (at && isFrame(at) && frames.length < 4) {
      frames.push(at);
      let inner = null;
      try { inner = at.contentDocument; } catch { return null; }
      if (!inner || !inner.activeElement || inner.activeElement === inner.body || inner.activeElement === inner.documentElement) return null;
      at = inner.activeElement;
    }
    return at && frames.length && !isFrame(at) ? { at, frames } : null;
  }

  function inner() {
    const found = within();
    if (!found) return null;
    const { at, frames } = found;
    const own = at.getBoundingClientRect();
    const corner = { x: scrollX, y: scrollY };
    for (const frame of frames) {
      const box = frame.getBoundingClientRect();
      corner.x += box.x + frame.clientLeft;
      corner.y += box.y + frame.clientTop;
    }
    return {
      id: number(at), frame: false, spot: { ...spot(at), target: [...frames, at].map(target).join(" >>> ") },
      box: { x: corner.x + own.x, y: corner.y + own.y, width: own.width, height: own.height },
    };
  }

  const deepest = (x, y) => {
    let at = document.elementFromPoint(x, y);
    while (at && at.shadowRoot) {
      const inner = at.shadowRoot.elementFromPoint(x, y);
      if (!inner || inner === at) break;
      at = inner;
    }
    return at;
  };

  const faded = (element) => Number(getComputedStyle(element).opacity) < 0.9;
  const opaque = (element) => {
    const style = getComputedStyle(element);
    if (style.backgroundImage !== "none" || element.matches("img,video,iframe,canvas")) return true;
    const alpha = style.backgroundColor.match(/rgba\(.*,\s*([\d.]+)\)|\/\s*([\d.]+)\)/);
    return !alpha || Number(alpha[1] || alpha[2]) > 0.9;
  };

  // What stays in its place over the whole of an element in the window, and cannot be seen through.
  function cover(element, box) {
    const left = Math.max(0, box.left), right = Math.min(innerWidth, box.right), top = Math.max(0, box.top), bottom = Math.min(innerHeight, box.bottom);
    if (right - left < 2 || bottom - top < 2 || getComputedStyle(element).pointerEvents === "none") return null;
    let found = null;
    for (const across of [0.05, 0.3, 0.5, 0.7, 0.95]) {
      for (const down of [0.1, 0.5, 0.9]) {
        const hit = deepest(left + across * (right - left), top + down * (bottom - top));
        if (!hit) return null;
        let over = null, solid = false;
        for (let at = hit; at; at = up(at)) {
          if (at === element || (at.control && at.control === element)) over = null;
          if (at.contains(element) || at.control === element) break;
          if (over) continue;
          if (faded(at)) break;
          solid ||= opaque(at);
          if (/fixed|sticky/.test(getComputedStyle(at).position)) over = at;
        }
        if (!over || !solid) return null;
        found = over;
      }
    }
    const dialog = found.matches("dialog,[role=dialog],[role=alertdialog],[aria-modal=true]") || /cookie|consent|samtykke/i.test(`${found.id} ${found.className}`);
    return { spot: spot(found), dialog };
  }

  const missed = (ids) => every().filter((element) => reachable(element) && !isFrame(element) && !ids.includes(number(element))).length;

  // ---- what the mouse can use and the keyboard cannot ------------------------------------------------
  const WIDGETS = /^(button|link|checkbox|radio|switch|tab|menuitem|menuitemcheckbox|menuitemradio|option|slider|spinbutton|combobox|textbox|searchbox|treeitem)$/;
  const CONTROL = "a[href],area[href],button,input,select,textarea,summary,iframe,[contenteditable]:not([contenteditable=false]),label";
  const FOCUSABLE = `${CONTROL},[tabindex]`;
  const roleOf = (element) => element.getAttribute("role") || "";
  const stops = (element) => element.hasAttribute("tabindex") && element.tabIndex >= 0;

  // `listening` are the positions of elements that listen for the mouse, whether they listen for keys too, and whether
  // they or anything around them act by the keyboard.
  function clickables(listening) {
    const found = [];
    const heard = new Map();
    for (const [position, keys, answers] of listening) {
      try { heard.set(document.querySelector(position), { keys, answers }); } catch { continue; }
    }
    // What merely can have the focus, such as the page's main part, a dialog or what can be scrolled, is no control.
    const controls = (element) => element.matches(CONTROL) || (stops(element) && (WIDGETS.test(roleOf(element)) || heard.has(element)));
    const isInControl = (element) => { for (let at = element; at; at = at.parentElement) if (controls(at)) return true; return false; };
    for (const [element, { keys, answers }] of heard) {
      if (!element || found.length >= 30 || !shown(element) || inert(element)) continue;
      const box = element.getBoundingClientRect();
      if (box.width < 4 || box.height < 4 || box.width * box.height > 0.3 * innerWidth * innerHeight) continue;
      // The Tab key comes there, and no other key does anything.
      const reached = stops(element) && !element.matches(CONTROL) && !answers;
      // What is in or around a control, or shows one, is a larger target for what the keyboard has too.
      if (isInControl(reached ? element.parentElement : element) || element.querySelector(FOCUSABLE) || element.closest("[aria-hidden=true],[role=presentation],[role=none]")) continue;
      const role = roleOf(element);
      if (role && element.closest("[aria-activedescendant],[role=listbox],[role=menu],[role=menubar],[role=tablist],[role=tree],[role=grid],[role=radiogroup]")) continue;
      found.push({
        spot: spot(element), widget: WIDGETS.test(role) && element.getAttribute("aria-disabled") !== "true",
        pointer: getComputedStyle(element).cursor === "pointer", keys, reached,
      });
    }
    return found;
  }

  // ---- ways past what is repeated -----------------------------------------------------------------
  const links = new Map();
  const PAST = /\b(spring|hop|gå|videre)\b.{0,20}\b(til|over|direkte)\b|\b(skip|jump)\b.{0,12}\b(to|over|nav|link|menu|content)|til (hoved)?indhold/i;

  function skips(element) {
    if (!element || element.localName !== "a" || !/^#./.test(element.getAttribute("href") || "")) return false;
    return PAST.test(`${element.innerText} ${element.getAttribute("aria-label") || ""}`) && Boolean(aim(element));
  }

  function aim(element) {
    const id = element.getAttribute("href").slice(1);
    try { return document.getElementById(decodeURIComponent(id)) || document.getElementsByName(id)[0] || null; } catch { return null; }
  }

  // Whether the focus is now in or after what the link points to.
  function past(id) {
    const at = focused();
    const to = aim(links.get(id));
    const reached = (element) => to === element || Boolean(to.compareDocumentPosition(element) & (Node.DOCUMENT_POSITION_FOLLOWING | Node.DOCUMENT_POSITION_CONTAINED_BY));
    // Where nothing can take the focus from there on, the next stop is the first of the page again.
    return !to || !at || reached(at) || !every().some((element) => reachable(element) && reached(element));
  }

  // ---- order --------------------------------------------------------------------------------------
  // Rows and columns whose parts a style sheet has put in another order than that of the document.
  function shuffled() {
    const found = [];
    for (const element of every()) {
      if (found.length >= 10) break;
      const style = getComputedStyle(element);
      if (!/flex|grid/.test(style.display)) continue;
      const parts = [...element.children].filter((part) => shown(part) && (reachable(part) || [...part.querySelectorAll(FIELDS)].some(reachable)));
      const turned = /reverse/.test(style.flexDirection) || parts.some((part) => getComputedStyle(part).order !== "0");
      if (parts.length < 2 || !turned) continue;
      const boxes = parts.map((part) => part.getBoundingClientRect());
      const backward = boxes.some((box, at) => at > 0 && (box.bottom <= boxes[at - 1].top + 1 || (box.right <= boxes[at - 1].left + 1 && box.top < boxes[at - 1].bottom && box.bottom > boxes[at - 1].top)));
      if (backward) found.push(spot(element));
    }
    return found;
  }

  // Whether a link that was met can have the focus still.
  const goTo = (id) => { const link = links.get(id); link.focus(); return focused() === link; };

  let left = null;
  const innermost = () => { const found = within(); return found ? found.at : focused(); };
  const leave = () => { left = innermost(); if (left) left.blur(); };
  const returned = () => { const at = innermost(); return Boolean(at && !isFrame(at)); };
  const back = () => { if (left) left.focus({ preventScroll: true, focusVisible: true }); };

  // What the page says of keys that lead out ("Tryk Ctrl+M"): at most a few.
  function advised() {
    const text = document.body ? document.body.innerText.slice(0, 100000) : "";
    const found = [...text.matchAll(/\b(ctrl|control|shift|alt)\s?\+\s?([a-z0-9])\b/gi)].map((match) => [match[1].toLowerCase(), match[2].toLowerCase()]);
    return found.slice(0, 4);
  }

  // The way out may be told only when it is asked for, by something within reach.
  const HELP = /hjælp|help|how to|hvordan|tastatur|keyboard|exit/i;
  function ask(ids) {
    const helps = every().filter((element) => ids.includes(number(element)) && HELP.test(called(element)));
    for (const element of helps) element.click();
    return helps.length;
  }

  return { stop, inner, returned, ask, missed, clickables, past, shuffled, goTo, leave, back, advised };
})());
