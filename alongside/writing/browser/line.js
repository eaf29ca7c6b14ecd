// The line to the server: one WebSocket for one document, in the words of docs/writing-protocol.md.
// What the server has on disk is counted by its acks; a line that is lost is tried again with jitter.
import * as Y from "yjs";
import { createDecoder, hasContent, readVarString, readVarUint, readVarUint8Array } from "lib0/decoding";
import { createEncoder, toUint8Array, writeVarUint, writeVarUint8Array } from "lib0/encoding";
import { applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import { inPieces } from "./pieces.js";

const SYNC = 0, AWARENESS = 1, ASKS_AWARENESS = 3, ACK = 120, SAME = 121, TURNS = 123;
const STEP_1 = 0, STEP_2 = 1, UPDATE = 2;
const RESTART = 1012;
const REFUSED = [4400, 4409, 4413], ENDED = [4401, 4403];
const SOONEST = 300, LATEST = 15_000, AFTER_RESTART = 3000;
const LOOK = 5000, SILENT = 12_000, COMPARE = 60_000;

// One message: its numbers, then its bytes, each with their length.
function message(kinds, ...blocks) {
  const encoder = createEncoder();
  kinds.forEach((kind) => writeVarUint(encoder, kind));
  blocks.forEach((block) => writeVarUint8Array(encoder, block));
  return toUint8Array(encoder);
}

export class Line {
  // `told` has synced(), changed(), refused(code, reason), ended(code), turns(said) and gather(), which takes in what is typed.
  constructor(address, told) {
    Object.assign(this, { address, told, tries: 0, held: null, socket: null, stopped: false });
    this.ticking = setInterval(() => this.look(), LOOK);
    this.sends = (update, origin) => origin !== this && this.answered && this.sendUpdate(UPDATE, update);
    this.tells = ({ added, updated, removed }, origin) => origin === "local" && this.send(this.where([...added, ...updated, ...removed]));
  }

  // Go on with this document; the last one is not looked at any more.
  use(doc, awareness) {
    this.doc?.off("update", this.sends);
    this.awareness?.off("update", this.tells);
    Object.assign(this, { doc, awareness, held: this.held && [] });
    doc.on("update", this.sends);
    awareness.on("update", this.tells);
  }

  get synced() { return this.isSynced && this.socket?.readyState === WebSocket.OPEN; }

  // Is everything that this page has given away on the server's disk?
  get settled() { return this.synced && !this.held?.length && this.acked >= this.sent; }

  open() {
    clearTimeout(this.later);
    this.drop();
    if (this.stopped) return;
    Object.assign(this, { sent: 0, acked: 0, answered: false, isSynced: false, asked: 0, heard: Date.now() });
    const socket = new WebSocket(`${this.address}?ack=1`);
    socket.binaryType = "arraybuffer";
    socket.onopen = () => {
      this.send(message([SYNC, STEP_1], Y.encodeStateVector(this.doc)));
      this.send(this.where([this.awareness.clientID]));
    };
    socket.onmessage = ({ data }) => this.socket === socket && this.hear(new Uint8Array(data));
    socket.onclose = (event) => this.socket === socket && this.closed(event.code, event.reason);
    this.socket = socket;
  }

  // Let the line go without waiting for its end.
  drop() {
    const { socket } = this;
    this.socket = null;
    this.isSynced = this.answered = false;
    socket?.close(1000, "going");
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.later);
    clearInterval(this.ticking);
    this.drop();
  }

  closed(code, reason) {
    this.drop();
    this.held &&= [];
    const others = [...this.awareness.getStates().keys()].filter((client) => client !== this.awareness.clientID);
    removeAwarenessStates(this.awareness, others, this);
    if (ENDED.includes(code)) { this.stop(); this.told.ended(code); }
    else if (REFUSED.includes(code)) this.told.refused(code, reason);
    this.told.changed();
    if (!this.stopped) this.later = setTimeout(() => this.open(), this.wait(code));
  }

  // Full jitter, so that a server that comes back does not meet everybody at once.
  wait(code) {
    if (code === RESTART) return Math.random() * AFTER_RESTART;
    this.tries += 1;
    return SOONEST + Math.random() * (Math.min(LATEST, SOONEST * 2 ** this.tries) - SOONEST);
  }

  // Something speaks for a line being there again: do not wait for the next try.
  now() { if (!this.socket && !this.stopped) this.open(); }

  send(bytes) { if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes); }

  sendUpdate(kind, update) {
    this.sent += 1;
    if (this.acked === this.sent - 1) this.heard = Date.now();
    this.send(message([SYNC, kind], update));
    this.told.changed();
  }

  where(clients) { return message([AWARENESS], encodeAwarenessUpdate(this.awareness, clients)); }

  // While somebody composes a letter nothing is put into their boxes: it waits here.
  hold() { this.held ??= []; }

  release() {
    const waiting = this.held ?? [];
    this.held = null;
    waiting.forEach(([step, update]) => this.apply(step, update));
  }

  hear(frame) {
    const decoder = createDecoder(frame);
    this.heard = Date.now();
    this.asked = 0;
    try {
      while (hasContent(decoder) && this.read(decoder));
    } catch (wrong) {
      this.closed(REFUSED[0], String(wrong));
    }
  }

  // One message; false when the rest of the frame is not known here.
  read(decoder) {
    switch (readVarUint(decoder)) {
      case SYNC: this.sync(readVarUint(decoder), readVarUint8Array(decoder)); return true;
      case AWARENESS: applyAwarenessUpdate(this.awareness, readVarUint8Array(decoder), this); return true;
      case ASKS_AWARENESS: this.send(this.where([this.awareness.clientID])); return true;
      case ACK: this.acked = readVarUint(decoder); readVarUint(decoder); this.told.changed(); return true;
      case SAME: this.compared(readVarUint(decoder)); return true;
      case TURNS: this.told.turns(JSON.parse(readVarString(decoder))); return true;
      default: return false;
    }
  }

  sync(step, data) {
    if (step === STEP_1) {
      this.told.gather();
      this.answered = true;
      const [first, ...more] = inPieces(Y.encodeStateAsUpdate(this.doc, data), data);
      this.sendUpdate(STEP_2, first);
      more.forEach((piece) => this.sendUpdate(UPDATE, piece));
    } else if (this.held) this.held.push([step, data.slice()]);
    else this.apply(step, data);
  }

  apply(step, update) {
    this.told.gather();
    Y.applyUpdate(this.doc, update, this);
    if (step !== STEP_2 || this.isSynced) return;
    this.isSynced = true;
    this.tries = 0;
    this.told.synced();
  }

  // A line can be dead without saying so: words without an ack, or a question without an answer.
  look() {
    if (!this.socket || this.stopped) return;
    const silent = Date.now() - this.heard;
    const waits = this.acked < this.sent || this.asked || !this.isSynced;
    if (waits && silent > SILENT && !this.held?.length) this.closed(0, "");
    else if (this.settled && silent > COMPARE - LOOK) this.compare();
    else if (this.settled && Date.now() - (this.comparedAt ?? 0) > COMPARE) this.compare();
  }

  // Ask whether the server has the same words. Without `crypto.subtle` (no https) it is not asked.
  async compare() {
    if (!globalThis.crypto?.subtle || this.held) return;
    const { doc, socket } = this;
    this.comparedAt = Date.now();
    const state = Y.encodeStateVector(doc);
    const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(canonical(everythingIn(doc))));
    if (doc !== this.doc || socket !== this.socket) return;
    this.asked = 1;
    this.heard = Date.now();
    this.send(message([SAME], state, new Uint8Array(hash, 0, 16)));
  }

  compared(answer) {
    if (answer === 1) this.closed(4409, "");
  }
}

// All that stands in a document, as the server puts it together for the same hash.
export function everythingIn(doc) {
  const everything = { rows: {}, texts: {}, values: {} };
  for (const name of doc.share.keys()) {
    if (name.startsWith("#")) {
      const there = everything[name.slice(1)];
      doc.getMap(name).forEach((value, key) => { if (there && value) there[key] = value; });
    } else if (doc.getText(name).length) everything.texts[name] = doc.getText(name).toString();
  }
  return everything;
}

export const canonical = (thing) => thing && typeof thing === "object"
  ? `{${Object.keys(thing).sort().map((key) => `${JSON.stringify(key)}:${canonical(thing[key])}`).join(",")}}`
  : JSON.stringify(thing);
