// Search over the files beside this script. The format: docs/search-format.md.
// init() opens the index and, on the search page, the form; search(query, options) gives
// {ids, exact}; urls(ids) their addresses; show(n) the first n checked results with passages.

const VERSION = 4, BLOCK = 5, WHOLE = 6, SHORT = 8, COMMON = 32, KEYS = 40, CHECKED = 10, BURST = 8;
const GROUPS = { district: 1, page: 2, reporter: 3, column: 4, kind: 5 };
const HERE = new URL('./', import.meta.url);
const ROOT = new URL('../', HERE);

class SearchError extends Error {
  constructor(code, path) { super(`${code}: ${path}`); this.code = code; }
}

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

const FACET = 6, PARTED = 0x5280, PLACES = PARTED + 0xffff, POSITIONS = 16, PHASES = 12, isWide = (unit) => unit < 0x2e80;
/** The class of a unit after a pair. */
const after = (unit) => isWide(unit) ? unit % 10 : 10 + unit % 6;

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
    return { group, second, next, start, span: isWide(group) && isWide(second) && next === next ? 3 : 2 };
  });
}

/** Words, "phrases" and -exclusions of a query. */
export function parse(query) {
  const words = [];
  for (const [, not, quoted, curly, plain] of query.matchAll(/([-－])?(?:["＂]([^"＂]*)["＂]?|“([^”]*)”(?=\s|$)|(\S+))/gu)) {
    const text = quoted ?? curly ?? plain, { folded } = fold(text);
    if (folded && !words.some((word) => word.folded === folded && word.not === !!not)) words.push({ text, folded, not: !!not, runs: folded.split(BREAK).filter(Boolean) });
  }
  return words;
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

// ---- Files ------------------------------------------------------------------------------

const files = new Map(), queue = [];
let busy = 0;

/** The content of a file of the index, its checksum verified; kept while the page is open. */
function load(path, fresh) {
  if (fresh || !files.has(path)) {
    const reading = read(path, fresh ? 'no-cache' : 'default')
      .catch((error) => error.code === 'damaged' ? read(path, 'reload') : Promise.reject(error));
    files.set(path, reading);
    reading.catch(() => files.delete(path));
  }
  return files.get(path);
}

async function read(path, cache) {
  let bytes;
  if (busy >= 48) await new Promise((go) => queue.push(go));
  busy++;
  try {
    const response = await fetch(new URL(path, HERE), { cache });
    if (!response.ok) throw new SearchError('missing', path);
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw error.code ? error : new SearchError('offline', path);
  } finally {
    busy--;
    queue.shift()?.();
  }
  const end = bytes.length - 4;
  let sum = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) sum = Math.imul(sum ^ path.charCodeAt(i), 0x1000193);
  for (let i = 0; i < end; i++) sum = Math.imul(sum ^ bytes[i], 0x1000193);
  if (end < 0 || sum !== new DataView(bytes.buffer).getInt32(end)) throw new SearchError('damaged', path);
  return bytes.subarray(0, end);
}

/** Reads gamma and interpolative codes. */
class Bits {
  constructor(bytes) { this.bytes = bytes; this.at = 0; }
  bits(count) {
    let value = 0;
    while (count > 0) {
      const room = 8 - (this.at & 7), take = room < count ? room : count;
      if (this.at >> 3 >= this.bytes.length) throw new SearchError('damaged', 'bits');
      value = value * (1 << take) + ((this.bytes[this.at >> 3] >> (room - take)) & ((1 << take) - 1));
      this.at += take;
      count -= take;
    }
    return value;
  }
  gamma() {
    let width = 0;
    while (!this.bits(1)) width++;
    return 2 ** width + this.bits(width);
  }
  below(range, centred) {
    if (range <= 1) return 0;
    const width = 32 - Math.clz32(range - 1), short = 2 ** width - range;
    let value = this.bits(width - 1);
    if (value >= short) value = value * 2 + this.bits(1) - short;
    return centred ? (value + Math.floor((range - short) / 2)) % range : value;
  }
  ascending(count, low, high) {
    const out = new Uint32Array(count);
    const fill = (from, to, low, high) => {
      if (from >= to) return;
      const middle = (from + to) >> 1, floor = low + middle - from;
      const value = floor + this.below(high + 2 - to + middle - floor, to - from > 2);
      out[middle] = value;
      fill(from, middle, low, value - 1);
      fill(middle + 1, to, value + 1, high);
    };
    fill(0, count, low, high);
    return out;
  }
  /** Articles of a unit. */
  whole(size) {
    const articles = this.ascending(this.gamma(), 0, size - 1);
    return { articles, heads: new Uint8Array(articles.length) };
  }
  counted(high) { return this.ascending(this.gamma() - 1, 0, high); }
  /** A list: articles, which of them have the key in the headline, what comes after it if it is told. */
  list(size, group, second, told = second && group >= FACET) {
    const list = this.whole(size), last = list.articles.length - 1;
    if (last + 1 < SHORT) return list;
    for (const i of this.counted(last)) list.heads[i] = 1;
    if (!told) return list;
    if (isWide(group) && isWide(second)) {
      list.units = new Map(Array.from(this.counted(0xffff), (unit) => [unit, this.ascending(last + 2 - this.gamma(), 0, last)]));
    } else if ((isWide(group) || isWide(second)) && (last + 1) * COMMON >= size) {
      list.masks = Uint16Array.from(list.heads, () => 1 << this.bits(4));
      for (const i of this.counted(last)) list.masks[i] = this.bits(16);
    }
    return list;
  }
  /** How positions are halved into leaves: [depth, index] of each. */
  shape(depth = 0, index = 0) {
    if (depth > POSITIONS) throw new SearchError('damaged', 'shape');
    return this.bits(1) ? [...this.shape(depth + 1, 2 * index), ...this.shape(depth + 1, 2 * index + 1)] : [[depth, index]];
  }
  /** The lists of a leaf of a group, by second unit or number of the value. */
  group(group, size, [depth, index] = [0, 0]) {
    const start = (i) => Math.ceil(i * PARTED / 2 ** depth), facet = group < FACET;
    const high = facet ? 0xffffffff : index + 1 < 2 ** depth ? start(index + 1) - 1 : PLACES;
    const seconds = Array.from(this.ascending(this.gamma() - 1, facet ? 0 : start(index), high), facet ? (at) => at : unitAt);
    return new Map(seconds.map((second) => [second, this.list(size, group, second)]));
  }
}

// The alphabet of the text blocks, part of the format.
const FREQUENT = ' \n\x1e\x1f-./0123456789abcdefghijklmnopqrstuvwxyz，。的、“”国一中人业在发新动大海年全和产是工为化科实生学能力不作有展成技体进会了要上南地出时理平强来主自等高家日同建合重以民务到现心个我创与加对行推提记方长区开近代持部党用关这深本多前共机总设政习经者向文月更水服们市场研制度基定入书量系社好就治,:()《》县';

async function inflate(path) {
  const stream = new Blob([await load(path)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte < 173) text += FREQUENT[byte];
    else if (byte < 255) text += String.fromCharCode(((byte - 173 + 0x4e) << 8) | bytes[++i]);
    else text += String.fromCharCode((bytes[++i] << 8) | bytes[++i]);
  }
  return text;
}

// ---- The index --------------------------------------------------------------------------

const name = (hash) => hash.toString(16).padStart(8, '0');
let opening;
let parsed = new Map();

const once = (key, make) => {
  if (!parsed.has(key)) {
    const made = make();
    parsed.set(key, made);
    made.catch?.(() => parsed.delete(key));
  }
  return parsed.get(key);
};

/** Opens the index: {build, articles, chunks, tiers, facets}. */
function open(fresh) {
  if (fresh || !opening) {
    opening = directory(fresh);
    opening.catch(() => { opening = undefined; });
  }
  return opening;
}

async function directory() {
  const bytes = await load('index.bin', true);
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== 'ZZSI') throw new SearchError('damaged', 'index.bin');
  if (bytes[4] !== VERSION) throw new SearchError('version', 'index.bin');
  const bits = new Bits(bytes.subarray(13)), index = { build: Array.from(bytes.subarray(5, 13), (b) => name(b).slice(6)).join('') };
  index.facets = `facets-${name(bits.bits(32))}.bin`;
  const pairs = bits.bits(1) ? await inflate(`variants-${name(bits.bits(32))}.bin`) : '';
  variants = new Map(pairs.match(/../g)?.map((pair) => [...pair]));
  let start = 0;
  const many = (make) => Array.from({ length: bits.gamma() - 1 }, make);
  index.chunks = many(() => {
    const chunk = { start, articles: bits.gamma(), folder: `t/${name(bits.bits(32))}/` };
    start += chunk.articles;
    return chunk;
  });
  index.articles = start;
  index.tiers = many(() => {
    const tier = { first: bits.gamma() - 1, sections: many(() => many(() => ({ phase: bits.bits(PHASES), end: bits.gamma() - 1, hash: bits.bits(32) }))), pools: bits.shape() };
    tier.heavy = new Map(Array.from(bits.ascending(bits.gamma() - 1, 0, 0xffff), (group) => [group, {}]));
    for (const [group, heavy] of tier.heavy) {
      heavy.leaves = bits.shape();
      const facet = group < FACET, long = bits.ascending(bits.gamma() - 1, 0, facet ? 0xffffffff : PLACES);
      heavy.long = new Map(Array.from(long, (at) => [facet ? at : unitAt(at), bits.gamma() - 1]));
      heavy.whole = !facet && heavy.leaves.length + heavy.long.size >= WHOLE;
    }
    return tier;
  });
  return index;
}

const hex = (group) => `${name(group >> 8).slice(6)}/${name(group & 255).slice(6)}`, hex4 = (unit) => unit.toString(16).padStart(4, '0');
const NONE = { articles: new Uint32Array(), heads: new Uint8Array() };

/** Where the sections of a leaf are: first article, number of articles, folder. Group 0 has the pools. */
function spans({ first, sections }, group, [depth, index]) {
  const phase = Math.imul(group << 16 | index << (POSITIONS - depth), 0x9e3779b1) >>> (32 - PHASES), out = [];
  let low = first, before = 0;
  for (const turns of sections) {
    const { end, hash } = turns.findLast((turn) => turn.phase <= phase);
    if (low < end) out.push({ low, size: end - low, folder: `k/${name((hash - before) >>> 0)}/` });
    [low, before] = [end, hash];
  }
  return out;
}

const leafOf = (leaves, at) => leaves.findLast(([depth, index]) => index << (POSITIONS - depth) <= at);

/** A file of keys, taken apart by `take`; one without content has nothing. */
const file = (path, none, take) => once(path, async () => {
  const bits = new Bits(await load(path));
  return bits.bytes.length ? take(bits) : none;
});

/** The lists of a leaf of a heavy group. */
const leafLists = ({ low, size, folder }, group, leaf) =>
  file(`${folder}${hex(group)}-${2 ** leaf[0] + leaf[1]}.bin`, new Map(), (bits) => bits.group(group, size, leaf));

/** The lists of a group in a pool. */
async function poolLists({ size, folder }, group, [depth, index]) {
  const groups = await file(`${folder}p/${2 ** depth + index}.bin`, new Map(), (bits) => {
    const members = bits.ascending(bits.gamma() - 1, 0, 0xffff);
    return new Map(Array.from(members, (member) => [member, bits.group(member, size)]));
  });
  return groups.get(group) ?? new Map();
}

/** A list in a file of its own; with `next` the cut of it where that unit may follow. */
function longList({ size, folder }, group, second, next, cuts) {
  const cut = cuts && next >= 0 ? `-${cuts}-${after(next) * cuts >> 4}` : '';
  return file(`${folder}${hex(group)}/${hex4(second)}${cut}.bin`, NONE, (bits) => bits.list(size, group, second, cut && isWide(group) && isWide(second)));
}

/** What a list tells of the articles where `next` may follow; `sure` if it holds nothing else. */
function followed(list, next) {
  const { articles, heads, units, masks } = list;
  if (!(next >= 0)) return { articles, heads, sure: true };
  if (!units && !masks) return { articles, heads, sure: !articles.length };
  const keep = units ? units.get(next) ?? [] : [...articles.keys()].filter((i) => masks[i] >> after(next) & 1);
  return { articles: Array.from(keep, (i) => articles[i]), heads: Array.from(keep, (i) => heads[i]), sure: !!units };
}

/** Where the lists of a key are in a tier: spans, each with a way to `read` it. */
function keySpans(tier, { group, second, next }) {
  const heavy = tier.heavy.get(group), leaf = heavy ? leafOf(heavy.leaves, position(group, group < FACET ? second : place(second))) : leafOf(tier.pools, spread(group));
  const cuts = heavy?.long.get(second);
  return spans(tier, heavy ? group : 0, leaf).map((span) => ({
    ...span,
    read: async () => followed(cuts >= 0 ? await longList(span, group, second, next, cuts) : (await (heavy ? leafLists : poolLists)(span, group, leaf)).get(second) ?? NONE, next),
  }));
}

/** All lists of a group in a tier: [first article, second unit or value, list]. */
async function groupLists(tier, group) {
  const heavy = tier.heavy.get(group), all = (leaf, read) => spans(tier, heavy ? group : 0, leaf).map(async (span) => [...await read(span)].map(([second, list]) => [span.low, second, list]));
  if (!heavy) { const leaf = leafOf(tier.pools, spread(group)); return (await Promise.all(all(leaf, (span) => poolLists(span, group, leaf)))).flat(); }
  return (await Promise.all([
    ...heavy.leaves.flatMap((leaf) => all(leaf, (span) => leafLists(span, group, leaf))),
    ...[...heavy.long.keys()].flatMap((second) => keySpans(tier, { group, second }).map(async (span) => [[span.low, second, await span.read()]])),
  ])).flat();
}

/** All articles with a unit. */
async function wholeUnit(index, group) {
  const seen = new Uint8Array(index.articles), reading = [];
  for (const tier of index.tiers) {
    if (!tier.heavy.get(group)?.whole) { reading.push(groupLists(tier, group)); continue; }
    reading.push(...spans(tier, group, [0, 0]).map(async ({ low, size, folder }) => [[low, 0, await file(`${folder}${hex(group)}.bin`, NONE, (bits) => bits.whole(size))]]));
  }
  for (const [low, , list] of (await Promise.all(reading)).flat()) list.articles.forEach((article, i) => { seen[low + article] |= 1 + list.heads[i]; });
  const articles = Array.from(seen.keys()).filter((i) => seen[i]);
  return { articles, heads: articles.map((article) => seen[article] >> 1), sure: true };
}

/**
 * The articles of a key, or of a whole unit, in pieces: each of the articles up to `to`, with a
 * list that counts from `low`, or without where `worth(from, to)` says it need not be read.
 */
async function find(index, term, worth = () => true) {
  if (term.unit) return [{ to: index.articles, low: 0, list: await wholeUnit(index, term.group) }];
  let from = 0;
  return Promise.all(index.tiers.flatMap((tier) => keySpans(tier, term)).map(async ({ low, size, read }) => {
    const to = low + size, wanted = worth(from, from = to);
    return { to, low, list: wanted ? await read() : undefined };
  }));
}

/** Facet values and days of the archive. */
export async function facets() {
  const index = await open();
  return once('facets', async () => JSON.parse(await inflate(index.facets)));
}

// ---- Searching --------------------------------------------------------------------------

/**
 * Those of `found` that are in the pieces of a list too: `misses` has a bit for each word that is
 * not in the headline throughout, `skipped` counts the lists that were not read.
 */
function narrow(found, pieces, bit) {
  const articles = [], misses = [], sure = [], skipped = [];
  const take = (article, missed, isSure, skips) => { articles.push(article); misses.push(missed); sure.push(isSure); skipped.push(skips); };
  let i = 0;
  for (const { to, low, list } of pieces) {
    if (!found) list?.articles.forEach((article, j) => take(low + article, list.heads[j] ? 0 : bit, list.sure, 0));
    for (let j = 0; i < found?.articles.length && found.articles[i] < to; i++) {
      const article = found.articles[i];
      while (list && list.articles[j] + low < article) j++;
      if (!list) take(article, found.misses[i], false, found.skipped[i] + 1);
      else if (list.articles[j] + low === article) take(article, found.misses[i] | (list.heads[j] ? 0 : bit), found.sure[i] && list.sure, found.skipped[i]);
    }
  }
  return { articles, misses, sure, skipped };
}

const only = (found, keep) => {
  const at = Array.from(found.articles.keys()).filter((i) => keep(found.articles[i])), some = (list) => at.map((i) => list[i]);
  return { articles: some(found.articles), misses: some(found.misses), sure: some(found.sure), skipped: some(found.skipped) };
};

/** Candidates: {articles, misses, sure, doubt}, doubt being how many may be none. */
async function candidates(index, plans, filters, range) {
  const heavy = index.tiers[0]?.heavy, weight = (unit) => 1 + (heavy?.get(unit)?.leaves.length ?? 0);
  const cost = ({ group, second, unit }) => weight(group) * (unit ? 1e3 : weight(second));
  const wanted = plans.filter((p) => !p.not), all = (some) => wanted.flatMap((p) => p[some]).sort((a, b) => cost(a) - cost(b)).slice(0, KEYS);
  const first = all('first'), terms = [...first, ...all('later')], alone = wanted.length === 1 && wanted[0].whole;
  const inRange = (from, to) => range[0] < to && range[1] > from;
  let found, done = 0, chance = index.articles, doubt = Infinity;
  for (const pieces of await Promise.all(filters.map((filter) => find(index, filter, inRange)))) found = narrow(found, pieces, 2 ** 30);
  const count = () => found?.articles.length ?? Infinity;
  // The rarest key first, then the others, until they would take more files than they save.
  while (done < terms.length && (!done || (count() > 1 && (!alone || doubt > count() / 20)))) {
    const batch = terms.slice(done, Math.min(2 * done || 1, done < first.length ? first.length : terms.length));
    const enough = Math.max(1, count() / 20), before = found;
    const worth = done ? (from, to) => before.articles.filter((article) => article >= from && article < to).length > enough : inRange;
    const got = await Promise.all(batch.map((term) => find(index, term, worth)));
    got.forEach((pieces, i) => {
      found = narrow(found, pieces, 2 ** Math.min(batch[i].index, 30));
      if (!done) found = only(found, (article) => inRange(article, article + 1));
      // As many would hold all keys if they stood in the text by chance; what belongs together does so more often.
      const length = pieces.reduce((sum, { list }) => sum + (list ? list.articles.length : 0), 0);
      chance *= length / index.articles * (done + i ? BURST : 1);
    });
    done += batch.length;
    doubt = done > 1 ? Math.min(count(), chance) : count();
  }
  if (!terms.length) found = only(found, (article) => inRange(article, article + 1));
  let exact = done === terms.length && wanted.every((p) => p.exact);
  for (const p of plans) {
    if (!p.not || !count()) continue;
    const pieces = p.exact && await find(index, p.first[0]);
    if (pieces && pieces.every(({ list }) => list.sure)) {
      const out = new Set(pieces.flatMap(({ low, list }) => Array.from(list.articles, (article) => low + article)));
      found = only(found, (article) => !out.has(article));
    } else exact = false;
  }
  if (!exact) found.sure.fill(false);
  return { ...found, doubt: alone && plans.length === 1 ? doubt + found.skipped.filter(Boolean).length : count() };
}

const day = (date) => Date.parse(date) / 864e5;

/** Articles from the first of `from` to the last of `to`. */
async function dateRange(from, to, index) {
  if (!from && !to) return [0, index.articles];
  const [first, days] = (await facets()).days;
  let date = day(first), at = 0, range = [index.articles, 0];
  for (let i = 0; i < days.length; i++) {
    if (i) date += days[i++];
    if (!(date < day(from)) && !(date > day(to))) range = [Math.min(range[0], at), at + days[i]];
    at += days[i];
  }
  return range;
}

async function filterKeys(options) {
  const keys = [];
  for (const [facet, group] of Object.entries(GROUPS)) {
    if (!options[facet]) continue;
    const rest = (await facets())[facet].findIndex(([value]) => value === options[facet]);
    keys.push(rest < 0 ? null : { group, second: rest });
  }
  return keys;
}

let last;

/** What an answer rests on: {words, index, sure, sort, shown, next}. */
const basis = new WeakMap();

/**
 * Finds articles: {ids, exact}, best or newest first. With `exact` every id is a match; without
 * it some may drop out when show() checks their text. Options: district, page, reporter,
 * column, kind, from, to (dates), sort ('relevance', 'date', 'oldest').
 */
export async function search(query, options = {}) {
  try {
    return last = await attempt(query, options);
  } catch (error) {
    // A newer build has taken the files away, or a file is damaged: begin again, once.
    const build = (await opening?.catch(() => 0))?.build;
    if (error.code === 'missing' && build && (await open(true)).build !== build) {
      files.clear();
      parsed = new Map();
      return last = await attempt(query, options);
    }
    throw error;
  }
}

async function attempt(query, options) {
  const index = await open();
  const words = parse(String(query).slice(0, 20000));
  const plans = words.map((word, i) => ({ ...plan(word, i), not: word.not }));
  const result = { ids: [], exact: true }, base = { words, index, sure: [], sort: options.sort ?? 'relevance', shown: [], next: 0 };
  basis.set(result, base);
  const filters = await filterKeys(options), positive = plans.some((p) => !p.not && p.first.length);
  if (filters.includes(null) || !(positive || (filters.length && !plans.some((p) => !p.not)))) return result;
  const found = await candidates(index, plans, filters, await dateRange(options.from, options.to, index));
  const wanted = 2 ** Math.min(words.length, 31) - 1, weigh = (misses) => {
    let score = 0;
    for (let rest = ~misses & wanted; rest; rest &= rest - 1) score++;
    return score;
  };
  let hits = Array.from(found.articles, (id, i) => ({ id, score: weigh(found.misses[i]), sure: found.sure[i] }));
  const doubtful = hits.filter((hit) => !hit.sure);
  if (doubtful.length <= CHECKED && found.doubt * 8 > doubtful.length) {
    await Promise.all(doubtful.map(async (hit) => { hit.drop = !await check(hit.id, words); hit.sure = true; }));
    hits = hits.filter((hit) => !hit.drop);
  }
  const { sort } = base;
  hits.sort((a, b) => (sort === 'relevance' && b.score - a.score) || (sort === 'oldest' ? a.id - b.id : b.id - a.id));
  base.sure = hits.map((hit) => hit.sure);
  return Object.assign(result, { ids: hits.map((hit) => hit.id), exact: hits.every((hit) => hit.sure) });
}

/** The chunk of an article and its number in it. */
function locate(index, id) {
  let low = 0, high = index.chunks.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (index.chunks[middle].start <= id) low = middle; else high = middle;
  }
  return [index.chunks[low], id - index.chunks[low].start];
}

/** An article of the text blocks. */
async function article(id) {
  const [chunk, number] = locate(await open(), id), path = `${chunk.folder}${Math.floor(number / BLOCK)}.bin`;
  const records = await once(path, async () => (await inflate(path)).split('\x1e').map((record) => {
    const [url, date, page, kind, title, text] = record.split('\x1f');
    return { url, date: date.replace(/(\d{4})(\d\d)(\d\d)/, '$1-$2-$3'), page, kind, title, text };
  }));
  return { id, ...records[number % BLOCK] };
}

/** The addresses of articles, relative to the root of the site. */
export async function urls(ids) {
  const index = await open();
  return Promise.all(Array.from(ids, async (id) => {
    const [chunk, number] = locate(index, id), path = `${chunk.folder}u.bin`;
    return (await once(path, async () => (await inflate(path)).split('\n')))[number];
  }));
}

/** Where the words stand in a text: [start, end] pairs in order, not touching. */
function spots(text, words) {
  const { folded, starts } = fold(text), found = [], hit = new Set();
  starts.push(text.length);
  words.forEach((word, w) => {
    for (let at = folded.indexOf(word.folded); at >= 0; at = folded.indexOf(word.folded, at + 1)) {
      hit.add(w);
      let end = at + word.folded.length;
      while (starts[end] === starts[at + word.folded.length - 1]) end++;
      found.push([starts[at], starts[end], w]);
      if (found.length > 500) break;
    }
  });
  return { found: found.sort((a, b) => a[0] - b[0] || b[1] - a[1]), hit };
}

/** Checks an article against the words; null when it is no match. */
async function check(id, words) {
  const it = await article(id), title = spots(it.title, words), text = spots(it.text, words);
  const has = (w) => title.hit.has(w) || text.hit.has(w);
  return words.every((word, w) => has(w) !== word.not) ? { ...it, title, text, headline: it.title, body: it.text } : null;
}

/** Text in parts, [text, marked], of the stretch from `from` to `to`. */
function parts(text, found, from, to) {
  const out = [];
  let at = from;
  for (const [start, end] of found) {
    if (end <= at || start >= to) continue;
    if (start > at) out.push([text.slice(at, start), false]);
    out.push([text.slice(Math.max(at, start), Math.min(end, to)), true]);
    at = Math.min(end, to);
  }
  if (at < to) out.push([text.slice(at, to), false]);
  return out;
}

const LENGTH = 110;

/** The stretch of the text that shows most of the words, closest together. */
function passage({ body, text: { found } }, count) {
  let best = [0, 0, 0];
  for (let i = 0; i < found.length; i++) {
    const seen = new Set();
    for (let j = i; j < found.length && found[j][1] - found[i][0] < LENGTH && seen.size < count; j++) {
      seen.add(found[j][2]);
      if (seen.size > best[2]) best = [found[i][0], found[j][1], seen.size];
    }
  }
  const before = body.slice(Math.max(0, best[0] - 32), best[0]);
  const from = best[0] - before.length + Math.max(0, ...['。', '\n', '！', '？'].map((mark) => before.lastIndexOf(mark) + 1));
  const to = Math.min(body.length, Math.max(from + LENGTH, best[1]));
  const shown = parts(body, found, from, to);
  if (from > 0) shown.unshift(['…', false]);
  if (to < body.length) shown.push(['…', false]);
  return { shown, near: best[2] * 1e3 - (best[1] - best[0]), lead: best[0] };
}

const EDGE = /[\s\p{P}\p{S}]+/u, WORD = /[0-9a-z]/i, quote = (text) => encodeURIComponent(text.toWellFormed?.() ?? text).replace(/-/g, '%2D');

/**
 * A text fragment for a hit. Browsers want its ends at word borders, which Chinese has none of:
 * what stands around the hit goes with it, up to a mark. Marks themselves stay out, for the
 * page may show others than those that were printed. Numbers and words are marked whole.
 */
function fragment(text, start, end) {
  while (start > 0 && WORD.test(text[start]) && WORD.test(text[start - 1])) start--;
  while (end < text.length && WORD.test(text[end - 1]) && WORD.test(text[end])) end++;
  const runs = text.slice(start, end).split(EDGE).filter(Boolean);
  if (!runs.length) return '';
  let from = start, until = end;
  while (from > 0 && start - from < 60 && !EDGE.test(text[from - 1])) from--;
  while (until < text.length && until - end < 60 && !EDGE.test(text[until])) until++;
  const whole = runs.length > 1 ? `${quote(runs[0])},${quote(runs.at(-1))}` : quote(runs[0]);
  // `16` of `16.5%` has no border of its own.
  const before = EDGE.test(text[start]) ? '' : text.slice(from, start).replace(/^\d+/, ''), after = EDGE.test(text[end - 1]) ? '' : text.slice(end, until).replace(/\d+$/, '');
  return `:~:text=${before ? `${quote(before)}-,` : ''}${whole}${after ? `,-${quote(after)}` : ''}`;
}

/** The address of a hit, with the hit itself where the browser can mark it. */
function link({ url, body, text: { found } }) {
  const to = new URL(url, ROOT);
  if (found.length) to.hash = fragment(body, ...found[0]);
  return to.href;
}

/** A clear error when an article that the index is sure of does not hold the words. */
async function confirm(result, at) {
  const { words, sure } = basis.get(result), checked = await check(result.ids[at], words);
  if (!checked && sure[at]) throw new SearchError('damaged', `article ${result.ids[at]}`);
  return checked;
}

/**
 * The results of the last search from `from` on, `n` of them, checked against their text:
 * {id, url, href, title, date, page, kind, passage}; title and passage in parts [text, marked].
 */
export async function show(n = 10, from = 0, result = last) {
  if (!result) return [];
  const base = basis.get(result);
  let hits;
  if (result.exact) {
    hits = await Promise.all(result.ids.slice(from, from + n).map((_, i) => confirm(result, from + i)));
  } else {
    while (base.shown.length < from + n && base.next < result.ids.length) {
      const first = base.next, count = Math.min(from + n - base.shown.length, result.ids.length - first);
      const checked = await Promise.all(Array.from({ length: count }, (_, i) => confirm(result, first + i)));
      if (base.next !== first) continue;
      base.next += count;
      base.shown.push(...checked.filter(Boolean));
    }
    hits = base.shown.slice(from, from + n);
  }
  const count = base.words.filter((word) => !word.not).length;
  const page = hits.map((hit) => {
    const { shown, near, lead } = passage(hit, count);
    return {
      id: hit.id, url: hit.url, href: link(hit), date: hit.date, page: hit.page, kind: hit.kind,
      title: parts(hit.headline, hit.title.found, 0, hit.headline.length), passage: shown,
      rank: hit.title.hit.size * 1e6 + near + (lead < 160 ? 500 : 0),
    };
  });
  return base.sort === 'relevance' ? page.sort((a, b) => b.rank - a.rank || b.id - a.id) : page;
}

/** How many of the last results carry each value of a facet: {value: count}. */
export async function counts(facet, result = last) {
  const values = (await facets())[facet], out = {};
  const { index } = basis.get(result), here = new Uint8Array(index.articles);
  for (const id of result.ids) here[id] = 1;
  await Promise.all(index.tiers.map(async (tier) => {
    for (const [low, value, list] of await groupLists(tier, GROUPS[facet])) {
      let count = 0;
      for (const article of list.articles) count += here[low + article];
      if (count) out[values[value][0]] = (out[values[value][0]] ?? 0) + count;
    }
  }));
  return out;
}

// ---- The page ---------------------------------------------------------------------------

const PAGE = 10;
const FACETS = { district: '区县', page: '版次', reporter: '记者', column: '栏目', kind: '类别' };
const KINDS = { news: '新闻', photo: '图片', column: '专栏', commentary: '评论', notice: '公告', brief: '简讯', digest: '综合', poem: '诗歌', ad: '广告' };
const SORTS = { relevance: '按相关程度', date: '新的在前', oldest: '旧的在前' };
const OFTEN = 300, SUMMARY = '筛选与排序';
const TROUBLE = {
  offline: '没有取到检索用的文件，请检查网络后重试。',
  missing: '检索用的文件缺失，无法给出可靠结果。请稍后重试；若总是如此，请告知本站。',
  damaged: '检索用的文件损坏，无法给出可靠结果。请稍后重试；若总是如此，请告知本站。',
  version: '本站的检索索引已更新，请重新载入本页。',
};

/** An element with properties, attributes and children; text only ever as text. */
function el(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === false) continue;
    if (key in element && key !== 'list') element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const number = (count) => count.toLocaleString('zh-CN');
const marked = (some) => some.map(([text, hit]) => hit ? el('mark', {}, text) : text);

let ui;

/** Opens the index and, on the search page, puts the form in its place. */
export async function init() {
  const app = globalThis.document?.getElementById('search-app');
  if (app && !ui) mount(app);
  const { build, articles } = await open();
  return { build, articles };
}

function mount(app) {
  const input = el('input', { type: 'search', name: 'q', id: 'search-q', autocomplete: 'off', enterKeyHint: 'search', maxLength: 20000 });
  const fields = { q: input };
  const panel = el('div', { className: 'search-filters' });
  const more = el('details', { className: 'search-more' }, el('summary', {}, SUMMARY), panel);
  const form = el('form', { className: 'search-form', role: 'search', action: location.pathname },
    el('label', { htmlFor: 'search-q' }, '检索全部文章的标题和正文'),
    el('div', { className: 'search-line' }, input, el('button', { type: 'submit' }, '检索')),
    el('p', { className: 'search-help' }, '空格隔开的词须同时出现；引号内的词连在一起；词前加减号则排除。'), more);
  const status = el('p', { className: 'search-status', role: 'status' });
  const results = el('ol', { className: 'search-results' });
  const advice = el('div', { className: 'search-advice' });
  const pager = el('nav', { className: 'search-pager', 'aria-label': '结果分页', hidden: true });
  ui = { title: document.title, fields, panel, more, status, results, advice, pager, run: 0, composing: false };
  const field = (key, label, control) => {
    control.id = `search-${key}`;
    control.name = key;
    fields[key] = control;
    panel.append(el('div', { className: 'search-field' }, el('label', { htmlFor: control.id }, label), control));
    control.addEventListener('change', () => go({ p: 1 }));
  };
  for (const [key, label] of Object.entries(FACETS)) field(key, label, el('select', {}, el('option', { value: '' }, '全部')));
  field('from', '起始日期', el('input', { type: 'date' }));
  field('to', '截止日期', el('input', { type: 'date' }));
  field('sort', '排序', el('select', {}, ...Object.entries(SORTS).map(([value, label]) => el('option', { value }, label))));
  more.addEventListener('toggle', () => { if (more.open) filters().catch(trouble); });
  let timer;
  input.addEventListener('compositionstart', () => { ui.composing = true; clearTimeout(timer); });
  const later = () => {
    clearTimeout(timer);
    if (!ui.composing) timer = setTimeout(() => go({ p: 1 }, true), 350);
  };
  input.addEventListener('compositionend', () => { ui.composing = false; later(); });
  input.addEventListener('input', (event) => { if (!event.isComposing) later(); });
  // Enter that ends a composition chooses a word and asks for nothing.
  input.addEventListener('keydown', (event) => { if (event.key === 'Enter' && (event.isComposing || event.keyCode === 229)) event.preventDefault(); });
  form.addEventListener('submit', (event) => { event.preventDefault(); clearTimeout(timer); go({ p: 1 }); });
  addEventListener('popstate', () => { clearTimeout(timer); fromAddress(); });
  app.replaceChildren(form, status, advice, results, pager);
  fromAddress();
}

/** Takes query, filters and page from the address and answers. */
function fromAddress() {
  const asked = new URLSearchParams(location.search);
  let narrowed = false;
  for (const [key, control] of Object.entries(ui.fields)) {
    const value = asked.get(key) ?? (key === 'sort' ? 'relevance' : '');
    if (control.tagName === 'SELECT' && ![...control.options].some((option) => option.value === value)) control.append(el('option', { value }, label(key, value)));
    control.value = value;
    if (key !== 'q' && value && value !== 'relevance') narrowed = true;
  }
  if (narrowed) ui.more.open = true;
  ui.page = Math.max(1, Math.trunc(+asked.get('p')) || 1);
  return answer();
}

/** Puts the form's state in the address and answers. */
function go({ p, focus }, quietly) {
  const asked = new URLSearchParams();
  for (const [key, control] of Object.entries(ui.fields)) {
    if (control.value.trim() && !(key === 'sort' && control.value === 'relevance')) asked.set(key, control.value);
  }
  ui.page = p;
  if (p > 1) asked.set('p', p);
  const address = `${location.pathname}${asked.size ? `?${asked}` : ''}`;
  if (address !== location.pathname + location.search) {
    // Typing replaces the last address; what was sent or chosen makes a new one.
    history[quietly && ui.typing ? 'replaceState' : 'pushState'](null, '', address.slice(0, 30000));
    ui.typing = quietly;
  }
  return answer(focus);
}

const label = (key, value) => key === 'page' ? `第${value}版` : key === 'kind' ? KINDS[value] ?? value : value;

async function answer(focus) {
  const run = ++ui.run, current = () => run === ui.run, { fields } = ui;
  const options = Object.fromEntries(Object.entries(fields).filter(([key, control]) => key !== 'q' && control.value).map(([key, control]) => [key, control.value]));
  const query = fields.q.value;
  const chosen = Object.keys(options).length - (options.sort === 'relevance'), narrowed = Object.keys(options).length > 1;
  ui.more.firstChild.textContent = chosen ? `${SUMMARY}（已选 ${chosen} 项）` : SUMMARY;
  if (!query.trim() && !narrowed) {
    clear('');
    document.title = ui.title;
    const index = await open().catch(() => null);
    if (index && current()) say(`共 ${number(index.articles)} 篇文章。`);
    return;
  }
  document.title = `${query.trim().slice(0, 40) || '筛选'} - ${ui.title}`;
  const waiting = [setTimeout(() => current() && say('正在检索……'), 150), setTimeout(() => current() && say('网络较慢，仍在检索……'), 4000)];
  const waited = () => waiting.forEach(clearTimeout);
  try {
    const result = await search(query, options), from = (ui.page - 1) * PAGE;
    if (!current()) return;
    const hits = await show(PAGE, from, result);
    if (!current()) return;
    // Advice and filters still load after this; the answer must not give way to "searching".
    waited();
    clear('');
    const { words, next, shown } = basis.get(result), about = !result.exact && next < result.ids.length;
    const total = result.exact || about ? result.ids.length : shown.length;
    if (!words.some((word) => !word.not) && !narrowed) say('请输入要找的字词；减号只用来排除。');
    else if (!hits.length) await nothing(query, options, current);
    else {
      say(`找到${about ? '约' : ''} ${number(total)} 篇${total > PAGE ? `，第 ${number(from + 1)}–${number(from + hits.length)} 篇` : ''}。`);
      ui.results.start = from + 1;
      ui.results.append(...hits.map(item));
      pages(from + hits.length < total, focus);
    }
    if (ui.more.open) await filters(result, current);
  } catch (error) {
    if (current()) trouble(error);
  } finally {
    waited();
  }
}

const say = (text) => { ui.status.textContent = text; };

function clear(text) {
  say(text);
  ui.results.replaceChildren();
  ui.advice.replaceChildren();
  ui.pager.replaceChildren();
  ui.pager.hidden = true;
}

function trouble(error) {
  clear(TROUBLE[error.code] ?? '检索出错，请重试。');
  if (!error.code) console.error(error);
  if (error.code === 'version' && !sessionStorage.getItem('search-reloaded')) {
    sessionStorage.setItem('search-reloaded', '1');
    location.reload();
  }
  ui.advice.append(el('button', { type: 'button', onclick: () => { opening = undefined; answer(); } }, '重试'));
}

function item(hit) {
  const [year, month, day] = hit.date.split('-').map(Number);
  return el('li', {},
    el('h2', {}, el('a', { href: hit.href }, ...marked(hit.title))),
    el('p', { className: 'search-meta' }, el('time', { dateTime: hit.date }, `${year}年${month}月${day}日`), ` 第${hit.page}版${KINDS[hit.kind] ? ` ${KINDS[hit.kind]}` : ''}`),
    el('p', { className: 'search-passage' }, ...marked(hit.passage)));
}

function pages(more, focus) {
  const step = (p, text) => el('a', { href: address({ p }), onclick: (event) => { event.preventDefault(); go({ p, focus: true }); } }, text);
  if (ui.page > 1) ui.pager.append(step(ui.page - 1, '上一页'));
  if (more) ui.pager.append(step(ui.page + 1, '下一页'));
  ui.pager.hidden = !ui.pager.children.length;
  if (focus) {
    ui.status.tabIndex = -1;
    ui.status.focus();
    ui.status.scrollIntoView({ block: 'start' });
  }
}

function address(changes) {
  const asked = new URLSearchParams(location.search);
  for (const [key, value] of Object.entries(changes)) asked.set(key, value);
  return `?${asked}`;
}

/** Nothing was found: says so and offers what would be. */
async function nothing(query, options, current) {
  say('没有找到。');
  const words = parse(query).filter((word) => !word.not), tries = new Map();
  if (Object.keys(options).length > 1) tries.set(query, {});
  if (words.length > 1) for (const word of words) tries.set(word.text, options);
  else {
    const text = [...words[0]?.text ?? ''].slice(0, 40), half = text.length >> 1, runs = text.join('').split(EDGE).filter(Boolean);
    for (const part of [runs.length > 1 ? runs.join(' ') : '', text.slice(0, -1).join(''), text.slice(1).join(''), text.slice(0, half).join(''), text.slice(half).join('')]) {
      if (part.length > 1) tries.set(part, options);
    }
  }
  const list = el('ul');
  for (const [text, narrowed] of [...tries].slice(0, 5)) {
    const found = (await attempt(text, narrowed)).ids.length;
    if (!current()) return;
    const where = new URLSearchParams({ ...narrowed, q: text });
    if (found) list.append(el('li', {}, el('a', { href: `?${where}` }, text === query ? '在全部文章中检索' : text), `（${number(found)} 篇）`));
  }
  if (list.children.length) ui.advice.append(el('p', {}, '可以试试：'), list);
}

/** Fills the filters; after a search with the counts of its results. */
async function filters(result = last, current = () => true) {
  const all = await facets();
  const [first, days] = all.days, { fields } = ui;
  let end = day(first) ;
  for (let i = 1; i < days.length; i += 2) end += days[i];
  for (const control of [fields.from, fields.to]) {
    control.min = first;
    control.max = new Date(end * 864e5).toISOString().slice(0, 10);
  }
  for (const key of Object.keys(FACETS)) {
    const control = fields[key], chosen = control.value;
    const found = result?.ids.length ? await counts(key, result) : null;
    if (!current()) return;
    let values = all[key].map(([value, count]) => [value, found ? found[value] ?? 0 : count]).filter(([value, count]) => count || value === chosen);
    values = key === 'page' ? values.sort((a, b) => a[0] < b[0] ? -1 : 1) : values.sort((a, b) => b[1] - a[1]).slice(0, OFTEN);
    if (chosen && !values.some(([value]) => value === chosen)) values.unshift([chosen, 0]);
    control.replaceChildren(el('option', { value: '' }, '全部'), ...values.map(([value, count]) => el('option', { value }, `${label(key, value)}（${number(count)}）`)));
    control.value = chosen;
  }
}

if (globalThis.document?.getElementById('search-app')) init().catch(() => {});
