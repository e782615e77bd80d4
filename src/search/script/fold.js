// Search over the files beside this script. The format: docs/search-format.md.
// init() opens the index; search(query, options) gives {ids, exact}; urls(ids) their addresses;
// show(n) the first n checked results with passages.
//
// The parts of this folder are one module, in the order in which src/search/script.rs joins them.

const FACET = 6, GROUPS = { district: 1, page: 2, reporter: 3, column: 4, kind: 5 };

// ---- Folding and keys -------------------------------------------------------------------

const CLUSTER = /[^][\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]*/gu;
const PLAIN = /^[\u4e00-\u9fff\u3400-\u4dbfa-z0-9]$/;
const DROPPED = /[\t-\r \x85\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufe00-\ufe0f\ufeff]/g;
const BREAK = /[\0-\/:-@\[-`{-\xbf\xd7\xf7\u2000-\u2bff\u2e00-\u2e7f\u2ff0-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30a0\u30fb\ufd3e\ufd3f\ufe10-\ufe1f\ufe30-\ufe6f\uff00-\uff0f\uffe0-\uffef\ufff0-\uffff]/;

let variants = new Map();

/** Folded text, and for each of its units where its character begins in `text`. */
export function fold(text) {
  const starts = [];
  let folded = '', at = 0;
  for (const cluster of text.match(CLUSTER) ?? []) {
    let part = cluster;
    if (!PLAIN.test(cluster)) {
      part = [...cluster.normalize('NFKC')].map((c) => c.toLowerCase()).join('').replace(DROPPED, '');
    }
    folded += variants.size ? part.replace(/[^]/g, (unit) => variants.get(unit) ?? unit) : part;
    for (let i = 0; i < part.length; i++) starts.push(at);
    at += cluster.length;
  }
  return { folded, starts };
}

const PARTED = 0x5280, PLACES = PARTED + 0xffff, POSITIONS = 16, PHASES = 12, isWide = (unit) => unit < 0x2e80;
/** How many units of a pair are alphabetic, and the class of a unit after such a pair. */
const wideness = (group, second) => isWide(group) + isWide(second);
const after = (unit, wide) => wide ? isWide(unit) ? unit % 10 : 10 + unit % 6 : unit >> 4 & 1;

/** The place of a second unit among those that the leaves of a group part between them; and back. */
const place = (unit) => unit < 0x80 ? (unit + 0x5200) * 13049 % PARTED : unit >= 0x4e00 && unit <= 0x9fff ? (unit - 0x4e00) * 13049 % PARTED : PARTED + unit;
function unitAt(place) {
  const unit = place < PARTED ? place * 19529 % PARTED : place;
  return unit < 0x5200 ? unit + 0x4e00 : unit - (unit < PARTED ? 0x5200 : PARTED);
}

/** Where a key lies among those of its group, a group among those that share pools. */
const spread = (number) => Math.imul(number, 40503) & 0xffff;
const position = (group, at) => group < FACET ? spread(at) : at < PARTED ? Math.floor(at * 65536 / PARTED) : 0xffff;

/** The pairs of a run, with the unit after each where there is one. */
function covers(run) {
  return Array.from(run.slice(1), (_, start) => {
    const [group, second, next] = [0, 1, 2].map((i) => run.charCodeAt(start + i));
    return { group, second, next, start, span: wideness(group, second) > 1 && next === next ? 3 : 2 };
  });
}

/** Words, "phrases" and -exclusions of a query, each once. A phrase in “” ends at the next of either mark, lest every one that is open be looked for to the end. */
export function parse(query) {
  const words = new Map();
  for (let [, not, quoted, curly, plain] of [...String(query)].slice(0, 2e4).join('').matchAll(/([-－])?(?:["＂]([^"＂]*)["＂]?|“([^“”]*)”(?=\s|$)|(\S+))/gu)) {
    const text = quoted ?? curly ?? plain, { folded } = fold(text);
    not = !!not;
    if (folded) words.set(not + folded, { text, folded, not, runs: folded.split(BREAK).filter(Boolean) });
  }
  return [...words.values()];
}

/** What to look up for a word: first the keys that cover it, then those in between. */
function plan({ folded, runs }, index) {
  const first = [], later = [], whole = (runs[0] ?? folded[0]) === folded;
  // Nothing but marks: every mark is a key of its own.
  if (!runs.length) for (const mark of new Set(folded)) if (mark > '\x05') first.push({ group: mark.charCodeAt(0), second: 0, index });
  for (const run of runs) {
    if (run.length === 1) { first.push({ group: run.charCodeAt(0), unit: true, index }); continue; }
    let next = 0;
    for (const key of covers(run)) {
      const last = key.start + 2 === run.length && next < run.length;
      const chosen = key.start === next || last;
      if (chosen) next = key.start + key.span;
      (chosen ? first : later).push({ ...key, index });
    }
  }
  const exact = whole && first.length === 1;
  return { first, later: exact ? [] : later, whole, exact };
}

