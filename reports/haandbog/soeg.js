"use strict";
/* Filters the list of rules as one types. Without this script the whole list is there. */
(() => {
  const box = document.querySelector("[data-search]");
  const status = document.querySelector("[role=status]");
  const rules = [...document.querySelectorAll("#alle .rules li")];
  const texts = rules.map((rule) => rule.textContent.toLowerCase());
  const input = box.querySelector("input");
  box.hidden = false;
  input.addEventListener("input", () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rules.forEach((rule, index) => {
      rule.hidden = !words.every((word) => texts[index].includes(word));
      if (!rule.hidden) shown += 1;
    });
    for (const list of document.querySelectorAll("#alle .rules")) {
      const empty = !list.querySelector("li:not([hidden])");
      list.hidden = empty;
      list.previousElementSibling.hidden = empty;
    }
    status.textContent = words.length ? status.dataset.text.replace("{0}", shown).replace("{1}", rules.length) : "";
  });
})();
