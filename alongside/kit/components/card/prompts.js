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
