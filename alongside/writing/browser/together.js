// The line under a box in which both wrote while there was no line: it goes with the next key, or after a minute.
const AT_LEAST = 5000, AT_MOST = 60_000;

export function bothAreHere(area, words, spoken) {
  if (!words) return;
  area.parentNode.querySelector(".live__both")?.remove();
  const line = document.createElement("p");
  line.className = "live__both";
  line.textContent = words;
  area.after(line);
  spoken(words);
  const shown = performance.now();
  const go = () => { line.remove(); area.removeEventListener("keydown", key); };
  const key = () => performance.now() - shown > AT_LEAST && go(); // not under the fingers of who is just typing
  area.addEventListener("keydown", key);
  setTimeout(go, AT_MOST);
}
