// The search page: a form, filters and results over search.js, which does the searching.
import { counts, facets, init, parse, search, show, total } from './search.js';

const PAGE = 10, EDGE = /[\s\p{P}\p{S}]+/u;
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
    if (key in element) element[key] = value;
    else element.setAttribute(key, value);
  }
  element.append(...children);
  return element;
}

const number = (count) => count.toLocaleString('zh-CN');
const marked = (some) => some.map(([text, hit]) => hit ? el('mark', {}, text) : text);

let ui;

/** Puts the form in its place and answers what the address asks. */
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
    const index = await init().catch(() => null);
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
    const { count, about } = total(result);
    if (!hits.length && count) {
      // The address asks for a page after the last one.
      ui.page = Math.ceil(count / PAGE);
      return answer(focus);
    }
    clear('');
    if (!parse(query).some((word) => !word.not) && !narrowed) say('请输入要找的字词；减号只用来排除。');
    else if (!hits.length) await nothing(query, options, current);
    else {
      say(`找到${about ? '约' : ''} ${number(count)} 篇${count > PAGE ? `，第 ${number(from + 1)}–${number(from + hits.length)} 篇` : ''}。`);
      ui.results.start = from + 1;
      ui.results.append(...hits.map(item));
      pages(from + hits.length < count, focus);
    }
    ui.result = result;
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
  ui.advice.append(el('button', { type: 'button', onclick: () => { init(true).then(() => answer(), trouble); } }, '重试'));
}

/** Parts of a text by its lines: kicker, title and deck, or the title alone. */
function lines(parts) {
  const all = [[]];
  for (const [text, hit] of parts) {
    for (const [i, line] of text.split('\n').entries()) {
      if (i) all.push([]);
      if (line) all.at(-1).push([line, hit]);
    }
  }
  return all;
}

function item(hit) {
  const [year, month, day] = hit.date.split('-').map(Number), titles = lines(hit.title);
  const [kicker, title, deck] = titles.length > 1 ? titles : [[], ...titles];
  const line = (className, parts) => parts?.length ? [el('p', { className }, ...marked(parts))] : [];
  return el('li', {},
    ...line('kicker', kicker),
    el('h2', {}, el('a', { href: hit.href }, ...marked(title))),
    ...line('deck', deck),
    el('p', { className: 'search-meta' }, el('time', { dateTime: hit.date }, `${year}年${month}月${day}日`), ` 第${hit.page}版 ${KINDS[hit.kind] ?? ''}`),
    el('p', { className: 'search-passage' }, ...marked(hit.passage)));
}

function pages(more, focus) {
  const asked = new URLSearchParams(location.search);
  const step = (p, text) => {
    asked.set('p', p);
    return el('a', { href: `?${asked}`, onclick: (event) => { event.preventDefault(); go({ p, focus: true }); } }, text);
  };
  if (ui.page > 1) ui.pager.append(step(ui.page - 1, '上一页'));
  if (more) ui.pager.append(step(ui.page + 1, '下一页'));
  ui.pager.hidden = !ui.pager.children.length;
  if (focus) {
    ui.status.tabIndex = -1;
    ui.status.focus();
    ui.status.scrollIntoView({ block: 'start' });
  }
}

const TRIED = 12, OFFERED = 4;

/** Queries near one that found nothing, the nearest first: [query, options]. */
function nearby(query, options) {
  const words = parse(query).filter((word) => !word.not), near = [];
  if (Object.keys(options).length > 1) near.push([query, {}]);
  if (words.length > 1) near.push(...words.map((word) => [word.text, options]));
  else {
    // Shorter by a character, by half, then its parts apart.
    const all = [...words[0]?.text ?? ''].slice(0, 40), cut = (from, to) => all.slice(from, to).join('');
    const half = all.length >> 1, runs = all.join('').split(EDGE).filter(Boolean), pairs = all.join('').match(/\p{sc=Han}{2}/gu) ?? [];
    const parts = [runs.length > 1 ? runs.join(' ') : '', cut(0, -1), cut(1), cut(0, half), cut(half), half > 1 ? `${cut(0, half)} ${cut(half)}` : '', ...pairs];
    near.push(...Array.from(new Set(parts), (part) => [part, options]).filter(([part]) => part.length > 1 && part !== query));
  }
  return near.slice(0, TRIED);
}

/** Nothing was found: says so and offers what would be. */
async function nothing(query, options, current) {
  say('没有找到。');
  const list = el('ul');
  for (const [text, narrowed] of nearby(query, options)) {
    if (list.children.length === OFFERED) break;
    const found = (await search(text, narrowed)).ids.length;
    if (!current()) return;
    const where = new URLSearchParams({ ...narrowed, q: text });
    if (found) list.append(el('li', {}, el('a', { href: `?${where}` }, text === query ? '在全部文章中检索' : text), `（${number(found)} 篇）`));
  }
  if (list.children.length) ui.advice.append(el('p', {}, '可以试试：'), list);
}

/** Fills the filters; after a search with the counts of its results. */
async function filters(result = ui.result, current = () => true) {
  const all = await facets();
  const [first, days] = all.days, { fields } = ui;
  let end = Date.parse(first) / 864e5;
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

const app = document.getElementById('search-app');
if (app) mount(app);
