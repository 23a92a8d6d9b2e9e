// The sample site's own script: the phone's menu, the accordion, and a link that only script makes.
document.documentElement.classList.add("script");

document.addEventListener("DOMContentLoaded", () => {
  const knap = document.querySelector(".menu-knap");
  const menu = document.getElementById("hovedmenu");
  if (knap && menu) {
    knap.addEventListener("click", () => {
      const open = menu.classList.toggle("åben");
      knap.setAttribute("aria-expanded", String(open));
    });
  }

  document.querySelectorAll(".harmonika h3").forEach((heading, index) => {
    const panel = heading.nextElementSibling;
    const button = document.createElement("button");
    panel.id = panel.id || `panel-${index + 1}`;
    panel.hidden = true;
    button.type = "button";
    button.textContent = heading.textContent;
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", panel.id);
    button.addEventListener("click", () => {
      panel.hidden = !panel.hidden;
      button.setAttribute("aria-expanded", String(!panel.hidden));
    });
    heading.replaceChildren(button);
  });

  const place = document.getElementById("nyhedsarkiv");
  if (place) {
    const link = document.createElement("a");
    link.href = ["/nyheder", "arkiv.html"].join("/");
    link.textContent = "Se nyheder fra 2025 i arkivet";
    const line = document.createElement("p");
    line.append(link);
    place.append(line);
  }
});
