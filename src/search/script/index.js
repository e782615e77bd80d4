// ---- The index: directory, tiers, and the lists of a key -----------------------------------

const VERSION = 7, WHOLE = 6, CHUNK = 240;
// The directory of the build that this script belongs to: one file less to wait for.
const DIRECTORY = `@directory@`;

/** Its bytes: six bits a letter, as script.rs has it. */
function inside() {
  const six = Array.from(DIRECTORY, (c) => c.charCodeAt() & 31 | (c > '?') << 5);
  return Uint8Array.from({ length: six.length * 3 >> 2 }, (_, i) => {
    const at = i * 4 / 3 | 0;
    return (six[at] << 6 | six[at + 1]) >> 4 - i % 3 * 2;
  });
}

/** A step: up from an even number, down from an odd one. */
const unfold = (number) => (number & 1 ? -number - 1 : number) / 2;
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

/** Opens the index: {build, articles, chunks, tiers, facets}; `fresh` as the host has it now. */
function open(fresh) {
  if (fresh || !opening) {
    opening = directory(fresh || DIRECTORY[0] === '@');
    opening.catch(() => { opening = undefined; });
  }
  return opening;
}

/** Opens the index: {build, articles}. */
export async function init(fresh) {
  const { build, articles } = await open(fresh);
  return { build, articles };
}

async function directory(fresh) {
  const bytes = fresh ? await load('index.bin', true) : inside();
  if (bytes[4] !== VERSION) throw fault('version', 'index.bin');
  const bits = new Bits(bytes.subarray(5)), index = { build: name(bits.bits(32)) + name(bits.bits(32)) };
  index.facets = `facets-${name(bits.bits(32))}.bin`;
  const pairs = bits.bits(1) ? await inflate(`variants-${name(bits.bits(32))}.bin`) : '';
  variants = new Map(pairs.match(/../g)?.map((pair) => [...pair]));
  let start = 0;
  const many = (make) => Array.from({ length: bits.gamma() - 1 }, make);
  index.chunks = many(() => {
    const chunk = { start, articles: bits.bits(1) ? CHUNK : bits.bits(8), folder: `t/${name(bits.bits(20)).slice(3)}/` };
    start += chunk.articles;
    return chunk;
  });
  index.articles = start;
  index.tiers = many(() => {
    const tier = { first: bits.gamma() - 1, sections: many(() => { let end = 0; return many(() => ({ phase: bits.bits(PHASES), end: end += unfold(bits.gamma() - 1), hash: bits.bits(32) })); }), pools: bits.shape() };
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

const hex4 = (unit) => unit.toString(16).padStart(4, '0'), hex = (group) => hex4(group).replace(/../, '$&/');
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
  const cut = cuts && next >= 0 ? `-${cuts}-${after(next, 1) * cuts >> 4}` : '';
  return file(`${folder}${hex(group)}/${hex4(second)}${cut}.bin`, NONE, (bits) => bits.list(size, group, second, cuts ? cut && wideness(group, second) > 1 : undefined));
}

/** What a list tells of the articles where `next` may follow; `sure` if it holds nothing else. */
function followed(list, next, wide) {
  const { articles, heads, units, masks } = list;
  if (!(next >= 0)) return { articles, heads, sure: true };
  if (!units && !masks) return { articles, heads, sure: !articles.length };
  const keep = units ? units.get(next) ?? [] : [...articles.keys()].filter((i) => masks[i] >> after(next, wide) & 1);
  return { articles: Array.from(keep, (i) => articles[i]), heads: Array.from(keep, (i) => heads[i]), sure: !!units };
}

/** Where the lists of a key are in a tier: spans, each with a way to `read` it. */
function keySpans(tier, { group, second, next }) {
  const heavy = tier.heavy.get(group), leaf = heavy ? leafOf(heavy.leaves, position(group, group < FACET ? second : place(second))) : leafOf(tier.pools, spread(group));
  const cuts = heavy?.long.get(second);
  return spans(tier, heavy ? group : 0, leaf).map((span) => ({
    ...span,
    read: async () => followed(cuts >= 0 ? await longList(span, group, second, next, cuts) : (await (heavy ? leafLists : poolLists)(span, group, leaf)).get(second) ?? NONE, next, wideness(group, second)),
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
    const to = low + size, start = from;
    from = to;
    return { from: start, to, low, read, list: worth(start, to) ? await read() : undefined };
  }));
}

/** Facet values and days of an index. */
const facetsOf = ({ facets }) => once(facets, async () => JSON.parse(await inflate(facets)));

/** Facet values and days of the archive. */
export const facets = () => lasting(async () => facetsOf(await open()));

