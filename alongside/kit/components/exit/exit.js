// "Leave this page" takes this page's place in the history, hides the words at once and clears
// what the device holds. Shift pressed three times, with nothing between, does the same.
// Without script it is a plain link.
const way = document.querySelector("[data-exit]");
const patience = 3000;
let presses = [];

function clear() {
  for (const store of ["localStorage", "sessionStorage"]) {
    try { window[store].clear(); } catch { /* a browser may forbid it: then it holds nothing of ours */ }
  }
  window.caches?.keys().then((names) => names.forEach((name) => caches.delete(name)));
  window.indexedDB?.databases?.().then((all) => all.forEach(({ name }) => indexedDB.deleteDatabase(name)));
}

function leave() {
  document.dispatchEvent(new Event("alongside:leave"));
  document.title = "";
  document.body.hidden = true;
  clear();
  location.replace(way.href);
}

if (way) {
  way.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.repeat) return;
    presses = event.key === "Shift" ? [...presses, event.timeStamp].slice(-3) : [];
    if (presses.length === 3 && presses[2] - presses[0] < patience) leave();
  });
}
