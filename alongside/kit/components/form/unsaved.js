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
