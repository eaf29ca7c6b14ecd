// A box that grows with its words, where the style `field-sizing` is not known.
if (!CSS.supports("field-sizing", "content")) {
  const fit = (box) => {
    box.style.blockSize = "auto";
    box.style.blockSize = `${box.scrollHeight + box.offsetHeight - box.clientHeight}px`;
  };
  document.addEventListener("input", ({ target }) => target.matches("textarea") && fit(target));
  document.querySelectorAll("textarea").forEach(fit);
}
