// Plain words: what may stand in a text, where one version differs from another, and what two people's versions make together.

// eslint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0b-\x1f\x7f-\x9f]/g;
const HALF_LETTERS = /[\ud800-\udfff]/gu; // with `u`, only those that stand alone

export const tidy = (text) => text.replace(/\r\n?/g, "\n").replace(CONTROLS, "").replace(HALF_LETTERS, "");

const letters = globalThis.Intl?.Segmenter && new Intl.Segmenter(undefined, { granularity: "grapheme" });
const REACH = 200;

// The joined letter that `at` lies inside, as [start, end]; [at, at] between two letters.
function letterAt(text, at) {
  if (at <= 0 || at >= text.length) return [at, at];
  if (text.charCodeAt(at) < 0x300 && text.charCodeAt(at - 1) < 0x300) return [at, at];
  if (!letters) return /[\udc00-\udfff]/.test(text[at]) ? [at - 1, at + 1] : [at, at];
  let from = Math.max(text.lastIndexOf(" ", at - 1) + 1, text.lastIndexOf("\n", at - 1) + 1, at - REACH, 0);
  if (/[\udc00-\udfff]/.test(text[from])) from -= 1;
  const found = letters.segment(text.slice(from, at + REACH)).containing(at - from);
  const start = from + found.index;
  return start === at ? [at, at] : [start, start + found.segment.length];
}

// The one change that leads from `before` to `after`, with the caret where it stands now:
// {start, end, words} in `before`, or null. No joined letter is cut.
export function change(before, after, caret = after.length) {
  if (before === after) return null;
  const most = Math.min(before.length, after.length);
  const same = (n) => before[before.length - 1 - n] === after[after.length - 1 - n];
  let tail = 0;
  while (tail < Math.min(after.length - caret, most) && same(tail)) tail += 1;
  let start = 0;
  while (start < most - tail && before[start] === after[start]) start += 1;
  while (tail < most - start && same(tail)) tail += 1;
  const end = before.length - tail;
  const from = letterAt(before, start)[0];
  const to = end > start || from < start ? letterAt(before, end)[1] : end;
  return { start: from, end: to, words: after.slice(from, after.length - (before.length - to)) };
}

const pieces = (text) => text.match(/\n|[^\S\n]+|\S+/g) ?? [];
const MOST_COMPARED = 4_000_000;

// Where two rows of pieces differ: [{lo, hi, words}] in the first, in their order.
function hunks(a, b) {
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  let tail = 0;
  while (tail < Math.min(a.length, b.length) - start && a.at(-1 - tail) === b.at(-1 - tail)) tail += 1;
  const n = a.length - tail - start;
  const m = b.length - tail - start;
  if (!n && !m) return [];
  if (!n || !m || n * m > MOST_COMPARED) return [{ lo: start, hi: start + n, words: b.slice(start, start + m).join("") }];
  const wide = m + 1;
  const common = new Uint16Array((n + 1) * wide);
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let j = m - 1; j >= 0; j -= 1) {
      common[i * wide + j] = a[start + i] === b[start + j]
        ? common[(i + 1) * wide + j + 1] + 1
        : Math.max(common[(i + 1) * wide + j], common[i * wide + j + 1]);
    }
  }
  const found = [];
  for (let i = 0, j = 0; i < n || j < m;) {
    if (i < n && j < m && a[start + i] === b[start + j]) { i += 1; j += 1; continue; }
    const lo = i;
    const from = j;
    while ((i < n || j < m) && !(i < n && j < m && a[start + i] === b[start + j])) {
      if (j >= m || (i < n && common[(i + 1) * wide + j] >= common[i * wide + j + 1])) i += 1;
      else j += 1;
    }
    found.push({ lo: start + lo, hi: start + i, words: b.slice(start + from, start + j).join("") });
  }
  return found;
}

// The changes from one text to another, by words, in places of the first, in their order.
export function changes(before, after) {
  const all = pieces(before);
  const places = [0];
  for (const piece of all) places.push(places.at(-1) + piece.length);
  return hunks(all, pieces(after)).map(({ lo, hi, words }) => {
    const old = before.slice(places[lo], places[hi]);
    const inside = change(old, words);
    return { start: places[lo] + inside.start, end: places[lo] + inside.end, words: inside.words };
  });
}

// What two changed versions of a text make together. What both changed alike counts once;
// where they changed the same words differently, both stay.
export function merged(base, mine, theirs) {
  if (mine === base || mine === theirs) return theirs;
  if (theirs === base) return mine;
  const all = pieces(base);
  const a = hunks(all, pieces(mine));
  const b = hunks(all, pieces(theirs));
  let out = "";
  let at = 0;
  for (let i = 0, j = 0; i < a.length || j < b.length;) {
    const lo = Math.min(a[i]?.lo ?? Infinity, b[j]?.lo ?? Infinity);
    let hi = lo;
    const [i0, j0] = [i, j];
    const meets = (hunk) => hunk && (hunk.lo < hi || hunk.lo === lo && (hunk.lo === hunk.hi) === (hi === lo) || (i === i0 && j === j0 && hunk.lo === lo));
    for (;;) {
      if (meets(a[i])) { hi = Math.max(hi, a[i].hi); i += 1; }
      else if (meets(b[j])) { hi = Math.max(hi, b[j].hi); j += 1; }
      else break;
    }
    out += all.slice(at, lo).join("") + settled(all, lo, hi, a.slice(i0, i), b.slice(j0, j));
    at = hi;
  }
  return out + all.slice(at).join("");
}

// One place of a text as one side has it.
function side(all, lo, hi, own) {
  let words = "";
  let at = lo;
  for (const hunk of own) {
    words += all.slice(at, hunk.lo).join("") + hunk.words;
    at = hunk.hi;
  }
  return words + all.slice(at, hi).join("");
}

function settled(all, lo, hi, a, b) {
  const base = all.slice(lo, hi).join("");
  const mine = side(all, lo, hi, a);
  const theirs = side(all, lo, hi, b);
  if (mine === base || theirs.includes(mine)) return theirs;
  if (theirs === base || mine.includes(theirs)) return mine;
  const [first, second] = [change(base, theirs), change(base, mine)].sort((x, y) => x.start - y.start || x.end - y.end);
  if (base && first.end <= second.start) {
    return base.slice(0, first.start) + first.words + base.slice(first.end, second.start) + second.words + base.slice(second.end);
  }
  const gap = /\S$/.test(theirs) && /^\S/.test(mine) ? " " : "";
  return theirs + gap + mine;
}
