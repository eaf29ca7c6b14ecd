// Signing out clears what this device keeps of words that were not sent yet.
document.addEventListener("submit", ({ target, defaultPrevented }) => {
  if (defaultPrevented || !target.matches("form[data-signs-out]")) return;
  document.dispatchEvent(new Event("alongside:leave"));
  window.indexedDB?.databases?.().then((all) => all.forEach(({ name }) => indexedDB.deleteDatabase(name)));
});
