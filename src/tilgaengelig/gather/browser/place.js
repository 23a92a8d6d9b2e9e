// Where an element stands, what tells it from its likes, who gave it its looks and who brought it. Stands in the
// isolated world before probe.js. It reads and never writes to the page.
globalThis.tilgaengelig = (() => {
  "use strict";

  const parentOf = (element) => element.parentElement || (element.getRootNode() instanceof ShadowRoot ? element.getRootNode().host : null);
  const attribute = (element, name) => element.getAttribute(name) || "";

  // ---- the structural path ------------------------------------------------------------------------
  // Classes that a tool made are new with each build: styled-components, emotion, CSS modules, the scopes of Vue,
  // Angular and Svelte. Tailwind's variants and free values have signs that people's names have not.
  const MADE = /^(css|sc|jsx|jss|tss|svelte|ng|v|s|astro|emotion|makestyles|js)-|^_ng|[:[\]/!@%()<>=,#*&.]|-sc-/i;
  const STATE = /^(is|has|was)-|^current[-_]|^(active|current|selected|open|opened|closed|expanded|collapsed|visited|first|last|odd|even|hover|focus|loaded|lazyloaded|promoted|sticky)$/i;
  const STATE_END = /(?:--|__|-|_)(?:active|active-trail|in-path|current|selected|open|opened|closed|expanded|collapsed|first|last|odd|even|promoted|sticky|unpublished|loaded)$/i;
  // A hash of a CSS module, after the name that a person gave: Kort_titel__a1B2c, _titel_x2k9q_14.
  const MODULE = /_{1,2}(?=[\w-]*[\dA-Z])[\w-]{5}(?:_\d+)?$/;

  // No word is written so: a digit in the midst of letters, or figures and a to f alone.
  const hashed = (part) => part.length >= 5 && (/\d[a-z]+\d|[a-z]\d+[a-z]/i.test(part) || /^(?=.*\d)[0-9a-f]{6,}$/i.test(part));

  // What a person wrote in the name of a class: no hash, no running number, no state.
  const known = new Map();

  function stem(name) {
    if (!known.has(name)) {
      if (known.size > 20000) known.clear();
      known.set(name, written(name));
    }
    return known.get(name);
  }

  function written(name) {
    if (MADE.test(name) || STATE.test(name)) return "";
    const parts = name.replace(STATE_END, "").replace(MODULE, "").split(/([-_]+)/);
    const kept = parts.map((part) => (hashed(part) ? "" : part.length > 3 || /^\d+$/.test(part) ? part.replace(/\d+$/, "") : part));
    return kept.join("").replace(/^[-_]+|[-_]+$/g, "");
  }

  function stems(element) {
    const names = [...element.classList];
    // styled-components puts a second, nameless class beside its own.
    const styled = names.some((name) => /^sc-|-sc-/.test(name));
    const kept = names.filter((name) => !styled || !/^[a-z]{5,7}$/i.test(name)).map(stem);
    return [...new Set(kept.filter(Boolean))].sort().slice(0, 4);
  }

  function step(element) {
    const role = attribute(element, "role");
    const whole = element.localName === "main" || element.localName === "body" || role === "main";
    return element.localName + (role ? `[${role}]` : "") + (whole ? [] : stems(element)).map((name) => `.${name}`).join("");
  }

  // From the landmark down: what is around it is another on the front page than on an article, and is not part of it.
  function path(element) {
    const steps = [];
    for (let at = element; at && at.localName !== "html" && steps.length < 40; at = parentOf(at)) {
      steps.unshift(step(at));
      if (landmark(at)) break;
    }
    return steps.join(">");
  }

  // ---- the region ---------------------------------------------------------------------------------
  const LANDMARKS = { main: "main", nav: "nav", aside: "aside", header: "header", footer: "footer" };
  const ROLES = { main: "main", navigation: "nav", complementary: "aside", banner: "header", contentinfo: "footer", search: "header" };
  const NAMED = [[/(?<!u)nav(?![ny])|menu(?!kort)|breadcrumb|broedkrumme|brødkrumme|brodkrumme/i, "nav"], [/footer|sidefod/i, "footer"], [/header|topbar|sidehoved/i, "header"]];

  function landmark(element) {
    const byRole = ROLES[attribute(element, "role")];
    if (byRole) return byRole;
    const byName = LANDMARKS[element.localName];
    // A header or footer of an article or section is content, not the page's own.
    const inner = /^(header|footer)$/.test(element.localName) && parentOf(element) && parentOf(element).closest("main,article,section,aside,nav,[role=main]");
    return inner ? "" : byName || "";
  }

  // Whether a page says itself what its main part is; whoever asks of many elements of one page asks this once.
  const hasMain = () => Boolean(document.querySelector("main,[role=main]"));

  function region(element, marked = null) {
    let guess = "";
    for (let at = element; at && at !== document.body; at = parentOf(at)) {
      const sure = landmark(at);
      if (sure) return sure;
      if (!guess && !/^(a|p|li|ul|h[1-6]|span|img|button|input)$/.test(at.localName)) {
        const named = `${at.id} ${attribute(at, "class")}`;
        const hit = NAMED.find(([pattern]) => pattern.test(named));
        if (hit) guess = hit[1];
      }
    }
    return guess || ((marked ?? hasMain()) ? "" : "main");
  }

  // ---- what tells it from its likes -----------------------------------------------------------------
  const MEDIA = /\.(png|jpe?g|gif|svg|webp|avif|ico|bmp|mp4|webm|mp3|pdf|js|css)$/i;
  // What says how a picture is to be cut or when it was made, and who follows a link; not what it is.
  const PASSING = /^(v|ver|version|t|ts|rnd|rev|w|h|width|height|q|quality|format|crop\w*|mode|rmode|rxy|cc|bgcolor|itok|hash|etag|token|cb|dpr|fit|utm_\w+|gclid|fbclid|session\w*|jsessionid|returnurl|next|redirect)$/i;
  // Renditions of one picture: Wagtail, TYPO3, WordPress, Drupal and builds that write a hash into the name.
  const RENDITION = [
    [/\.(?:[0-9a-f]{8}\.)?(?:fill|width|height|min|max|scale|original|format|jpegquality|webpquality|bgcolor)(?:-[\w%x]+)?(?:\.[a-z]+(?:-[\w%x]+)?)*(?=\.\w+$)/, ""],
    [/\/_processed_\/(?:\w\/){0,2}csm_(.+)_[0-9a-f]{10}(?=\.\w+$)/, "/$1"],
    [/-\d+x\d+(?=\.\w+$)/, ""],
    [/\/styles\/[^/]+\/(?:public|private)\//, "/"],
    [/[.-](?=[0-9a-f]*\d)[0-9a-f]{8,}(?=\.\w+$)/, ""],
  ];

  function bare(address) {
    let url;
    try { url = new URL(address, document.baseURI); } catch { return ""; }
    if (url.protocol === "data:") return `data:${sum(address)}`;
    if (url.protocol === "blob:") return "blob:";
    const own = url.host === location.host;
    const inner = url.searchParams.get("url") || url.searchParams.get("src");
    if (inner && /image|img|media|resize/i.test(url.pathname)) return bare(inner);
    const where = RENDITION.reduce((at, [pattern, instead]) => at.replace(pattern, instead), url.pathname);
    // A link that shares this page bears the page's own address, and is the same link on every page.
    const asked = own && !MEDIA.test(url.pathname) ? [...url.searchParams].filter(([name, value]) => !PASSING.test(name) && !value.includes(location.pathname)) : [];
    return (own ? "" : url.host) + where + asked.sort().map(([name, value]) => `&${name}=${value}`).join("");
  }

  // A short number of a long text (FNV-1a, 32 bits).
  function sum(text) {
    let made = 0x811c9dc5;
    for (let at = 0; at < text.length; at += 1) made = Math.imul(made ^ text.charCodeAt(at), 0x01000193);
    return (made >>> 0).toString(16);
  }

  // "#top" and "?print" are another address on every page, and the same link all the same, as is a form that is sent
  // to its own page. A plain link in the menu to the page that one is on leads there from everywhere.
  function here(address, sent) {
    try {
      const url = new URL(address, document.baseURI);
      const own = url.origin === location.origin && url.pathname === location.pathname;
      return own && (sent || url.hash || url.search || /^#|^$/.test(address)) ? `${url.hash.replace(/\d+/g, "")}${url.search ? "?" : ""}` : null;
    } catch { return null; }
  }

  function addressed(element) {
    for (const name of ["data-src", "data-lazy-src", "src", "href", "data", "action", "poster", "srcset"]) {
      const value = attribute(element, name);
      if (!value || (name.startsWith("data-") && !/^data:|^$/.test(attribute(element, "src")))) continue;
      if (name === "href" || name === "action") {
        const inside = here(value, name === "action");
        if (inside !== null) return `at=${inside}`;
      }
      const first = name === "srcset" ? value.trim().split(/[\s,]+/)[0] : value;
      return `${name.replace(/^data-(lazy-)?/, "")}=${bare(first).slice(0, 200)}`;
    }
    return "";
  }

  // Things that hold one picture, and are known by it; a whole section is not known by the first picture in it.
  const HOLDERS = "a,button,label,figure,picture,summary,[role=link],[role=button],[role=img]";

  function key(element) {
    const address = addressed(element);
    if (address && !address.startsWith("at=")) return address;
    const picture = element.matches(HOLDERS) && element.querySelector("img[src],use");
    if (picture) return `img=${addressed(picture).replace(/^\w+=/, "").slice(0, 200)}`;
    const field = element.localName === "label" && element.control;
    const names = ["name", "type", "role", "placeholder", "autocomplete"].filter((name) => attribute(field || element, name));
    return [address, ...names.map((name) => `${name}=${attribute(field || element, name).slice(0, 80)}`)].filter(Boolean).join(" ");
  }

  // ---- who gave it its looks ------------------------------------------------------------------------
  // True where the value that is inherited down to the element was set on it or above it in the mark-up itself
  // (a style attribute, <font>), and not in a style sheet.
  function setInline(element, property, inMarkup) {
    const value = getComputedStyle(element)[property];
    for (let at = element; at; at = parentOf(at)) {
      if ((at.style && at.style[property]) || inMarkup(at)) return true;
      const above = parentOf(at);
      if (!above || getComputedStyle(above)[property] !== value) return false;
    }
    return false;
  }

  function backgroundInline(element) {
    for (let at = element; at; at = parentOf(at)) {
      const style = getComputedStyle(at);
      if (/^rgba\(.*, 0\)$|^transparent$/.test(style.backgroundColor) && style.backgroundImage === "none") continue;
      return Boolean((at.style && (at.style.backgroundColor || at.style.backgroundImage)) || attribute(at, "bgcolor"));
    }
    return false;
  }

  const SIZES = ["width", "height", "minWidth", "minHeight", "padding", "paddingTop", "paddingLeft", "lineHeight", "margin", "marginTop", "marginLeft"];
  const SPACES = ["letterSpacing", "wordSpacing", "lineHeight"];

  // Which of color, size and spacing come from the element's own mark-up.
  function inline(element) {
    const set = (names) => names.some((name) => element.style && element.style[name]);
    const found = [];
    if (setInline(element, "color", (at) => at.localName === "font" && at.hasAttribute("color")) || backgroundInline(element)) found.push("color");
    if (set(SIZES) || setInline(element, "fontSize", (at) => at.localName === "font" && at.hasAttribute("size"))) found.push("size");
    if (set(SPACES)) found.push("spacing");
    return found;
  }

  // ---- who brought it -------------------------------------------------------------------------------
  // Hosts of known suppliers by the selector of what they put into a page; session.py fills it.
  const containers = {};
  // Children of the body that a script from elsewhere made, with its host; brought.py fills it.
  const marked = new WeakMap();

  const hostOf = (element) => (element.getRootNode() instanceof ShadowRoot ? element.getRootNode().host : null);

  function bringer(element) {
    for (let at = element; at; at = hostOf(at)) {
      const found = Object.keys(containers).find((selector) => at.closest(selector));
      const host = found ? containers[found] : marked.get(topOf(at));
      if (host) return host;
    }
    return "";
  }

  // The same for many elements of one document at a time: most have nothing that anybody else brought.
  function bringers() {
    const put = Object.keys(containers).join(",");
    const some = (put && document.querySelector(put)) || [...(document.body ? document.body.children : [])].some((top) => marked.has(top));
    return some ? bringer : () => "";
  }

  function topOf(element) {
    let at = element;
    while (at.parentElement && at.parentElement !== document.body) at = at.parentElement;
    return at;
  }

  // Without a script from elsewhere nobody else can have put anything into the page.
  function othersScript() {
    const loaded = performance.getEntriesByType("resource").filter((entry) => entry.initiatorType === "script").map((entry) => entry.name);
    return [...[...document.scripts].map((script) => script.src), ...loaded].some((address) => {
      try { const { host, protocol } = new URL(address); return protocol.startsWith("http") && host !== location.host; } catch { return false; }
    });
  }

  // A selector by position alone: the DevTools are asked of all elements at once.
  function position(element) {
    const steps = [];
    for (let at = element; at.parentElement; at = at.parentElement) {
      steps.unshift(`:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
    }
    return [":root", ...steps].join(">");
  }

  // Elements of which the DevTools are to be asked who made them: the children of the body first, as they hold the
  // whole of what a script put at the end of a page, then those with faults. A shadow tree has its host's maker.
  const MOST_ASKED = 24;

  function tops() {
    if (!othersScript() || !document.body) return [];
    const seen = [...document.body.children].filter((top) => !/^(script|style|noscript|template|link)$/.test(top.localName));
    return seen.slice(-MOST_ASKED).map(position);
  }

  // What was there when its maker was asked for may be gone by now.
  function mark(hosts) {
    for (const [selector, host] of Object.entries(hosts)) {
      const element = document.querySelector(selector);
      if (element) marked.set(element, host);
    }
  }

  function asking() {
    const elements = [];
    const wanted = othersScript() && document.body;
    function ask(element, said) {
      let at = element;
      while (hostOf(at)) at = hostOf(at);
      if (!wanted || said.foreign || at === document.body || !document.body.contains(at)) return { ...said, ask: null };
      if (!elements.includes(at) && elements.length < MOST_ASKED) elements.push(at);
      return { ...said, ask: elements.includes(at) ? elements.indexOf(at) : null };
    }
    return { ask, asked: () => elements.map(position) };
  }

  function note(element) {
    return { path: path(element), region: region(element), key: key(element), inline: inline(element), foreign: bringer(element) };
  }

  return { path, region, hasMain, key, bringers, containers, tops, mark, note, asking, ROLES };
})();
