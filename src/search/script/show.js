// ---- Showing: the text of what was found --------------------------------------------------

const BLOCK = 5;

/** The chunk of an article and its number in it. */
function locate(index, id) {
  const chunk = index.chunks.findLast((chunk) => chunk.start <= id);
  return [chunk, id - chunk.start];
}

/** An article of the text blocks: {id, url, date, page, kind, headline, body}. */
async function article(id) {
  const [chunk, number] = locate(await open(), id), path = `${chunk.folder}${Math.floor(number / BLOCK)}.bin`;
  const records = await once(path, async () => (await inflate(path)).split('\x1e').map((record) => {
    const [url, date, page, kind, headline, body] = record.split('\x1f');
    return { url, date: date.replace(/(....)(..)/, '$1-$2-'), page, kind, headline, body };
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

/** An article with the places of the words in `title` and `text`; null when it is no match. */
async function check(id, words) {
  const it = await article(id), title = spots(it.headline, words), text = spots(it.body, words);
  return words.every(({ not }, w) => (title.hit.has(w) || text.hit.has(w)) !== not) ? { ...it, title, text } : null;
}

/** Text in parts, [text, marked], of the stretch from `from` to `to`. */
function parts(text, found, from, to) {
  const out = [];
  let at = from;
  for (let [start, end] of found) {
    start = Math.max(at, start);
    end = Math.min(end, to);
    if (start >= end) continue;
    if (start > at) out.push([text.slice(at, start), false]);
    out.push([text.slice(start, end), true]);
    at = end;
  }
  if (at < to) out.push([text.slice(at, to), false]);
  return out;
}

const LENGTH = 110;

/** A place in a text, moved on if it is in the middle of a pair of surrogates. */
const whole = (text, at) => at + (text.charCodeAt(at) >> 10 === 0x37);

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
  const from = whole(body, best[0] - before.length + Math.max(0, ...['。', '\n', '！', '？'].map((mark) => before.lastIndexOf(mark) + 1)));
  const to = whole(body, Math.min(body.length, Math.max(from + LENGTH, best[1])));
  const shown = parts(body, found, from, to);
  if (from > 0) shown.unshift(['…', false]);
  if (to < body.length) shown.push(['…', false]);
  return { shown, near: best[2] * 1e3 - (best[1] - best[0]), lead: best[0] };
}

const EDGE = /[\s\p{P}\p{S}]+/u, WORD = /[0-9a-z]/i, quote = (text) => encodeURIComponent(text).replace(/-/g, '%2D');

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
  from = whole(text, from);
  until = whole(text, until);
  const hit = runs.length > 1 ? `${quote(runs[0])},${quote(runs.at(-1))}` : quote(runs[0]);
  // `16` of `16.5%` has no border of its own.
  const before = EDGE.test(text[start]) ? '' : text.slice(from, start).replace(/^\d+/, ''), after = EDGE.test(text[end - 1]) ? '' : text.slice(end, until).replace(/\d+$/, '');
  return `:~:text=${before ? `${quote(before)}-,` : ''}${hit}${after ? `,-${quote(after)}` : ''}`;
}

/** The address of a hit, with the hit itself where the browser can mark it. */
function link({ url, body, text: { found } }) {
  const to = new URL(url, ROOT);
  if (found.length) to.hash = fragment(body, ...found[0]);
  return to.href;
}

/** A clear error when an article that the index is sure of does not hold the words. */
async function confirm(result, at) {
  const { words, sure } = basis.get(result), id = result.ids[at], checked = await check(id, words);
  if (!checked && sure[at]) throw fault('damaged', `article ${id}`);
  return checked;
}

/**
 * The results of the last search from `from` on, `n` of them, checked against their text:
 * {id, url, href, title, date, page, kind, passage}; title and passage in parts [text, marked].
 * A title with kicker or deck has three lines: kicker, title, deck.
 */
export const show = (n = 10, from = 0, result = last) => lasting(async () => {
  if (!result) return [];
  const base = await basisOf(result);
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
});

/**
 * What is known of the number of a result's matches: {count, about}, `about` while some of them
 * may still drop out.
 */
export function total(result) {
  const { shown, next } = basis.get(result), about = !result.exact && next < result.ids.length;
  return { count: result.exact || about ? result.ids.length : shown.length, about };
}

/** How many of the last results carry each value of a facet: {value: count}. */
export const counts = (facet, result = last) => lasting(async () => {
  const { index } = await basisOf(result), values = (await facetsOf(index))[facet], out = {};
  const here = new Uint8Array(index.articles);
  for (const id of result.ids) here[id] = 1;
  await Promise.all(index.tiers.map(async (tier) => {
    for (const [low, value, list] of await groupLists(tier, GROUPS[facet])) {
      let count = 0;
      for (const article of list.articles) count += here[low + article];
      if (count) out[values[value][0]] = (out[values[value][0]] ?? 0) + count;
    }
  }));
  return out;
});
