// Search in a real Chromium over a generated archive of 10,000 articles.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { articles, random, scan, site } from './lib/archive.mjs';
import { axeSource, launch } from './lib/browser.mjs';
import { serve } from './lib/static-server.mjs';

const all = articles(10_000);
// A name that is there once, in the newest article, in the middle of its text.
const RARE = '龘靐瓜';
all.at(-1).text = `${all.at(-1).text}。${all[5].text}，老支书${RARE}说，“3万余名”${all[9].text}`;
all[77].title = `<img src=x onerror="document.title='hit'">${RARE}二`;
let host, built, browser;

before(async () => {
  built = await site(all, [all.length - 1]);
  host = await serve(built.folder);
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await host?.close();
  await built?.remove();
});

/** A page in a context of its own, closed afterwards. */
async function on(address, run, options = {}) {
  const context = await browser.newContext(options), page = await context.newPage(), errors = [];
  page.on('pageerror', (error) => errors.push(String(error)));
  try {
    if (address) await page.goto(host.origin + address);
    await run(page, context);
    assert.deepEqual(errors, []);
  } finally {
    host.faults.length = 0;
    await context.close();
  }
}

const engine = (run) => on('/search/nothing', async (page) => {
  await page.evaluate(async () => { globalThis.engine = await import('/search/search.js'); });
  await run(page);
});
/** Runs `body` in the page and brings what it gives back as one string: Playwright wraps each number of a list. */
const inPage = async (page, body, ...values) => JSON.parse(await page.evaluate(body, values));
const ask = (page, query, options) => inPage(page, async ([query, options]) => {
  const { ids, exact } = await engine.search(query, options);
  return JSON.stringify({ ids, exact, shown: (await engine.show(10)).map((hit) => hit.id) });
}, query, options);
const without = (ids, out) => { const gone = new Set(out); return ids.filter((id) => !gone.has(id)); };
/** All matches: every candidate checked against its text. */
const everything = (page, query, options) => inPage(page, async ([query, options]) => {
  await engine.search(query, options);
  return JSON.stringify((await engine.show(1e6)).map((hit) => hit.id).sort((a, b) => a - b));
}, query, options);
const status = (page) => page.locator('[role=status]');
const answered = (page) => page.waitForFunction(() => /找到|检索出错|缺失|损坏|网络后/.test(document.querySelector('[role=status]').textContent));
const links = (page) => page.locator('.search-results a').evaluateAll((found) => found.map((a) => new URL(a.href).pathname.slice(1)));

describe('the index finds what a scan finds', () => {
  it('phrases cut anywhere out of the text', () => engine(async (page) => {
    const below = random(3);
    for (let i = 0; i < 56; i++) {
      const text = all[below(all.length)].text.replace(/\s/g, ''), length = [2, 2, 3, 4, 5, 8, 12][i % 7], start = below(text.length - length);
      const query = text.slice(start, start + length);
      if (/["“”]|^-/.test(query)) continue;
      const truth = scan(all, [query]), found = await ask(page, query);
      assert.deepEqual(without(truth, found.ids), [], `${query}: all are found`);
      assert.deepEqual(without(found.shown, truth), [], `${query}: nothing else is shown`);
      assert.equal(found.shown.length, Math.min(10, truth.length), `${query}: a full page`);
      if (found.exact) assert.equal(found.ids.length, truth.length, query);
    }
  }));
  it('single characters, numbers inside numbers, Latin, several words', () => engine(async (page) => {
    for (const words of [['的'], ['龘'], ['3万余名'], ['2'], ['5G'], ['cba'], ['pm2.5'], ['indows1'], ['2015年'], ['，'], ['。'], ['GDP', '3万'], ['发', '重', '学']]) {
      const found = await ask(page, words.join(' ')), truth = scan(all, words);
      assert.deepEqual(without(truth, found.ids), [], words.join());
      assert.deepEqual(without(found.shown, truth), [], words.join());
    }
    assert.deepEqual(await everything(page, '1万余名 5g'), scan(all, ['1万余名', '5g']));
    assert.ok(scan(all, ['3万余名']).length > scan(all, ['，3万余名']).length);
  }));
  it('phrases, exclusions, filters, dates, sorting', () => engine(async (page) => {
    assert.deepEqual(await everything(page, '"windows 11" -gdp'), without(scan(all, ['windows11']), scan(all, ['gdp'])));
    assert.deepEqual(await everything(page, '余名 -3万余名'), without(scan(all, ['余名']), scan(all, ['3万余名'])));
    const reporter = all[3].reporters[0];
    const options = { district: '天元区', kind: 'photo', reporter, from: '2022-02-03', to: '2022-09-09' };
    const filter = (a) => a.districts[0] === '天元区' && a.kind === 'photo' && a.reporters[0] === reporter && a.date >= '2022-02-03' && a.date <= '2022-09-09';
    assert.deepEqual(await everything(page, '工', options), scan(all, ['工'], filter));
    assert.deepEqual(await everything(page, '', options), scan(all, [], filter));
    const { from, to } = options, dated = (a) => a.date >= from && a.date <= to;
    assert.deepEqual(await everything(page, '', { from, to }), scan(all, [], dated), 'dates are a search by themselves');
    assert.deepEqual(await everything(page, '-余名', { from }), without(scan(all, [], (a) => a.date >= from), scan(all, ['余名'])));
    for (const [query, narrowed] of [['', {}], ['-余名', {}], ['\x01', { from }]]) assert.deepEqual(await everything(page, query, narrowed), [], JSON.stringify(query));
    assert.deepEqual((await ask(page, '工', { district: '没有的区' })).ids, []);
    const oldest = await ask(page, 'gdp', { sort: 'oldest' });
    assert.deepEqual(oldest.ids, scan(all, ['gdp']));
    assert.deepEqual((await ask(page, 'gdp', { sort: 'date' })).ids, oldest.ids.toReversed());
    const best = await ask(page, 'gdp'), inTitle = scan(all.map((a) => ({ title: a.title, text: '' })), ['gdp']);
    assert.deepEqual(best.ids.slice(0, inTitle.length), inTitle.toReversed(), 'headlines first, newest first');
  }));
  it('addresses and counts', () => engine(async (page) => {
    const ids = [0, 511, 512, 9999];
    assert.deepEqual(await page.evaluate((ids) => engine.urls(ids), ids), ids.map((id) => all[id].url));
    const counted = await page.evaluate(async () => { await engine.search('gdp'); return engine.counts('district'); });
    for (const district of ['天元区', '醴陵市']) assert.equal(counted[district], scan(all, ['gdp'], (a) => a.districts[0] === district).length);
  }));
});

it('a large archive tells a little of what comes after its common pairs', async () => {
  const towns = ['', '株洲市，洲民', '株洲人，株洲在，洲民', '株洲'];
  const date = (i) => new Date(Date.UTC(1990, 0, 1) + Math.floor(i / 30) * 864e5).toISOString().slice(0, 10);
  const large = Array.from({ length: 36_000 }, (_, i) => ({ url: `${i}.html`, title: '', date: date(i), page: '01', kind: 'news', text: `甲${i % 97}${towns[i % 7 % 4]}` }));
  const other = await site(large), away = await serve(other.folder);
  try {
    await on(null, async (page) => {
      await page.goto(`${away.origin}/search/nothing`);
      await page.evaluate(async () => { globalThis.engine = await import('/search/search.js'); });
      // The youngest articles, of which nothing is told, left out.
      const old = (ids) => ids.filter((id) => id < 34_000).sort((a, b) => a - b);
      const found = async (query) => old(await inPage(page, async ([query]) => JSON.stringify((await engine.search(query)).ids), query));
      for (const query of ['株洲', '株洲市', '株洲在', '洲民']) assert.deepEqual(await found(query), old(scan(large, [query])), query);
      // `民` is of the half of `人` and not of that of `市`.
      assert.deepEqual(await found('株洲民'), old(scan(large, ['株洲人'])));
    });
  } finally {
    await away.close();
    await other.remove();
  }
});

describe('traditional and simplified characters', () => {
  it('are one where the site asks for it, and marked as printed', async () => {
    const texts = ['頭髮與發展，在這裡', '头发与发展，在这里', '皇后'];
    const some = texts.map((text, i) => ({ ...all[i], title: `題目${i}`, text }));
    const folded = await site(some, [], 'fold'), other = await serve(folded.folder);
    const context = await browser.newContext(), page = await context.newPage();
    await page.goto(`${other.origin}/search/?q=${encodeURIComponent('头髮')}`);
    await answered(page);
    assert.deepEqual((await page.locator('.search-passage mark').allInnerTexts()).sort(), ['头发', '頭髮']);
    await page.evaluate(async () => { globalThis.engine = await import('/search/search.js'); });
    for (const [query, ids] of [['在这裏', [1, 0]], ['題目', [2, 1, 0]], ['题目2', [2]], ['发 -头发', []]]) assert.deepEqual((await ask(page, query)).shown.toSorted(), ids.toSorted(), query);
    await context.close();
    await other.close();
    await folded.remove();
  });
});

describe('odd articles', () => {
  const words = Array.from({ length: 60 }, (_, i) => `${String.fromCharCode(0x4e00 + 300 * i)}一`);
  const texts = [words.slice(0, 40).join('，'), words.slice(0, 41).join('，'), words.join('，'), `${'𠮷'.repeat(99)}野家丙${'𠮷'.repeat(99)}`, `文${'𠮷'.repeat(99)}野家丙${'𠮷'.repeat(99)}`, `㎡㎡㎡${'甲'.repeat(300)}`];
  const titles = ['一', '二', '三', '引题𠮷\n主题\n副题', '\n主题\n副题', '引题\n主题'];
  const some = texts.map((text, i) => ({ ...all[i], title: titles[i], text }));
  let odd, away;
  before(async () => {
    odd = await site(some);
    away = await serve(odd.folder);
  });
  after(async () => {
    await away?.close();
    await odd?.remove();
  });
  const there = (address, run) => on(null, async (page) => {
    await page.goto(away.origin + address);
    await page.evaluate(async () => { globalThis.engine = await import('/search/search.js'); });
    await run(page);
  });

  it('hold any number of words', () => there('/search/nothing', async (page) => {
    for (const [count, ids] of [[40, [0, 1, 2]], [41, [1, 2]], [42, [2]], [60, [2]]]) {
      const found = await ask(page, words.slice(0, count).join(' '));
      assert.deepEqual(found.shown.toSorted(), ids, `${count} words`);
      if (found.exact) assert.equal(found.ids.length, ids.length);
    }
    assert.deepEqual((await ask(page, `${words.slice(0, 41).join(' ')} -${words[50]}`)).shown, [1]);
    assert.deepEqual((await ask(page, words.slice(0, 45).map((word) => word[0]).join(' '), { sort: 'oldest' })).shown, [2], 'single characters');
  }));
  it('are shown whole: no half characters, no empty marks', () => there('/search/nothing', async (page) => {
    for (const query of ['丙', '家丙', '野家丙𠮷', '𠮷', 'm2 2m', '甲', '甲甲 甲甲甲']) {
      const hits = await inPage(page, async ([query]) => { await engine.search(query); return JSON.stringify(await engine.show()); }, query);
      assert.ok(hits.length, query);
      for (const { title, passage, href } of hits) {
        for (const [text] of [...title, ...passage]) assert.ok(text && text.isWellFormed(), `${query}: ${JSON.stringify(text)}`);
        assert.ok(!href.includes('%EF%BF%BD'), href);
      }
    }
  }));
  it('show kicker, title and deck apart', () => there(`/search/?q=${encodeURIComponent('主题')}`, async (page) => {
    await answered(page);
    const shown = await page.locator('.search-results li').evaluateAll((items) => items.map((item) => ['.kicker', 'h2', '.deck'].map((part) => item.querySelector(part)?.textContent)));
    assert.deepEqual(shown, [['引题', '主题', undefined], [undefined, '主题', '副题'], ['引题𠮷', '主题', '副题']]);
    assert.deepEqual((await ask(page, '𠮷主题副')).shown, [3], 'a phrase runs on over their ends');
  }));
});

describe('odd queries', () => {
  it('find nothing and break nothing', () => engine(async (page) => {
    const odd = ['', '   ', '，。！', '.*+?^${}()|[]\\', '-', '""', '-工', '😀', '\ud800', 'a\udc00b', '\0', '%', '工'.repeat(10_000), '的 '.repeat(3000), '"', '“', '“ '.repeat(10_000), '“龘 '.repeat(5000)];
    for (const query of odd) {
      const found = await ask(page, query);
      const words = query.split(/\s+/).filter(Boolean);
      if (found.shown.length) assert.ok(found.shown.every((id) => scan([all[id]], words).length), query.slice(0, 20));
    }
  }));
  it('are parted by the white space that the terminal knows', () => engine(async (page) => {
    const words = (query) => inPage(page, async ([query]) => JSON.stringify(engine.parse(query).map(({ not, folded }) => (not ? '-' : '') + folded)), query);
    for (const [query, expected] of [
      ['\ufeff甲\ufeff乙\u2029丙\xa0丁', ['甲', '乙', '丙', '丁']], ['甲\x85乙 丙\u200b丁', ['甲乙', '丙丁']], ['-\ufeff甲', ['-', '甲']],
      ['GDP 增长 ＧＤＰ -gdp "g d p" -GDP', ['gdp', '增长', '-gdp']], ['“甲 “乙 丙” 丁', ['“甲', '乙丙', '丁']],
      [`甲${' '.repeat(19_998)}乙`, ['甲', '乙']], [`甲${' '.repeat(19_999)}乙`, ['甲']], ['😀'.repeat(20_001), ['😀'.repeat(20_000)]],
    ]) assert.deepEqual(await words(query), expected, query.slice(0, 20));
  }));
  it('folding agrees with the vectors', () => engine(async (page) => {
    const vectors = JSON.parse(await readFile(path.join(import.meta.dirname, '../data/search-fold.json'), 'utf8'));
    for (const { text, folded, starts } of vectors) {
      const got = await page.evaluate((text) => engine.fold(text), text);
      assert.deepEqual([got.folded, got.starts], [folded, starts], text);
    }
  }));
  it('markup in a title is text', () => on(`/search/?q=${encodeURIComponent(`${RARE}二`)}`, async (page) => {
    await answered(page);
    assert.match(await page.locator('.search-results h2').innerText(), /<img src=x/);
    assert.equal(await page.locator('.search-results img').count(), 0);
    assert.match(await page.title(), / - 检索$/);
  }));
});

describe('the page', () => {
  it('answers ?q=, marks hits, and leads to the passage', () => on(`/search/?q=${encodeURIComponent(RARE)}说`, async (page) => {
    await answered(page);
    assert.equal(await page.locator('.search-passage mark').innerText(), `${RARE}说`);
    assert.equal(await status(page).innerText(), '找到 1 篇。');
    await page.locator('.search-results a').click();
    await page.waitForURL(/wen-zhang-9999/);
    await page.waitForFunction(() => scrollY > 1000);
  }));
  it('works by keyboard alone, with a way back', () => on('/search/', async (page) => {
    await page.keyboard.press('Tab');
    await page.keyboard.type('gdp');
    await page.keyboard.press('Enter');
    await answered(page);
    const first = await links(page);
    assert.equal(first.length, 10);
    await page.locator('.search-pager a').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/p=2/);
    await page.waitForFunction(() => document.activeElement === document.querySelector('[role=status]'));
    assert.notDeepEqual(await links(page), first);
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.closest('.search-results') !== null), true, 'on to the results');
    await page.goBack();
    await page.waitForFunction((href) => document.querySelector('.search-results a')?.href.includes(href), first[0]);
    assert.deepEqual(await links(page), first);
    assert.equal(await page.locator('#search-q').inputValue(), 'gdp');
  }));
  it('waits for the end of a composition', () => on('/search/', async (page, context) => {
    const session = await context.newCDPSession(page);
    await page.locator('#search-q').focus();
    await session.send('Input.imeSetComposition', { text: 'lao zhi shu', selectionStart: 11, selectionEnd: 11 });
    const asked = page.waitForFunction(() => location.search);
    await page.evaluate(() => document.querySelector('#search-q').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, keyCode: 229, bubbles: true, cancelable: true })));
    assert.equal(await page.evaluate(() => location.search), '');
    await session.send('Input.insertText', { text: '老支书' });
    await asked;
    await answered(page);
    assert.equal(await page.evaluate(() => new URLSearchParams(location.search).get('q')), '老支书');
    assert.equal((await links(page)).length, 1);
  }));
  it('answers a page after the last one with the last', () => on(`/search/?q=${encodeURIComponent(RARE)}&p=9`, async (page) => {
    await answered(page);
    assert.equal(await status(page).innerText(), '找到 2 篇。');
    assert.equal((await links(page)).length, 2);
  }));
  it('filters with counts', () => on('/search/?q=gdp', async (page) => {
    await answered(page);
    await page.locator('summary').click();
    const count = scan(all, ['gdp'], (a) => a.districts[0] === '荷塘区').length;
    await page.locator('#search-district option', { hasText: `荷塘区（${count.toLocaleString('zh-CN')}）` }).waitFor({ state: 'attached' });
    await page.locator('#search-district').selectOption('荷塘区');
    await page.waitForURL(/district=/);
    await page.waitForFunction((count) => document.querySelector('[role=status]').textContent.includes(count), ` ${count.toLocaleString('zh-CN')} 篇`);
  }));
  it('helps when nothing is found', () => on(`/search/?q=${encodeURIComponent(`${RARE}说走了嘴`)}`, async (page) => {
    await answered(page);
    assert.equal(await status(page).innerText(), '没有找到。');
    await page.locator('.search-advice a', { hasText: RARE }).first().waitFor();
  }));
  it('offers the words of a long query that nothing holds', async () => {
    const words = all.slice(10, 14).map(({ text }) => text.match(/\p{sc=Han}{2}/u)[0]);
    assert.deepEqual(scan(all, [words.join('')]), []);
    await on(`/search/?q=${encodeURIComponent(words.join(''))}`, async (page) => {
      await answered(page);
      for (const word of words) await page.locator('.search-advice a', { hasText: new RegExp(`^${word}$`) }).waitFor();
    });
  });
  it('keeps its answer while the advice is slow', () => on(null, async (page) => {
    // Every request after the answer waits to be let go.
    await page.addInitScript(() => {
      const { fetch } = globalThis, free = new Promise((resolve) => { globalThis.letGo = resolve; });
      globalThis.fetch = async (...request) => {
        if (document.querySelector('[role=status]')?.textContent === '没有找到。') await free;
        return fetch(...request);
      };
    });
    await page.clock.install();
    await page.goto(`${host.origin}/search/?q=${encodeURIComponent(`${RARE}说走了嘴`)}`);
    await answered(page);
    await page.clock.runFor(5000);
    assert.equal(await status(page).innerText(), '没有找到。');
    await page.evaluate(() => globalThis.letGo());
    await page.locator('.search-advice a', { hasText: RARE }).first().waitFor();
  }));
  it('meets axe and names its parts', () => on('/search/?q=gdp', async (page) => {
    await answered(page);
    await page.locator('summary').click();
    await page.locator('#search-kind option').nth(1).waitFor({ state: 'attached' });
    await page.evaluate(axeSource());
    const { violations } = await page.evaluate(() => globalThis.axe.run());
    assert.deepEqual(violations.map(({ id, nodes }) => [id, nodes[0].html]), []);
    assert.equal(await page.getByRole('search').count(), 1);
    assert.equal(await page.getByRole('searchbox', { name: '检索全部文章的标题和正文' }).count(), 1);
    assert.equal(await page.getByRole('list').count(), 1);
    assert.equal(await page.getByRole('navigation', { name: '结果分页' }).count(), 1);
  }));
});

describe('faults', () => {
  const trouble = async (page, pattern) => {
    await answered(page);
    assert.match(await status(page).innerText(), pattern);
    assert.equal(await page.locator('.search-results li').count(), 0, 'no result beside an error');
  };
  it('a missing shard', () => on(null, async (page) => {
    host.faults.push((url) => url.includes('/k/') ? 'missing' : undefined);
    await page.goto(`${host.origin}/search/?q=gdp`);
    await trouble(page, /缺失/);
    host.faults.length = 0;
    await page.getByRole('button', { name: '重试' }).click();
    await page.locator('.search-results li').first().waitFor();
  }));
  it('damaged files of every sort', async () => {
    for (const part of ['/k/', '/t/']) {
      await on(null, async (page) => {
        host.faults.push((url) => url.includes(part) ? Buffer.from('ZZSI damaged beyond repair') : undefined);
        await page.goto(`${host.origin}/search/?q=gdp`);
        await trouble(page, /损坏/);
      });
    }
  });
  it('a directory that is not in the script, whole and damaged', async () => {
    // A directory begins with ZZSI, in the letters of the script 6ei3.
    const script = String(await readFile(path.join(built.folder, 'search/search.js'))), without = script.replace(/`6ei3[^`]{200,}`/, '`@directory@`');
    assert.notEqual(without, script);
    for (const damaged of [false, true]) {
      await on(null, async (page) => {
        let asked = 0;
        host.faults.push((url) => {
          if (url.endsWith('search.js')) return Buffer.from(without);
          if (!url.endsWith('index.bin')) return undefined;
          asked++;
          return damaged ? Buffer.from('ZZSI damaged beyond repair') : undefined;
        });
        await page.goto(`${host.origin}/search/?q=gdp`);
        if (damaged) await trouble(page, /损坏/);
        else await page.locator('.search-results li').first().waitFor();
        assert.ok(asked);
      });
    }
  });
  it('a shard under the name of another', () => on(null, async (page) => {
    const file = path.join(built.folder, 'search/index.bin'), other = await readFile(file);
    host.faults.push((url) => url.includes('/k/') ? other : undefined);
    await page.goto(`${host.origin}/search/?q=gdp`);
    await trouble(page, /损坏/);
  }));
  it('the network gone in the middle', () => on('/search/', async (page, context) => {
    await page.locator('#search-q').focus();
    await context.setOffline(true);
    await page.keyboard.type('gdp');
    await page.keyboard.press('Enter');
    await trouble(page, /网络/);
    await context.setOffline(false);
    await page.getByRole('button', { name: '重试' }).click();
    await page.locator('.search-results li').first().waitFor();
  }));
  it('a new build under an open page', () => on('/search/?q=gdp', async (page) => {
    await answered(page);
    const next = await site(all.slice(0, 3000));
    const other = await serve(next.folder);
    host.faults.push((url) => url.startsWith('/search/') && url.endsWith('.bin') ? 'missing' : undefined);
    await page.route('**/search/**/*.bin', async (route) => {
      const response = await fetch(route.request().url().replace(host.origin, other.origin));
      await route.fulfill({ status: response.status, body: Buffer.from(await response.arrayBuffer()) });
    });
    await page.route('**/search/*.bin', async (route) => {
      const response = await fetch(route.request().url().replace(host.origin, other.origin));
      await route.fulfill({ status: response.status, body: Buffer.from(await response.arrayBuffer()) });
    });
    await page.locator('#search-q').fill('2015年');
    await page.locator('#search-q').press('Enter');
    await page.waitForURL(/2015/);
    await page.waitForFunction((count) => document.querySelector('[role=status]').textContent.includes(count), `${scan(all.slice(0, 3000), ['2015年']).length} 篇`);
    await other.close();
    await next.remove();
  }));
  for (const status of [404, 200]) {
    it(`a new build while results are shown, by a host that answers ${status} for what is missing`, () => engine(async (page) => {
      const fewer = all.slice(0, 3000), next = await site(fewer), other = await serve(next.folder);
      const first = await ask(page, '2015年');
      assert.ok(first.ids.length > 20);
      await page.route('**/search/**/*.bin', async (route) => {
        const response = await fetch(route.request().url().replace(host.origin, other.origin));
        await route.fulfill(response.ok ? { body: Buffer.from(await response.arrayBuffer()) } : { status, body: '<!doctype html>' });
      });
      await page.route('**/search/*.bin', async (route) => {
        const response = await fetch(route.request().url().replace(host.origin, other.origin));
        await route.fulfill(response.ok ? { body: Buffer.from(await response.arrayBuffer()) } : { status, body: '<!doctype html>' });
      });
      const truth = scan(fewer, ['2015年']);
      const shown = await inPage(page, async () => JSON.stringify((await engine.show(1e6, 10)).map((hit) => hit.id)));
      assert.equal(shown.length, truth.length - 10);
      assert.deepEqual(without(shown, truth), []);
      assert.deepEqual(await everything(page, 'gdp'), scan(fewer, ['gdp']));
      const counted = await page.evaluate(() => engine.counts('district'));
      assert.equal(counted['天元区'], scan(fewer, ['gdp'], (a) => a.districts[0] === '天元区').length);
      await other.close();
      await next.remove();
    }));
  }
  it('opened from a disk', () => on(null, async (page) => {
    await page.goto(`file://${built.folder}/search/index.html`);
    assert.match(await page.locator('#needs').innerText(), /从网站上打开/);
  }));
  it('without JavaScript', () => on('/search/', async (page) => {
    assert.match(await page.locator('#needs').innerText(), /JavaScript/);
  }, { javaScriptEnabled: false }));
});
