// An update that is larger than a frame may be, as several: each needs only what came before it.
import * as Y from "yjs";
import { createEncoder, toUint8Array, writeUint8Array, writeVarUint } from "lib0/encoding";

export const MOST = 900_000; // bytes in one update: the server takes 1 MiB in a frame
const LETTERS = 200_000; // in one run of letters

// `known` is the state vector of whoever gets the pieces.
export function inPieces(update, known) {
  if (update.length <= MOST) return [update];
  const { structs, ds } = Y.decodeUpdate(update);
  const there = Y.decodeStateVector(known);
  const waiting = grouped(structs);
  const has = (id) => !id || id.clock < (there.get(id.client) ?? 0);
  const found = [];
  let runs = [];
  let size = 0;
  for (let moved = true; moved;) {
    moved = false;
    for (const [client, list] of waiting) {
      let at = 0;
      for (; at < list.length && has(list[at].origin) && has(list[at].rightOrigin); at += 1) {
        for (const struct of shorter(list[at])) {
          const bytes = encoded((encoder) => struct.write(encoder, 0));
          const again = runs.at(-1)?.client !== client && runs.some((run) => run.client === client);
          if (again || size + bytes.length > MOST) { found.push(written(runs)); runs = []; size = 0; }
          if (runs.at(-1)?.client !== client) runs.push({ client, clock: struct.id.clock, parts: [] });
          runs.at(-1).parts.push(bytes);
          size += bytes.length;
          there.set(client, struct.id.clock + struct.length);
        }
      }
      list.splice(0, at);
      moved ||= at > 0;
    }
  }
  found.push(written(runs, ds));
  return found;
}

function grouped(structs) {
  const groups = new Map();
  for (const struct of structs) {
    if (!groups.has(struct.id.client)) groups.set(struct.id.client, []);
    groups.get(struct.id.client).push(struct);
  }
  return groups;
}

// A long run of letters as several, none of which ends inside a letter of two halves.
function* shorter(struct) {
  let rest = struct;
  while (rest.content instanceof Y.ContentString && rest.length > LETTERS) {
    const half = /[\ud800-\udbff]/.test(rest.content.str[LETTERS - 1]);
    const cut = LETTERS - (half ? 1 : 0);
    const { id: { client, clock }, rightOrigin, parent, parentSub } = rest;
    const content = rest.content.splice(cut);
    rest.length = cut;
    yield rest;
    rest = new Y.Item(Y.createID(client, clock + cut), null, Y.createID(client, clock + cut - 1), null, rightOrigin, parent, parentSub, content);
  }
  yield rest;
}

function encoded(write) {
  const encoder = new Y.UpdateEncoderV1();
  write(encoder);
  return encoder.toUint8Array();
}

// Each client stands in it once.
function written(runs, deleted) {
  const encoder = createEncoder();
  writeVarUint(encoder, runs.length);
  for (const { client, clock, parts } of runs) {
    [parts.length, client, clock].forEach((number) => writeVarUint(encoder, number));
    parts.forEach((part) => writeUint8Array(encoder, part));
  }
  writeVarUint(encoder, deleted?.clients.size ?? 0);
  for (const [client, items] of deleted?.clients ?? []) {
    [client, items.length, ...items.flatMap(({ clock, len }) => [clock, len])].forEach((number) => writeVarUint(encoder, number));
  }
  return toUint8Array(encoder);
}
