// The form is posted while words are still on their way. It waits a moment for them; what is not on the server's
// disk by then goes with the form, as the change that it is in the shared document. So nobody has to guess from
// two texts who wrote what, and it does no harm that the same words arrive by the line as well.
import * as Y from "yjs";
import { toBase64 } from "lib0/buffer";
import { MOST } from "./pieces.js";

const PATIENCE = 2000;
const PATIENCE_WITH_MUCH = 20_000; // for more than a form takes along

export class Post {
  constructor(sheet) {
    Object.assign(this, { sheet, form: sheet.form, submitter: null, timer: 0 });
    this.form.addEventListener("submit", (event) => this.pressed(event));
    this.form.addEventListener("formdata", ({ formData }) => this.say(formData));
    for (const gone of ["beforeunload", "pagehide"]) window.addEventListener(gone, () => this.wait(0)); // another way
    document.addEventListener("alongside:leave", () => this.wait(0));
  }

  // The last button that is pressed while the form waits is the one that counts; the form goes once.
  pressed(event) {
    if (event.defaultPrevented || this.goes || !this.form.requestSubmit) return;
    this.takeIn();
    if (!this.onTheWay) return;
    event.preventDefault();
    this.submitter = event.submitter;
    if (!this.timer) this.wait(this.update().length > MOST ? PATIENCE_WITH_MUCH : PATIENCE);
  }

  get onTheWay() { return this.sheet.line.synced && !this.sheet.settled; }

  // Something has changed: is it time to go?
  look() { if (this.timer && !this.onTheWay) this.go(); }

  wait(time) {
    clearTimeout(this.timer);
    this.timer = time && setTimeout(() => this.go(), time);
  }

  go() {
    const { form, submitter } = this;
    this.wait(0);
    this.goes = true;
    try { form.requestSubmit(submitter?.form === form ? submitter : null); } finally { this.goes = false; }
  }

  takeIn() {
    this.sheet.boxes.forEach((box) => box.composing && box.composed());
    this.sheet.gather();
  }

  update() { return Y.encodeStateAsUpdate(this.sheet.doc, this.sheet.safe); }

  // `live` is what the server may not have yet (empty: it has everything), `live-box` the fields whose words are in
  // it, and `unsure` that the page has seen more of the document than its number says, and cannot say what.
  say(formData) {
    const { sheet } = this;
    this.takeIn();
    if (!sheet.met && !sheet.brought) return;
    const { settled, boxes } = sheet;
    const update = settled ? new Uint8Array() : this.update();
    const there = boxes.filter(({ text, area, last }) => text && area.value === last);
    if (there.length < boxes.length || update.length > MOST) formData.set("unsure", "1");
    if (update.length > MOST) return;
    formData.set("live", toBase64(update));
    there.forEach(({ area }) => (settled ? formData.delete(area.name) : formData.append("live-box", area.name)));
  }
}
