// Built from alongside/kit/components/*/*.js
"use strict";
{
// Prompts one at a time. Without script the others wait in a <details>.
for (const card of document.querySelectorAll("[data-prompts]")) {
  const more = card.querySelector("details");
  if (!more) continue;
  const say = card.querySelector(".card__say");
  const prompts = [say, ...more.querySelectorAll("li")].map((one) => one.textContent);
  const another = document.createElement("button");
  let at = 0;
  another.type = "button";
  another.className = "quiet";
  another.textContent = more.querySelector("summary").textContent;
  another.addEventListener("click", () => {
    at = (at + 1) % prompts.length;
    say.textContent = prompts[at];
  });
  say.setAttribute("aria-live", "polite");
  more.replaceWith(another);
}
}
{
// Words to cover: what is selected is covered, or shown again, by one press. Each word stays a checkbox.
for (const cover of document.querySelectorAll("[data-cover]")) {
  let chosen = [];
  document.addEventListener("selectionchange", () => {
    const selection = getSelection();
    if (selection.isCollapsed || !selection.rangeCount || !cover.contains(selection.anchorNode)) return;
    chosen = [...cover.querySelectorAll(".cover__word")].filter((word) => selection.containsNode(word, true));
  });
  const tools = document.createElement("p");
  tools.className = "cover__tools";
  for (const [words, covered] of [[cover.dataset.press, true], [cover.dataset.pressBack, false]]) {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "quiet", textContent: words });
    button.addEventListener("click", () => {
      for (const word of chosen) word.querySelector("input").checked = covered;
      chosen = [];
      getSelection().removeAllRanges();
    });
    tools.append(button);
  }
  cover.append(tools);
}
}
{
// The list of things to put right takes the focus, so that it is read first.
document.querySelector(".govuk-error-summary[data-focus]")?.focus();
}
{
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
}
{
// Signing out clears what this device keeps of words that were not sent yet.
document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (defaultPrevented || !target.matches("form[data-signs-out]")) return;
  document.dispatchEvent(new Event("alongside:leave"));
  window.indexedDB?.databases?.().then((all) => all.forEach(({ name }) => indexedDB.deleteDatabase(name)));
});
}
{
// A box that grows with its words, where the style `field-sizing` is not known.
if (!CSS.supports("field-sizing", "content")) {
  const fit = (box) => {
    box.style.blockSize = "auto";
    box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  };
  document.addEventListener("input", ({ target }) => target.matches("textarea") && fit(target));
  document.querySelectorAll("textarea").forEach(fit);
}
}
{
// Two presses of one button in two seconds are one press. The post itself is never stopped.
const pressed = new WeakMap();

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const before = pressed.get(event.target);
  if (before && event.timeStamp - before < 2000) event.preventDefault();
  else pressed.set(event.target, event.timeStamp);
});
window.addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("form").forEach((form) => pressed.delete(form)));
}
{
// Ask before words that are not saved yet are left behind. A word counts as saved when it is the
// field's default value: live writing sets `defaultValue` when the server has acknowledged it. What it keeps
// on this device is marked `data-kept`.
const fields = "form[data-who] textarea:not([data-kept]), form[data-who] input:not([type=hidden], [type=radio], [type=checkbox], [type=file])";
let going = false;

document.addEventListener("submit", (event) => { going ||= !event.defaultPrevented; });
document.addEventListener("alongside:leave", () => { going = true; });
window.addEventListener("pageshow", () => { going = false; });
window.addEventListener("beforeunload", (event) => {
  const unsaved = [...document.querySelectorAll(fields)].some((field) => field.value !== field.defaultValue);
  if (unsaved && !going) event.preventDefault();
});
}
