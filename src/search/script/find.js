// ---- Searching ---------------------------------------------------------------------------

const KEYS = 40, CHECKED = 16, BURST = 4;
// Where few files hold a key there is room for more text before the answer.
const SMALL = 3e4;

/**
 * Those of `found` that are in the pieces of a list too: `misses` has a bit for each word that is
 * not in the headline throughout, `skipped` counts the lists that were not read.
 */
function narrow(found, pieces, bit) {
  const both = [];
  let i = 0;
  for (const { to, low, list } of pieces) {
    if (!found) list?.articles.forEach((at, j) => both.push({ id: low + at, misses: list.heads[j] ? 0 : bit, sure: list.sure, skipped: 0 }));
    for (let j = 0; i < found?.length && found[i].id < to; i++) {
      const hit = found[i];
      while (list && list.articles[j] + low < hit.id) j++;
      if (!list) both.push({ ...hit, sure: false, skipped: hit.skipped + 1 });
      else if (list.articles[j] + low === hit.id) both.push({ ...hit, misses: hit.misses | (list.heads[j] ? 0 : bit), sure: hit.sure && list.sure });
    }
  }
  return both;
}

/** Candidates: {found, doubt}, doubt being how many of the found may be none. `wanted` are the plans that exclude nothing. */
async function candidates(index, plans, wanted, filters, range) {
  const heavy = index.tiers[0]?.heavy, weight = (unit) => 1 + (heavy?.get(unit)?.leaves.length ?? 0);
  const cost = ({ group, second, unit }) => weight(group) * (unit ? 1e3 : weight(second));
  const all = (some) => wanted.flatMap((p) => p[some]).sort((a, b) => cost(a) - cost(b)).slice(0, KEYS);
  const first = all('first'), terms = [...first, ...all('later')], alone = wanted.length === 1 && wanted[0].whole;
  const inRange = (from, to) => range[0] < to && range[1] > from, dated = ({ id }) => inRange(id, id + 1);
  let found, done = 0, chance = index.articles, doubt = Infinity;
  for (const pieces of await Promise.all(filters.map((filter) => find(index, filter, inRange)))) found = narrow(found, pieces, 2 ** 30);
  const count = () => found?.length ?? Infinity;
  // The rarest key first, then the others, until they would take more files than they save.
  while (done < terms.length && (!done || (count() > 1 && (!alone || doubt > count() / 20 || count() > CHECKED)))) {
    const batch = terms.slice(done, Math.min(2 * done || 1, done < first.length ? first.length : terms.length));
    const before = found, many = (from, to) => found.filter(({ id }) => id >= from && id < to).length > Math.max(1, count() / 20);
    const got = await Promise.all(batch.map((term) => find(index, term, done ? many : inRange)));
    const apply = () => {
      found = before;
      got.forEach((pieces, i) => { found = narrow(found, pieces, 2 ** Math.min(batch[i].index, 30)); });
      if (!done) found = found.filter(dated);
    };
    apply();
    // What was few among many may be many of those that are left.
    const left = done ? got.flat().filter(({ from, to, list }) => !list && many(from, to)) : [];
    await Promise.all(left.map(async (piece) => { piece.list = await piece.read(); }));
    if (left.length) apply();
    // As many would hold all keys if they stood in the text by chance; what belongs together does so more often.
    got.forEach((pieces, i) => {
      chance *= pieces.reduce((sum, { list }) => sum + (list ? list.articles.length : 0), 0) / index.articles * (done + i ? BURST : 1);
    });
    done += batch.length;
    doubt = done > 1 ? Math.min(count(), chance) : count();
  }
  // No word: what a filter has, or all, of the dates.
  if (!terms.length) found = (found ?? Array.from({ length: index.articles }, (_, id) => ({ id, misses: 0, sure: true }))).filter(dated);
  // An exact word has one key. Keys beyond the KEYS-th are not looked up.
  let exact = done === wanted.length && wanted.every((p) => p.exact);
  for (const p of plans) {
    if (!p.not || !count()) continue;
    const pieces = p.exact && await find(index, p.first[0]);
    if (pieces && pieces.every(({ list }) => list.sure)) {
      const out = new Set(pieces.flatMap(({ low, list }) => Array.from(list.articles, (article) => low + article)));
      found = found.filter(({ id }) => !out.has(id));
    } else exact = false;
  }
  if (!exact) for (const hit of found) hit.sure = false;
  return { found, doubt: alone && plans.length === 1 ? doubt + found.filter((hit) => hit.skipped).length : count() };
}

const day = (date) => Date.parse(date) / 864e5;

/** Articles from the first of `from` to the last of `to`. */
async function dateRange(from, to, index) {
  if (!from && !to) return [0, index.articles];
  const [first, days] = (await facetsOf(index)).days;
  let date = day(first), at = 0, range = [index.articles, 0];
  for (let i = 0; i < days.length; i++) {
    if (i) date += days[i++];
    if (!(date < day(from)) && !(date > day(to))) range = [Math.min(range[0], at), at + days[i]];
    at += days[i];
  }
  return range;
}

/** The keys of the filters; an unknown value has the number -1. */
async function filterKeys(options, index) {
  const keys = [];
  for (const facet in GROUPS) if (options[facet]) keys.push({ group: GROUPS[facet], second: (await facetsOf(index))[facet].findIndex(([value]) => value === options[facet]) });
  return keys;
}

let last;

/** What an answer rests on: {query, options, words, index, sure, sort, shown, next}. */
const basis = new WeakMap();

/** Does a task; once more if the files it needs are those of an earlier build. */
async function lasting(task) {
  try {
    return await task();
  } catch (error) {
    // A newer build has taken files away. Some hosts send a page of their own in place of a missing file, which looks damaged.
    const { build } = await open().catch(() => 0);
    if ((await open(true)).build !== build) {
      files.clear();
      parsed = new Map();
      return task();
    }
    throw error;
  }
}

/** What an answer rests on. If another build is open it is made anew, for numbers mean other articles now. */
async function basisOf(result) {
  const { query, options, index } = basis.get(result);
  if (index !== await open()) {
    const renewed = await attempt(query, options);
    basis.set(Object.assign(result, renewed), basis.get(renewed));
  }
  return basis.get(result);
}

/**
 * Finds articles: {ids, exact}, best or newest first. With `exact` every id is a match; without
 * it some may drop out when show() checks their text. Options: district, page, reporter,
 * column, kind, from, to (dates), sort ('relevance', 'date', 'oldest').
 */
export const search = (query, options = {}) => lasting(async () => last = await attempt(query, options));

/** Searches the index that is open. */
async function attempt(query, options) {
  const index = await open(), words = parse(query);
  const plans = words.map((word, i) => ({ ...plan(word, i), not: word.not }));
  const result = { ids: [], exact: true }, base = { query, options, words, index, sure: [], sort: options.sort ?? 'relevance', shown: [], next: 0 };
  basis.set(result, base);
  const filters = await filterKeys(options, index), wanted = plans.filter((p) => !p.not);
  // An unknown value, a word that no text can hold, or nothing that is asked for.
  if (filters.some((key) => key.second < 0) || wanted.some((p) => !p.first.length) || !(wanted.length || filters.length || options.from || options.to)) return result;
  const { found, doubt } = await candidates(index, plans, wanted, filters, await dateRange(options.from, options.to, index));
  // The fewer words are missing in the headline, the better.
  let hits = found.map((hit) => ({ ...hit, missed: hit.misses.toString(2).split('1').length }));
  const doubtful = hits.filter((hit) => !hit.sure);
  if (doubtful.length <= CHECKED * (index.articles < SMALL ? 2 : 1) && doubt * 4 > doubtful.length) {
    await Promise.all(doubtful.map(async (hit) => { hit.sure = !!await check(hit.id, words); }));
    hits = hits.filter((hit) => hit.sure);
  }
  const { sort } = base;
  hits.sort((a, b) => (sort === 'relevance' && a.missed - b.missed) || (sort === 'oldest' ? a.id - b.id : b.id - a.id));
  base.sure = hits.map((hit) => hit.sure);
  return Object.assign(result, { ids: hits.map((hit) => hit.id), exact: hits.every((hit) => hit.sure) });
}
