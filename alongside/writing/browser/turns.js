// Taking turns in a box: the page says whose it is, in the same words and forms as without this script.
// When the server tells of a change, only that part of the page is read again; what is typed stays in its box.
export class Turns {
  constructor(form) {
    this.areas = [...form.querySelectorAll("textarea[data-text]")];
    this.part = document.querySelector("[data-turns]");
    this.part?.addEventListener("submit", (event) => this.press(event));
  }

  // A line that was lost may have missed the end of a turn.
  again() { if (this.part?.querySelector("[role=status]")) this.look(); }

  async press(event) {
    event.preventDefault();
    const { target, submitter } = event;
    const said = new FormData(target);
    if (submitter?.name) said.append(submitter.name, submitter.value);
    try {
      await fetch(target.action, { method: "POST", body: said, redirect: "manual" });
    } catch { return; } // no line: the button is still there
    await this.look();
    this.part.querySelector("button")?.focus();
  }

  // Read as a document by the browser itself: our pages allow no script to make one out of text.
  async look() {
    if (!this.part) return;
    const here = new URL(location.href);
    here.searchParams.set("look", "");
    const page = await new Promise((told) => {
      const asked = new XMLHttpRequest();
      asked.open("GET", here);
      asked.responseType = "document";
      asked.onloadend = () => told(asked.status === 200 ? asked.response : null);
      asked.send();
    });
    if (page) this.show(page); // else there is no line: it is told again when there is one
  }

  show(page) {
    const part = page.querySelector("[data-turns]");
    if (!part) return;
    if (this.part.innerHTML !== part.innerHTML) this.part.replaceChildren(...part.childNodes);
    for (const area of this.areas) area.readOnly = Boolean(page.getElementById(area.id)?.readOnly);
  }
}
