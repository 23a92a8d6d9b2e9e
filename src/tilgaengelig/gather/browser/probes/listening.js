// Runs in the page's own world with the console's own getEventListeners: nobody else is told of listeners. It gives the places of
// those that listen for the mouse, with whether they listen for keys themselves, and whether they or anything around them
// do, or act when the focus comes; and which keys the page as a whole listens for.
(() => {
  const MOUSE = ["click", "mousedown", "mouseup", "pointerdown", "pointerup", "dblclick"];
  const OVER = ["mouseenter", "mouseover", "pointerenter", "pointerover"];
  const KEYS = ["keydown", "keyup", "keypress"];
  const among = (all, kinds) => kinds.filter((kind) => all[kind] && all[kind].length);
  const heard = (target, kinds) => among(getEventListeners(target), kinds);
  const position = (element) => {
    const steps = [];
    for (let at = element; at.parentElement; at = at.parentElement) steps.unshift(`:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
    return [":root", ...steps].join(">");
  };
  const BY_KEYBOARD = [...KEYS, "focus", "focusin"];
  const answers = (element) => {
    for (let at = element; at; at = at.parentElement) if (heard(at, BY_KEYBOARD).length) return true;
    return [window, document].some((target) => heard(target, BY_KEYBOARD).length);
  };
  const mouse = [];
  const hover = [];
  let seen = 0;
  for (const element of document.querySelectorAll("body *")) {
    if (++seen > 6000 || mouse.length >= 200) break;
    const all = getEventListeners(element);
    if (hover.length < 20 && among(all, OVER).length) hover.push(position(element));
    if (among(all, MOUSE).length) mouse.push([position(element), among(all, KEYS).length > 0, answers(element)]);
  }
  const whole = [window, document, document.documentElement, document.body].filter(Boolean);
  return {
    mouse,
    hover,
    keys: [...new Set(whole.flatMap((target) => heard(target, KEYS)))],
    motion: heard(window, ["devicemotion", "deviceorientation"]),
  };
})()
