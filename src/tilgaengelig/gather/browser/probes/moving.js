// What the probe for movement and sound watches. Runs in our isolated world beside spots.js.
Object.assign(globalThis.tilgaengelig, (() => {
  "use strict";

  const { spot, shown, every, unchanged, shifted } = globalThis.tilgaengelig;
  const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  // A match only leads to a question, so the words may end in any way that still means the same.
  const STOPS = new RegExp("(?<!\\p{L})(auto|video)?(paus[eéi]\\p{L}*|stop(pe[nr]?)?(knap\\p{L}*)?|stands(e[rt]?)?|skjul(?!(/vis)? (\\p{L}+)?(menu|navigation|søg|filt))|" +
    "hide(?! (menu|nav|search|filt))|freeze|frys|play|afspil\\p{L}*|slå .{0,30}(?<!\\p{L})fra|sluk|(un)?mute[ds]?|dæmp|lydløs|lyd(en)?|lydstyrke\\p{L}*|sound|volume|" +
    "bevægelse(n|r|rne)?|animation(en|er|erne|s)?|(reduced?|less|no|stop) motion|motion:? o(ff|n))(?!\\p{L})", "iu");
  // In a class, ”hide” and ”animation” tell how something looks.
  const MARKED = /(?<!\p{L})(auto)?(paused?|stop|play|(un)?muted?|sound|volume|lyd)(?!\p{L})/iu;

  const elsewhere = (element) => element.matches("a[href]:not([role=button])") && !/^(#|javascript:)/i.test(element.getAttribute("href").trim());
  const parted = (text) => (text || "").replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2");

  // What only its maker reads of a control: the names and classes of it and of what it holds, and what it sends.
  const marks = (element) => [element, ...element.querySelectorAll("[class],[id]")]
    .flatMap((one) => [one.id, ...(one.getAttribute("class") || "").split(/\s+/), one.getAttribute("value")]);

  // The words of the first control that says that it stops or hides what moves, or turns the sound off; "" where none does.
  // One that comes forth by another counts, and a link to another page does not: that may be about anything. One that has
  // no words at all, such as an icon, is asked for what its maker calls it.
  function stopper() {
    for (const element of every()) {
      if (!element.matches("button,input[type=button],input[type=checkbox],input[type=submit],[role=button],[role=switch],a[href],summary") || elsewhere(element)) continue;
      const alts = [...element.querySelectorAll("img[alt]")].map((image) => image.alt);
      const label = element.labels && element.labels[0] ? element.labels[0].textContent : "";
      const value = element.matches("input:not([type=checkbox])") ? element.value : "";
      const said = [element.textContent, ...alts, value, element.getAttribute("aria-label"), element.title, label].map((one) => (one || "").replace(/\s+/g, " ").trim());
      const silent = !said.some((one) => /\p{L}/u.test(one));
      const told = silent ? marks(element).find((one) => MARKED.test(parted(one))) : said.find((one) => STOPS.test(one));
      if (told) return told.slice(0, 100);
    }
    return "";
  }

  const large = (element) => {
    const box = element.getBoundingClientRect();
    return box.width * box.height >= 100 && box.bottom + scrollY > 0 && box.right > 0;
  };
  const clock = (element) => Boolean(element.closest("time,[role=timer],[role=progressbar],progress,[role=log]")) || /^\D{0,20}\d{1,2}[:.]\d\d([:.]\d\d)?\D{0,10}$/.test(element.textContent.trim());

  // Animations that go on for longer than five seconds, or for ever, on something that is seen.
  function animated() {
    const found = new Map();
    for (const animation of document.getAnimations()) {
      const effect = animation.effect;
      const element = effect && effect.target;
      if (!element || animation.playState !== "running" || effect.pseudoElement) continue;
      const timing = effect.getComputedTiming();
      if (!(timing.endTime > 5000) || timing.duration === 0 || !shown(element) || !large(element)) continue;
      const text = element.innerText && element.innerText.trim().length > 2;
      found.set(element, { spot: spot(element), text: Boolean(text), busy: Boolean(element.closest("[aria-busy=true],[role=progressbar],[class*=spin],[class*=load]")) });
    }
    return [...found.values()].slice(0, 8);
  }

  // Text that changes while nobody does anything: how often, and whether it still did at the end.
  // Where nothing has changed for `first`, what changes every second or so is not there, and no more time is spent: most
  // often that is known by now, since the page has been watched from when it had come to rest (probe.js).
  async function changing(first, ms) {
    if (unchanged() > 0) {
      await sleep(Math.max(0, first - unchanged()));
      if (unchanged() > 0) return [];
    }
    const changed = new Map();
    const began = performance.now();
    const observer = new MutationObserver((records) => {
      const now = performance.now() - began;
      for (const element of new Set(records.map((record) => (record.type === "characterData" ? record.target.parentElement : record.target)))) {
        if (!element || !element.isConnected || element === document.body || element === document.documentElement || !shown(element)) continue;
        const known = changed.get(element) || { times: 0, last: 0, text: "" };
        if (known.text === element.textContent) continue;
        changed.set(element, { times: known.times + 1, last: now, text: element.textContent });
      }
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
    await sleep(first);
    if (changed.size) await sleep(ms - first);
    observer.disconnect();
    return [...changed].filter(([element, one]) => one.times > 1 && element.isConnected && large(element)).slice(0, 8)
      .map(([element, one]) => ({ spot: spot(element), times: one.times, lasting: one.last > ms * 0.6, clock: clock(element) }));
  }

  // What turns is likely to be called so, and is waited for though nothing has turned yet.
  const TURNS = ["carousel", "karrusel", "slide", "swiper", "slick", "splide"].map((name) => `[class*=${name} i],[aria-roledescription*=${name} i]`).join();
  const isEven = (at) => {
    const gaps = at.slice(1).map((one, before) => one - at[before]);
    return gaps.length > 1 && Math.max(...gaps) < 1.3 * Math.min(...gaps);
  };

  // Parts that have shifted three times at even intervals of up to `most`, as a carousel does; null while that may come yet.
  async function turning(most) {
    const began = performance.now();
    const parts = () => [...shifted()].filter(([part]) => part.isConnected && large(part));
    const even = () => parts().filter(([, one]) => isEven(one.at)).map(([part]) => part);
    const awaited = () => parts().some(([, one]) => one.at.length < 3 && performance.now() - one.at.at(-1) < most);
    const expected = () => !parts().length && performance.now() < most && document.querySelector(TURNS);
    while ((awaited() || expected()) && !even().length && performance.now() - began < most) await sleep(100);
    if (!even().length && awaited()) return null;
    return even().filter((part) => !even().some((other) => other !== part && other.contains(part))).slice(0, 4)
      .map((part) => ({ spot: spot(part), times: 2, lasting: true, clock: clock(part) }));
  }

  // Films that play by themselves for more than five seconds without their own controls.
  function films() {
    return [...document.querySelectorAll("video")].filter((film) => !film.paused && !film.ended && !film.controls && (film.loop || !(film.duration <= 5)) && shown(film) && large(film))
      .map((film) => spot(film)).slice(0, 4);
  }

  // Whether there is anything to hear in a file, where it can be read and is not too large.
  async function audible(address) {
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(3000) });
      // What goes on for ever has no length; what stands in the page itself has an end.
      const length = /^(data|blob):/.test(address) ? 0 : answer.headers.get("content-length");
      if (length === null || !(Number(length) <= 20000000)) return false;
      const sound = await new OfflineAudioContext(1, 1, 22050).decodeAudioData(await answer.arrayBuffer());
      return sound.getChannelData(0).some((one) => Math.abs(one) > 0.01);
    } catch { return false; }
  }

  // Sound that starts by itself for more than three seconds; the browser here may have held it back.
  async function sounds() {
    const found = [];
    for (const media of [...document.querySelectorAll("audio[autoplay],video[autoplay]")].slice(0, 4)) {
      if (media.muted || media.volume === 0 || media.controls) continue;
      for (let tries = 0; media.readyState < 1 && !media.error && tries < 15; tries += 1) await sleep(100);
      if (media.readyState < 1 || (!media.loop && media.duration <= 3)) continue;
      if (await audible(media.currentSrc)) found.push(spot(media));
    }
    return found;
  }

  return { stopper, animated, changing, turning, films, sounds };
})());
