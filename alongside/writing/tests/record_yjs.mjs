// Makes yjs.json beside it: what Yjs 13.6 really sends.
// Once, with yjs 13.6.33 installed: node record_yjs.mjs > yjs.json
import * as Y from "yjs";

let seed = 7;
const below = (n) => ((seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0) >>> 12) % n;
const hex = (bytes) => Buffer.from(bytes).toString("hex");
const PIECES = ["a", "b", " home", "é", "ש", "😀", "👩‍🎓", "🇬🇧", "two\nlines", "x"];
const letters = (text) => [...new Intl.Segmenter("en", { granularity: "grapheme" }).segment(text)];

function type(doc) {
  const text = doc.getText(["aim", "moments/k3f9x2m7qa/what"][below(2)]);
  const there = letters(text.toString());
  const at = below(there.length + 1);
  const index = at < there.length ? there[at].index : text.length;
  if (below(3) && !(below(4) === 0)) text.insert(index, PIECES[below(PIECES.length)]);
  else if (at < there.length) text.delete(index, there[at].segment.length);
}

function choose(doc) {
  const [map, key, value] = [
    ["#values", "our-say", "way-" + below(3)],
    ["#values", "ways/training", true],
    ["#rows", "moments/k3f9x2m7qa", "a" + below(3)],
  ][below(3)];
  if (below(4)) doc.getMap(map).set(key, value);
  else doc.getMap(map).delete(key);
}

function history(first, steps) {
  const docs = [0, 1].map((n) => Object.assign(new Y.Doc(), { clientID: first + n }));
  const sent = [];
  docs.forEach((doc) => doc.on("update", (update, origin) => origin === "other" || sent.push(update)));
  const resync = (from, to) => {
    const update = Y.encodeStateAsUpdate(from, Y.encodeStateVector(to));
    sent.push(update);
    Y.applyUpdate(to, update, "other");
  };
  for (let step = 0; step < steps; step++) {
    const doc = docs[below(2)];
    const many = 1 + below(3);
    if (below(5) === 0) doc.transact(() => { for (let n = 0; n < many; n++) below(4) ? type(doc) : choose(doc); });
    else below(4) ? type(doc) : choose(doc);
    if (below(4) === 0) resync(docs[step % 2], docs[1 - (step % 2)]);
  }
  resync(docs[0], docs[1]);
  resync(docs[1], docs[0]);
  const state = Y.encodeStateAsUpdate(docs[0]);
  const joined = Y.mergeUpdates(sent);
  return {
    updates: sent.map(hex), joined: hex(joined), state: hex(state),
    aim: docs[0].getText("aim").toString(), values: docs[0].getMap("#values").toJSON(),
  };
}

function cutLetter() {
  const doc = Object.assign(new Y.Doc(), { clientID: 900 });
  doc.getText("aim").insert(0, "a😀b");
  const before = Y.encodeStateAsUpdate(doc);
  const sent = [];
  doc.on("update", (update) => sent.push(update));
  doc.getText("aim").delete(2, 1);
  doc.getText("aim").insert(2, "\uDE01");
  return { before: hex(before), updates: sent.map(hex) };
}

const histories = [...Array(12).keys()].map((n) => history(1000 + n * 4000000 * (n % 3) + n * 2, 30));
console.log(JSON.stringify({ yjs: "13.6.33", histories, cut_letter: cutLetter() }, null, 1));
