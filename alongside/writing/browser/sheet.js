// Writing together, in the boxes of the page's own form. Without this script the form is posted as ever.
import * as Y from "yjs";
import { Awareness } from "y-protocols/awareness";
import { Box } from "./box.js";
import { Kept } from "./kept.js";
import { Line } from "./line.js";
import { Post } from "./post.js";
import { Rows } from "./rows.js";
import { Status } from "./status.js";
import { Ticks } from "./ticks.js";
import { bothAreHere } from "./together.js";
import { Turns } from "./turns.js";
import { merged } from "./words.js";

const PATIENCE = 10_000; // then words without an ack are said to be not saved
const AT_FIRST = 3000; // then a page without a line says so
const KEEP_AFTER = 400;
const LOOK = 2000;

class Sheet {
  constructor(form, root) {
    const { write, mayKeep = "" } = form.dataset;
    Object.assign(this, { form, root, refusals: 0, over: "", why: "", going: false, met: false, begun: performance.now(), waitingSince: 0 });
    this.status = new Status(root);
    this.kept = new Kept(mayKeep, write, () => this.showKept());
    this.boxes = [...form.querySelectorAll("textarea[data-text]")].map((area) => new Box(area, this));
    this.ticks = new Ticks(form, this);
    this.rows = new Rows(form, this);
    this.taking = new Turns(form);
    this.line = new Line(new URL(`/write/${encodeURI(write)}`, location.href).href.replace(/^http/, "ws"), this);
    this.fresh();
    this.listen();
    this.tools();
  }

  async start() {
    const record = await this.kept.read();
    if (record) this.bring(record);
    this.line.open();
    setInterval(() => this.update(), LOOK);
    this.update();
  }

  // A document with nothing in it, for the first sync and after one that went wrong.
  fresh() {
    const old = [this.awareness, this.doc];
    this.boxes.forEach((box) => box.leave());
    this.doc = new Y.Doc();
    this.awareness = new Awareness(this.doc);
    this.awareness.setLocalState({ box: this.box ?? null });
    this.awareness.on("change", () => this.changed());
    this.doc.on("update", () => this.changed());
    this.line.use(this.doc, this.awareness);
    this.safe = undefined;
    old.forEach((gone) => gone?.destroy());
  }

  // --- what the line tells

  synced() {
    this.met = true;
    this.rows.meet(this.doc.getMap("#rows"));
    this.boxes.forEach((box) => box.meet(this.doc.getText(box.name)));
    this.ticks.meet(this.doc.getMap("#values"));
    this.taking.again();
    this.boxes.filter((box) => box.both).forEach((box) => {
      box.both = false;
      bothAreHere(box.area, this.status.say("while-away"), (words) => this.status.also(words));
    });
    this.changed();
  }

  changed() {
    if (this.soon) return;
    this.soon = true;
    queueMicrotask(() => { this.soon = false; this.update(); });
  }

  // The server did not take what we had: begin again with an empty document, and put the words of the boxes
  // into it. If it does not take them again, they wait here for the button. A document that is only too long is
  // kept for it: with that the form can say exactly what is new.
  refused(code, reason) {
    this.refusals += 1;
    const long = code === 4413;
    if (this.refusals > 1) {
      this.over = "by-button";
      this.why = long ? reason : "";
      this.line.stop();
    }
    if (this.refusals < 2 || !long) this.fresh();
  }

  ended(code) { this.over = code === 4401 ? "signed-out" : "by-button"; }

  turns() { this.taking.look(); }

  gather() { this.boxes.forEach((box) => box.push()); }

  // --- what the boxes tell

  change(who, how) {
    this.doc.transact(() => { how(); this.rows.touched(this.some); }, who);
  }

  undone() { this.change(null, () => {}); }
  told() { this.changed(); }
  hold() { this.line.hold(); this.changed(); }
  release() { this.line.release(); this.changed(); }

  get some() { return this.ticks.some || this.boxes.some((box) => box.text?.length); }
  get unsaved() { return this.ticks.unsaved || this.boxes.some((box) => box.unsaved); }
  get settled() { return this.line.settled && this.boxes.every((box) => !box.composing && box.area.value === box.last); }

  // --- what people see

  update() {
    if (this.settled) this.settle();
    else {
      this.waitingSince ||= performance.now();
      if (this.unsaved) this.keepSoon();
    }
    this.boxes.forEach(({ area }) => area.toggleAttribute("data-kept", this.kept.holds));
    const undoable = this.boxes.some((box) => box.canUndo);
    if (this.undo.hidden === undoable) this.undo.hidden = !undoable;
    this.status.show(this.state(), ...this.others(), this.why);
    this.post.look();
  }

  // The line is in order, so that everything before what is acked is on the server's disk as well: `safe` is a
  // state that it will never be behind.
  settle() {
    this.waitingSince = this.refusals = 0;
    this.safe = Y.encodeStateVector(this.doc);
    this.boxes.forEach((box) => box.settle());
    this.ticks.settle();
    clearTimeout(this.keeping);
    this.keeping = 0;
    if (this.keptOnce) this.kept.sent();
    this.keptOnce = false;
  }

  state() {
    if (this.over && this.over !== "by-button") return this.over;
    if (this.over) return this.kept.holds && this.unsaved ? "on-device" : "by-button";
    const since = performance.now() - this.waitingSince;
    if (this.line.synced) return this.waitingSince ? (since < PATIENCE ? "saving" : "not-saved") : "saved";
    if (this.unsaved) return this.kept.holds ? "on-device" : "not-saved";
    return performance.now() - this.begun < AT_FIRST ? "" : "no-line";
  }

  // Who else is here, and where: ["", null] for nobody.
  others() {
    const states = [...this.awareness.getStates()].filter(([client]) => client !== this.doc.clientID).map(([, state]) => state);
    const other = states.find(({ side }) => side !== this.root.dataset.me);
    if (!other) return [states.length ? "here-too" : "", null];
    const area = this.boxes.find(({ name }) => name === other.box)?.area;
    return ["here", area ? { mine: other.box === this.box, label: labelOf(area) } : null];
  }

  // --- on this device

  bring({ state, boxes }) {
    Y.applyUpdate(this.doc, state, "kept");
    this.keptOnce = this.kept.holds = this.brought = true;
    for (const box of this.boxes) {
      const found = boxes[box.name];
      if (!found) continue;
      const { base, mine } = found;
      box.both = mine !== base && ![base, mine].includes(box.area.value);
      box.area.value = merged(base, mine, box.area.value);
    }
  }

  keepSoon() {
    if (!this.kept.on || this.keeping) return;
    this.keeping = setTimeout(async () => {
      this.keeping = 0;
      if (this.settled || this.going) return;
      this.keptOnce = true;
      const boxes = this.boxes.map(({ name, area }) => [name, { base: area.defaultValue, mine: area.value }]);
      await this.kept.keep({ at: Date.now(), state: Y.encodeStateAsUpdate(this.doc), boxes: Object.fromEntries(boxes) });
      if (this.settled) this.settle();
      this.changed();
    }, KEEP_AFTER);
  }

  // --- buttons, and what happens to the page

  tools() {
    this.undo = this.root.querySelector("[data-live-undo]");
    this.undo.addEventListener("click", () => {
      const mine = this.boxes.filter((box) => box.canUndo).sort((a, b) => b.at - a.at);
      mine[0]?.undo();
    });
    this.keep = this.root.querySelector("[data-live-keep]");
    this.forget = this.root.querySelector("[data-live-forget]");
    this.keep?.addEventListener("change", () => { this.keep.checked ? this.kept.agree() : this.kept.forget(); this.showKept(); });
    this.forget?.addEventListener("click", () => { this.kept.forget(); this.showKept(); this.keep.focus(); });
    this.showKept();
  }

  showKept() {
    if (!this.keep) return;
    this.keep.checked = this.kept.on;
    this.forget.hidden = !this.kept.on;
    this.changed();
  }

  listen() {
    this.form.addEventListener("focusin", ({ target }) => this.at(target.dataset.text ?? target.dataset.value ?? null));
    this.form.addEventListener("focusout", () => this.at(null));
    this.post = new Post(this);
    document.addEventListener("submit", (event) => { this.going ||= !event.defaultPrevented; });
    document.addEventListener("alongside:leave", () => { this.going = true; this.kept.clear(); this.line.stop(); });
    window.addEventListener("beforeunload", (event) => {
      this.gather();
      if (this.unsaved && !this.going && !this.kept.holds) event.preventDefault();
    });
    window.addEventListener("pagehide", ({ persisted }) => persisted && this.line.drop());
    window.addEventListener("pageshow", ({ persisted }) => { if (persisted) { this.going = false; this.line.now(); } });
    window.addEventListener("online", () => this.line.now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.line.now());
  }

  at(box) {
    if (this.box === box) return;
    this.box = box;
    this.awareness.setLocalState({ box });
    this.changed();
  }
}

function labelOf(area) {
  return (area.labels[0]?.textContent ?? "").trim();
}

const form = document.querySelector("form[data-write]");
const root = document.querySelector("[data-live]");
if (form && root && "WebSocket" in window) new Sheet(form, root).start();
