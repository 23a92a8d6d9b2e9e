"use strict";
/* What script adds to pages that are whole without it. It keeps nothing, and asks nobody but our own server. */
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const say = (words) => { const status = $("[data-status]"); if (status) status.textContent = words; };

  /* An answer to what was sent is where the reader goes on. */
  const answer = $("[data-focus]");
  if (answer) answer.focus();

  for (const button of $$("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const field = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(field.value ?? field.textContent);
      } catch { /* no clipboard without https: what is selected is copied by hand */
        if (field.select) field.select(); else getSelection().selectAllChildren(field);
        return;
      }
      const near = $("[data-status]", button.parentElement);
      if (near) near.textContent = button.dataset.done; else say(button.dataset.done);
    });
  }

  for (const zone of $$("[data-drop]")) {
    const input = document.getElementById(zone.dataset.drop);
    const over = (on) => zone.classList.toggle("drop-over", on);
    zone.addEventListener("dragover", (event) => { event.preventDefault(); over(true); });
    zone.addEventListener("dragleave", () => over(false));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      over(false);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    if (input.form.id === "brev") input.addEventListener("change", () => { if (input.files.length) input.form.requestSubmit(); });
  }

  /* Marks behind the letter's own words, while one writes. */
  const field = $("#tekst");
  const behind = $(".marked-behind");
  if (field && behind) {
    const fit = () => { field.style.height = "auto"; field.style.height = `${field.scrollHeight + 4}px`; };
    const draw = () => {
      const text = field.value;
      const places = $$("#svar [data-place]").map((link) => ({
        start: Number(link.dataset.start), end: Number(link.dataset.end), wide: "wide" in link.dataset }));
      const cuts = [...new Set([0, text.length, ...places.flatMap((place) => [place.start, place.end])])]
        .filter((cut) => cut <= text.length).sort((a, b) => a - b);
      behind.textContent = "";
      for (let index = 0; index + 1 < cuts.length; index += 1) {
        const [start, end] = [cuts[index], cuts[index + 1]];
        const over = places.filter((place) => place.start <= start && place.end >= end);
        const piece = document.createElement(over.length ? "mark" : "span");
        piece.className = over.length ? (over.every((place) => place.wide) ? "mark mark-wide" : "mark") : "";
        piece.textContent = text.slice(start, end);
        behind.append(piece);
      }
      behind.append("\n");
      fit();
    };
    const close = () => { const marked = $("#svar [data-marked]"); if (marked) marked.open = false; };
    field.addEventListener("input", () => { behind.textContent = ""; fit(); });
    document.body.addEventListener("htmx:afterSwap", (event) => { if (event.target.id === "svar") { draw(); close(); } });
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-place]");
      if (!link) return;
      event.preventDefault();
      field.focus();
      field.setSelectionRange(Number(link.dataset.start), Number(link.dataset.end));
      const marks = $$("mark", behind).find((mark) => mark.offsetTop > 0 && mark.textContent && field.value.indexOf(mark.textContent) === Number(link.dataset.start));
      (marks || field).scrollIntoView({ block: "center" });
    });
    draw();
    close();
  }

  /* What takes its time says so, and is not sent twice. */
  for (const form of $$("[data-busy]")) {
    form.addEventListener("submit", (event) => {
      const status = $("[data-status]", form);
      // What is fetched as a file leaves the page as it is, so that the form can be sent again.
      const fetched = event.submitter?.dataset.fetched;
      if (status) status.textContent = fetched || form.dataset.busy;
      if (fetched) return;
      for (const button of $$("button", form)) button.setAttribute("aria-disabled", "true");
    });
  }

  /* An audit that runs tells of itself; when it has ended, the page is asked for anew. */
  const running = $("[data-follow]");
  if (running && "EventSource" in window) {
    const events = new EventSource(running.dataset.follow);
    events.addEventListener("forloeb", (event) => { running.innerHTML = event.data; });
    events.addEventListener("slut", () => { events.close(); say(running.dataset.ended); location.reload(); });
  }
})();
