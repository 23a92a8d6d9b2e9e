// Runs first in the isolated world of every frame: nothing of the page is told that the page is left. What it would store
// then would show in the page after it, and what it would send tells of a reader who was none. Of beforeunload nothing is
// kept from it: where anybody listens for that, the browser asks each page before it goes on.
for (const told of ["pagehide", "unload", "visibilitychange"]) {
  addEventListener(told, (event) => {
    if (told !== "visibilitychange" || document.visibilityState === "hidden") event.stopImmediatePropagation();
  }, true);
}
