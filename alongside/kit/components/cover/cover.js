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
