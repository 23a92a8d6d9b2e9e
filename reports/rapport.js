/* What the report does beyond being read: sort, filter, and open itself for print. All of it is there without. */
"use strict";
(() => {
  const danish = new Intl.NumberFormat("da-DK");
  const collator = new Intl.Collator("da", { numeric: true, sensitivity: "base" });
  const fill = (text, ...parts) => text.replace(/\{(\d)\}/g, (_, n) => parts[n]);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Sorting: each head becomes a button; aria-sort and a quiet status tell what happened. */
  const sortable = (table) => {
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const status = document.createElement("p");
    status.className = "hidden";
    status.setAttribute("role", "status");
    table.parentElement.before(status);
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      button.addEventListener("click", () => {
        const way = nextWay(head);
        heads.forEach((other) => other.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", way);
        sortRows(body, column, way);
        status.textContent = fill(announcement(head.dataset.kind, way), button.textContent);
      });
      head.replaceChildren(button);
      if (head.dataset.sorted) head.setAttribute("aria-sort", head.dataset.sorted);
    });
  };

  const nextWay = (head) => {
    const now = head.getAttribute("aria-sort");
    if (!now) return head.dataset.first;
    return now === "ascending" ? "descending" : "ascending";
  };

  const announcement = (kind, way) => {
    const words = document.body.dataset;
    if (kind === "number") return way === "ascending" ? words.wordsUp : words.wordsDown;
    return way === "ascending" ? words.wordsAz : words.wordsZa;
  };

  /* What has no number stands last, whichever way the others go. */
  const sortRows = (body, column, way) => {
    const sign = way === "ascending" ? 1 : -1;
    const keyed = [...body.rows].map((row) => {
      const cell = row.cells[column];
      const value = cell.dataset.value;
      return { row, key: value === undefined ? cell.textContent.trim() : Number(value) };
    });
    const isNumber = ({ key }) => typeof key === "number";
    keyed.sort((a, b) => {
      if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1;
      return sign * (isNumber(a) ? a.key - b.key : collator.compare(a.key, b.key));
    });
    body.append(...keyed.map(({ row }) => row));
  };

  /* Filters: items that do not match are hidden, and so is a group with none left. */
  const filtered = (panel) => {
    const list = document.getElementById(panel.dataset.filters);
    const status = document.querySelector(`[data-status="${panel.dataset.filters}"]`);
    const items = all("[data-item]", list).map((element) => ({ element, group: element.closest("[data-group]"), text: null }));
    const groups = all("[data-group]", list);
    const fields = all("[data-filter]", panel);

    const textOf = (item) => {
      const title = item.group ? item.group.querySelector("h3").textContent : "";
      item.text ??= `${title} ${item.element.textContent}`.toLocaleLowerCase("da");
      return item.text;
    };
    const matches = (item, wanted) =>
      wanted.every(([name, value]) => (name === "text" ? textOf(item).includes(value) : item.element.dataset[name] === value));
    const apply = () => {
      const wanted = fields
        .map((field) => [field.dataset.filter, field.value.trim().toLocaleLowerCase("da")])
        .filter(([, value]) => value);
      let shown = 0;
      for (const item of items) {
        const match = matches(item, wanted);
        item.element.hidden = !match;
        shown += match;
      }
      for (const group of groups) group.hidden = !group.querySelector("[data-item]:not([hidden])");
      status.textContent = fill(status.dataset.text, danish.format(shown), danish.format(items.length));
    };

    let timer = 0;
    panel.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(apply, 200);
    });
    panel.querySelector("[data-reset]").addEventListener("click", () => {
      fields.forEach((field) => { field.value = ""; });
      apply();
    });
    panel.hidden = false;
    apply();
  };

  /* A stacked table is still a table to a screen reader that goes by the style. */
  const keepRoles = (table) => {
    const roles = { table: [table], rowgroup: [table.tHead, ...table.tBodies], row: [...table.rows] };
    for (const [role, elements] of Object.entries(roles)) elements.forEach((element) => element.setAttribute("role", role));
    for (const cell of all("th, td", table)) {
      const role = cell.tagName === "TD" ? "cell" : cell.scope === "col" ? "columnheader" : "rowheader";
      cell.setAttribute("role", role);
    }
  };

  /* Only a table that can be scrolled sideways needs to take the keyboard's focus. */
  const focusWhereScrolled = (box) => {
    new ResizeObserver(() => {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
      else box.removeAttribute("tabindex");
    }).observe(box);
  };

  /* On paper nothing can be opened, so everything is. */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = all("details:not([open])");
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => {
    opened.forEach((details) => { details.open = false; });
  });

  document.documentElement.classList.add("js");
  all("table[data-sortable]").forEach(sortable);
  all("table").forEach(keepRoles);
  all(".table").forEach(focusWhereScrolled);
  all("[data-filters]").forEach(filtered);
})();
