// "Leave this page" takes this page's place in the history, hides the words at once and clears
// what the device holds; on a device that others use, the server ends the session.
// Shift pressed three times, with nothing between, does the same.
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

// A beacon goes out although the page is already leaving.
function close() {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (!way.dataset.exit || !token) return;
  const form = new FormData();
  form.set(token.name, token.value);
  navigator.sendBeacon?.(way.dataset.exit, form);
}

function leave() {
  document.dispatchEvent(new Event("alongside:leave"));
  document.title = "";
  document.body.hidden = true;
  clear();
  close();
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
