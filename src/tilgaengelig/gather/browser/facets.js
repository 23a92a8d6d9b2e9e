// What the outline tells of an element beside its text: what of its label is seen, whether its picture shows anything,
// what a frame holds. Stands in the isolated world before outline.js. It reads and never writes to the page.
globalThis.tilgaengelig.facets = (() => {
  "use strict";

  const LONGEST = 1000;
  const squeeze = (text) => text.replace(/\s+/g, " ").trim().slice(0, LONGEST);

  // Icon fonts draw a sign where there are letters.
  const ICONS = /icon|awesome|glyph|symbol|material/i;

  // What is clipped away, or lies off the page, is for screen readers alone.
  function unseen(element) {
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return true;
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (style.display === "inline" && style.position === "static") return false;
    const tiny = box.width <= 1 || box.height <= 1;
    const clipped = style.clipPath.includes("inset(50%") || style.clipPath.includes("inset(100%") || /rect\(0px,? 0px,? 0px,? 0px\)|rect\(1px,? 1px,? 1px,? 1px\)/.test(style.clip);
    return clipped || (tiny && style.overflow !== "visible") || box.right + scrollX <= 0 || box.bottom + scrollY <= 0;
  }

  function seen(element) {
    const parts = [];
    let length = 0;
    const walk = (node) => {
      for (const child of node.childNodes) {
        if (length > LONGEST) return;
        if (child.nodeType === Node.TEXT_NODE) {
          parts.push(child.data);
          length += child.data.length;
        } else if (child.nodeType === Node.ELEMENT_NODE) {
          if (child.localName === "br") parts.push(" ");
          if (/^(script|style|template|svg|math|select|textarea|object|iframe|br)$/.test(child.localName) || unseen(child)) continue;
          const style = getComputedStyle(child);
          if (ICONS.test(style.fontFamily)) continue;
          const block = !style.display.startsWith("inline") && style.display !== "contents";
          if (block) parts.push(" ");
          walk(child);
          if (block) parts.push(" ");
        }
      }
    };
    if (!unseen(element) && !ICONS.test(getComputedStyle(element).fontFamily)) walk(element.shadowRoot || element);
    return squeeze(parts.join(""));
  }

  // A hash (FNV-1a) tells whether two frames hold the same. A frame of another origin tells nothing.
  function hash(text) {
    let value = 0x811c9dc5;
    for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
    return (value >>> 0).toString(16);
  }

  function held(frame) {
    try {
      const inner = frame.contentDocument;
      if (!inner || !inner.body || !inner.body.childNodes.length) return "";
      // A document's own title says what it is; one without is told by all it holds.
      return hash(squeeze(inner.title) || squeeze(inner.body.innerHTML));
    } catch { return ""; }
  }

  // A canvas on which nothing was drawn, and an image that did not come, show nothing.
  function blank(canvas) {
    try {
      const small = new OffscreenCanvas(Math.min(200, canvas.width), Math.min(200, canvas.height));
      const pen = small.getContext("2d", { willReadFrequently: true });
      pen.drawImage(canvas, 0, 0, small.width, small.height);
      return pen.getImageData(0, 0, small.width, small.height).data.every((value) => value === 0);
    } catch { return true; }
  }

  function shows(element, tag) {
    if (tag === "img") return element.complete && element.naturalWidth > 0;
    if (tag === "canvas") return element.width > 0 && element.height > 0 && !blank(element);
    return tag === "svg" && Boolean(element.querySelector("path,circle,rect,polygon,polyline,ellipse,line,image,use,text"));
  }

  const behind = (element) => {
    const found = getComputedStyle(element).backgroundImage.match(/url\("([^"]{1,300})"\)/);
    return found ? found[1] : "";
  };

  // What tells a link that shows pictures and no words from its likes: the files, and the lines that are drawn.
  const SHAPES = ["d", "points", "href", "xlink:href", "cx", "cy", "r", "x1", "y1", "x2", "y2", "width", "height"];
  function drawn(link) {
    const pictures = link instanceof SVGElement ? [link] : [...link.querySelectorAll("img,svg")];
    if (!pictures.length || link.querySelector("text") || (link.textContent.trim() && seen(link))) return "";
    const lines = (one) => SHAPES.map((name) => one.getAttribute(name) || "").join();
    const told = pictures.slice(0, 5).map((one) => one.currentSrc || [...one.querySelectorAll("*")].slice(0, 50).map(lines).join(";"));
    return told.join("") ? hash(told.join(" ")) : "";
  }

  // Whether a film has sound. Of one that has not begun to come, or is from elsewhere, it is not known.
  function sound(video) {
    if (video.readyState < HTMLMediaElement.HAVE_METADATA || !video.videoWidth) return "";
    try { return video.captureStream().getAudioTracks().length ? "yes" : "no"; } catch { return ""; }
  }

  // A colour over another, as [red, green, blue, opacity]; null for a notation that we cannot read.
  function colour(said) {
    const parts = said.match(/^rgba?\((\d+), (\d+), (\d+)(?:, ([\d.]+))?\)$/);
    return parts ? [Number(parts[1]), Number(parts[2]), Number(parts[3]), parts[4] === undefined ? 1 : Number(parts[4])] : null;
  }
  const over = (top, under) => [0, 1, 2].map((at) => top[at] * top[3] + under[at] * (1 - top[3])).concat(1);

  // What is behind an element's inside, where plain colours say it; null behind a picture or a gradient.
  function ground(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const fill = colour(style.backgroundColor);
      if (!fill || style.backgroundImage !== "none") return null;
      if (fill[3] > 0) layers.push(fill);
      if (fill[3] === 1) break;
    }
    return layers.reduceRight((under, layer) => over(layer, under), [255, 255, 255, 1]);
  }

  function luminance(rgb) {
    const [red, green, blue] = rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  }
  function ratio(one, other) {
    const [less, more] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (more + 0.05) / (less + 0.05);
  }

  // The contrast of a field's placeholder to the field, and of the field's edge or fill to what is around it.
  function field(element, found) {
    const inside = ground(element);
    const around = element.parentElement && ground(element.parentElement);
    // A label that floats in the field stands where the placeholder would: that is then blank, or has no ink.
    if (inside && element.placeholder && element.placeholder.trim() && !element.value) {
      const style = getComputedStyle(element, "::placeholder");
      const ink = colour(style.color);
      const strength = ink ? ink[3] * Number(style.opacity) : 0;
      if (strength > 0.05) found.hint = ratio(over([...ink.slice(0, 3), strength], inside), inside).toFixed(2);
    }
    const style = getComputedStyle(element);
    if (!inside || !around || style.boxShadow !== "none" || style.appearance === "none" && /checkbox|radio/.test(element.type)) return;
    const edges = ["Top", "Right", "Bottom", "Left"].filter((side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== "none")
      .map((side) => colour(style[`border${side}Color`])).filter(Boolean).map((edge) => ratio(over(edge, around), around));
    found.edge = Math.max(ratio(inside, around), ...edges).toFixed(2);
  }

  const FIELDS = "input:not([type]),input[type=text],input[type=email],input[type=tel],input[type=search],input[type=url],input[type=number],input[type=password],textarea,select";
  const LINKS = "a[href],[role=link]";
  const CONTROLS = "a[href],button,summary,input[type=button],input[type=submit],input[type=reset]," +
    "[role=button],[role=link],[role=tab],[role=menuitem],[role=menuitemcheckbox],[role=menuitemradio],[role=option],[role=switch],[role=checkbox],[role=radio],[role=treeitem]";

  // Adds to an element's attributes what holds for it; most elements have none of it.
  return (element, tag, found) => {
    if ((element.hasAttribute("aria-label") || element.hasAttribute("aria-labelledby")) && element.matches(CONTROLS)) {
      found.seen = tag === "input" ? squeeze(element.value) : seen(element);
    }
    if (tag === "img" || tag === "svg" || tag === "canvas") { if (shows(element, tag)) found.shows = ""; }
    else if (tag === "iframe") {
      const content = held(element);
      if (content) found.holds = content;
      const modal = document.querySelector(":modal");
      if (element.closest("[inert]") || (modal && !modal.contains(element))) found.inert = "";
    }
    else if (element.matches(FIELDS)) { if (!element.matches(":disabled")) field(element, found); }
    else if (tag === "video") {
      const heard = sound(element);
      if (heard) found.sound = heard;
    }
    else if (element.matches(LINKS)) {
      const image = behind(element);
      if (image) found.behind = image;
      const picture = drawn(element);
      if (picture) found.drawn = picture;
    }
  };
})();
