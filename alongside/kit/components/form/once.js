// Two presses of one button in two seconds are one press. The post itself is never stopped.
const pressed = new WeakMap();

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const before = pressed.get(event.target);
  if (before && event.timeStamp - before < 2000) event.preventDefault();
  else pressed.set(event.target, event.timeStamp);
});
window.addEventListener("pageshow", (event) => event.persisted && document.querySelectorAll("form").forEach((form) => pressed.delete(form)));
