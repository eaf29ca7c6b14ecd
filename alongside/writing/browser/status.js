// The line beside the buttons: how far the saving is, and who is here.
// What is seen changes at once. What a screen reader hears changes rarely, and only when somebody came or
// went, or when words stop or begin again to reach the server. Every word comes from the page.
const NOT_ALONE = "alongside-alone"; // set by somebody who does not want to be told who is here
const RARELY = 20_000, SETTLE = 2000;

function asked() { try { return localStorage.getItem(NOT_ALONE) === "1"; } catch { return false; } }
function remember(off) { try { off ? localStorage.setItem(NOT_ALONE, "1") : localStorage.removeItem(NOT_ALONE); } catch { /* for this page only */ } }

export class Status {
  constructor(root) {
    const part = (name) => root.querySelector(`[data-live-${name}]`);
    Object.assign(this, { root, words: root.dataset, saved: part("saved"), who: part("who"), whoWords: part("who-words"), spoken: part("spoken"), hide: part("hide"), why: part("why") });
    Object.assign(this, { off: asked(), told: { well: true, here: "" }, toldAt: -RARELY, state: "", here: "", where: "", more: "" });
    this.hide.addEventListener("click", () => {
      this.off = !this.off;
      remember(this.off);
      this.draw();
    });
    root.hidden = false;
  }

  // `state` names a line of words; `here` is "", "here" or "here-too"; `where` is a box: {mine, label}.
  show(state, here, where, why = "") {
    Object.assign(this, { state, here, where });
    put(this.why, why);
    this.why.hidden = !why;
    this.draw();
  }

  draw() {
    const { words } = this;
    put(this.saved, this.say(this.state));
    this.root.dataset.state = this.state;
    const here = this.off ? "" : this.here;
    put(this.whoWords, here && this.place(here));
    this.who.hidden = !here;
    put(this.hide, this.off ? words.tell : words.quiet);
    this.hear();
  }

  // Words to be heard once, with the next news.
  also(words) { this.more = words; this.hear(); }

  // `not-saved` stands on the page as data-not-saved.
  say(key) { return (key && this.words[key.replace(/-(.)/g, (_, letter) => letter.toUpperCase())]) || ""; }

  place(here) {
    if (here !== "here" || !this.where) return this.say(here);
    return this.where.mine ? this.say("here-box") : this.say("here-where").replace("{question}", this.where.label);
  }

  get now() { return { well: ["", "saving", "saved"].includes(this.state), here: this.off ? "" : this.here }; }

  hear() {
    if (this.timer || !this.news().length) return;
    const wait = Math.max(SETTLE, this.toldAt + RARELY - performance.now());
    this.timer = setTimeout(() => { this.timer = 0; this.speak(); }, wait);
  }

  news() {
    const { now, told } = this;
    return [
      now.well !== told.well && this.say(now.well ? "saved" : this.state),
      now.here !== told.here && this.say(now.here || (told.here === "here" ? "away" : "")),
      this.more,
    ].filter(Boolean);
  }

  speak() {
    const news = this.news();
    this.told = this.now;
    this.more = "";
    if (!news.length) return;
    this.toldAt = performance.now();
    this.spoken.textContent = news.join(" ");
  }
}

function put(element, words) { if (element.textContent !== words) element.textContent = words; }
