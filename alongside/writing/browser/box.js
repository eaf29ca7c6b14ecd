// One text box and its text in the shared document.
// What is typed becomes the smallest change at the caret; what others type comes in without moving caret,
// selection or scroll. While a letter is being composed, neither happens.
import * as Y from "yjs";
import { change, changes, merged, tidy } from "./words.js";

const MOST_AT_ONCE = 200_000; // letters in one update: the server takes 1 MiB in a frame
const GROWS = CSS.supports("field-sizing", "content");
const MAC = /Mac|iP(hone|ad|od)/.test(navigator.platform);

export class Box {
  // The sheet has changed(box, how), which runs `how` as one change of this box, hold() and release().
  constructor(area, sheet) {
    Object.assign(this, { area, sheet, name: area.dataset.text, text: null, last: "", composing: false, at: 0, met: false, both: false });
    this.heard = (event, { origin }) => {
      if (origin === this) return;
      this.both ||= origin === sheet.line && !sheet.line.synced && this.unsaved;
      this.show(origin === this.undoing ? ends(event.delta) : this.marks);
    };
    this.marks = null;
    area.addEventListener("input", (event) => !event.isComposing && this.push());
    area.addEventListener("compositionstart", () => { this.composing = true; sheet.hold(); });
    area.addEventListener("compositionend", () => this.composed());
    area.addEventListener("blur", () => this.composing && this.composed());
    area.addEventListener("beforeinput", (event) => this.historyOf(event, event.inputType));
    area.addEventListener("keydown", (event) => this.historyOf(event, pressed(event)));
  }

  // `both`: while there was no line, words came in here and others of the other person's, until somebody says so.
  get unsaved() { return this.area.value !== this.area.defaultValue; }

  // Join a document that has just been synced. What stands in the box counts as typed here
  // where it differs from what the server is known to have had.
  meet(text) {
    this.leave();
    this.text = text;
    this.last = text.toString();
    this.undoing = new Y.UndoManager(text, { trackedOrigins: new Set([this]), captureTimeout: 600 });
    const [before, mine] = [tidy(this.area.defaultValue), tidy(this.area.value)];
    const wanted = merged(before, mine, this.last);
    this.both ||= this.met && mine !== before && ![before, mine].includes(this.last);
    this.met = true;
    if (wanted !== this.last) this.write(changes(this.last, wanted), wanted);
    text.observe(this.heard);
    this.remember = ({ origin }) => { if (origin !== this) this.marks = this.mark(); };
    text.doc.on("beforeTransaction", this.remember);
    const place = change(this.area.value, wanted);
    this.show(place && this.selected().map((at) => moved(at, place)));
  }

  leave() {
    if (!this.text) return;
    this.text.unobserve(this.heard);
    this.text.doc.off("beforeTransaction", this.remember);
    this.undoing.destroy();
    this.text = this.undoing = null;
  }

  // --- from the box

  push() {
    if (this.composing || !this.text) return this.sheet.told();
    const { value, selectionEnd } = this.area;
    if (value === this.last) return null;
    const wanted = tidy(value);
    const one = change(this.last, wanted, wanted === value ? selectionEnd : wanted.length);
    if (one) this.write([one], wanted);
    if (wanted !== value) this.show([selectionEnd, selectionEnd]);
    return null;
  }

  // Put changes into the text, in their order from the end; a huge one in several updates.
  write(list, wanted) {
    this.at = Date.now();
    this.last = wanted;
    const parts = [];
    for (const { start, end, words } of list.reverse()) {
      const cuts = words.length > MOST_AT_ONCE ? cut(words) : [words];
      let at = start;
      cuts.forEach((part, index) => { parts.push([at, index ? 0 : end - start, part]); at += part.length; });
    }
    const put = (some) => this.sheet.change(this, () => some.forEach(([at, gone, words]) => {
      if (gone) this.text.delete(at, gone);
      if (words) this.text.insert(at, words);
    }));
    if (parts.some(([, , words]) => words.length === MOST_AT_ONCE)) parts.forEach((part) => put([part]));
    else put(parts);
  }

  composed() {
    this.composing = false;
    this.push();
    this.sheet.release();
  }

  // --- into the box

  selected() { return [this.area.selectionStart, this.area.selectionEnd]; }

  // Where caret or selection stand, told by the letters beside them. Words that come in at an edge stay outside.
  mark() {
    if (document.activeElement !== this.area) return null;
    const [start, end] = this.selected();
    const at = (index, side) => Y.createRelativePositionFromTypeIndex(this.text, Math.min(index, this.text.length), side);
    return start === end ? [at(end, -1)] : [at(start, 0), at(end, -1)];
  }

  places(marks) {
    const found = (mark) => typeof mark === "number" ? mark : Y.createAbsolutePositionFromRelativePosition(mark, this.text.doc)?.index ?? 0;
    return [found(marks[0]), found(marks.at(-1))];
  }

  show(marks) {
    const { area, text } = this;
    const words = text.toString();
    this.last = words;
    this.marks = null;
    if (area.value === words) return;
    const { scrollTop, scrollLeft, selectionDirection } = area;
    area.value = words;
    if (marks && document.activeElement === area) area.setSelectionRange(...this.places(marks), selectionDirection);
    area.scrollTop = scrollTop;
    area.scrollLeft = scrollLeft;
    if (!GROWS) area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  // The server has it all: the box's default says so, also to whoever asks before leaving the page.
  settle() {
    const { area, last } = this;
    if (this.composing || !this.text || area.value !== last || area.defaultValue === last) return;
    const { selectionStart, selectionEnd, selectionDirection, scrollTop } = area;
    area.defaultValue = last;
    if (area.selectionEnd !== selectionEnd || area.selectionStart !== selectionStart) area.setSelectionRange(selectionStart, selectionEnd, selectionDirection);
    area.scrollTop = scrollTop;
  }

  // --- undo, of one's own changes only

  get canUndo() { return this.undoing?.canUndo() ?? false; }

  undo(way = "undo") {
    if (this.composing || !this.undoing) return;
    this.push();
    this.area.focus();
    this.undoing[way]();
    this.at = Date.now();
    this.sheet.undone();
  }

  historyOf(event, what) {
    const way = { historyUndo: "undo", historyRedo: "redo" }[what];
    if (!way || !this.text) return;
    event.preventDefault();
    this.undo(way);
  }
}

// Which of the keys for undo and redo it is, named as `beforeinput` names them.
function pressed(event) {
  if (event.isComposing || event.altKey || !(MAC ? event.metaKey : event.ctrlKey)) return "";
  const key = event.key.toLowerCase();
  if (key === "z") return event.shiftKey ? "historyRedo" : "historyUndo";
  return key === "y" && !MAC ? "historyRedo" : "";
}

// Where a change ends, for the caret after undo.
function ends(delta) {
  let at = 0;
  let end = 0;
  for (const { retain = 0, insert = "", delete: gone = 0 } of delta) {
    at += retain + insert.length;
    if (insert || gone) end = at;
  }
  return [end, end];
}

// A place in a text after one change of it.
const moved = (at, { start, end, words }) => at <= start ? at : Math.max(start, at - (end - start)) + words.length;

// In parts that do not end inside a letter of two halves.
function cut(words) {
  const parts = [];
  for (let at = 0; at < words.length;) {
    const half = /[\ud800-\udbff]/.test(words[at + MOST_AT_ONCE - 1] ?? "");
    const end = at + MOST_AT_ONCE - (half ? 1 : 0);
    parts.push(words.slice(at, end));
    at = end;
  }
  return parts;
}
