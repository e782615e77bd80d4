// The demo site in a real Chromium: at a root, under a sub-path, from the disk, without
// JavaScript, on a phone, in the dark, and for readers who need more than eyes. Pictures of
// every kind of page are kept in target/screens.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { axeSource, launch, vnuJar } from './lib/browser.mjs';
import { serve } from './lib/static-server.mjs';

const ROOT = path.join(import.meta.dirname, '../..');
const SITE = process.env.ZZSITE_SITE ?? path.join(ROOT, 'public');
const SCREENS = path.join(ROOT, 'target/screens');
// Where scripts/test says that the site will be published; 404.html alone depends on it.
const BASE = 'https://example.org/archive/', FOLDER = '/archive/';
const ARTICLE = /^\d{4}-\d\d-\d\d\/[^/]+\/(?!index)[^/#]+\.html$/;
let folder, host, browser, all, pages;

/** One page of each kind: kind → path below the site. */
function kinds() {
  const first = (pattern) => all.find((name) => pattern.test(name));
  return {
    home: 'index.html', article: first(ARTICLE),
    issue: first(/^\d{4}-\d\d-\d\d\/index\.html$/), page: first(/^\d{4}-\d\d-\d\d\/[^/]+\/index\.html$/),
    districts: 'districts/index.html', district: first(/^districts\/[^/]+\/index\.html$/),
    reporters: 'reporters/index.html', reporter: first(/^reporters\/[^/]+\/index\.html$/),
    columns: 'columns/index.html', column: first(/^columns\/[^/]+\/index\.html$/),
    archive: 'archive/index.html', year: first(/^\d{4}\/index\.html$/), month: first(/^\d{4}-\d\d\/index\.html$/),
    gallery: 'photos/index.html', about: first(/^about\/index\.html$/), search: 'search/index.html', notfound: '404.html',
  };
}

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zzsite-site-'));
  await cp(SITE, path.join(folder, FOLDER), { recursive: true });
  await rm(SCREENS, { recursive: true, force: true });
  await mkdir(SCREENS, { recursive: true });
  all = (await readdir(SITE, { recursive: true })).filter((name) => name.endsWith('.html')).sort();
  [host, browser, pages] = [await serve(folder), await launch(), kinds()];
});
after(async () => {
  await browser?.close();
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

const text = (name) => readFile(path.join(SITE, name), 'utf8');
/** The file below the site that an address of the published site means. */
const fileOf = (url) => {
  assert.ok(url.startsWith(BASE), url);
  return url.slice(BASE.length).replace(/(^|\/)$/, '$1index.html');
};

/** Runs `each` for pages in one context; nothing may go wrong in it, nothing leave the host. */
async function visit(options, names, each) {
  const context = await browser.newContext(options), page = await context.newPage(), faults = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    const own = request.url().startsWith(host.origin) || /^(file|data|blob):/.test(request.url());
    if (!own) faults.push(`request to ${request.url()}`);
  });
  try {
    for (const [kind, address] of names) {
      await page.goto(address);
      await each(page, kind);
      assert.deepEqual(faults, [], kind);
    }
  } finally {
    await context.close();
  }
}
const open = (address, options, run) => visit(options, [[address, address]], run);
const hosted = () => Object.entries(pages).map(([kind, name]) => [kind, host.origin + FOLDER + name]);

describe('the demo site', () => {
  it('has a page of every kind', () => {
    for (const [kind, name] of Object.entries(pages)) assert.ok(name && all.includes(name), kind);
  });

  it('leads from the front page to an article and back, under a sub-path', async () => {
    await open(host.origin + FOLDER, {}, async (page) => {
      await page.locator('main a').and(page.locator('a[href*="/0"][href$=".html"]:not([href$="index.html"])')).first().click();
      assert.equal(await page.locator('body').getAttribute('data-kind'), 'article');
      const headline = await page.locator('h1').innerText();
      await page.locator('nav a[href$="index.html"]', { hasText: '首页' }).first().click();
      assert.equal(await page.locator('body').getAttribute('data-kind'), 'home');
      assert.match(await page.locator('main').innerText(), new RegExp(headline.replace(/\s+/g, '.*').slice(0, 4)));
    });
  });

  it('leads from the front page to an article by keyboard alone, every stop marked', async () => {
    await open(host.origin + FOLDER, {}, async (page) => {
      await page.keyboard.press('Tab');
      assert.match(await page.evaluate(() => document.activeElement.textContent), /跳到/);
      await page.keyboard.press('Enter');
      for (let stop = 0; stop < 400; stop++) {
        await page.keyboard.press('Tab');
        const { href, ring } = await page.evaluate(() => {
          const at = document.activeElement;
          return { href: at.getAttribute?.('href') ?? '', ring: parseFloat(getComputedStyle(at).outlineWidth) };
        });
        assert.ok(ring >= 2, `${href} is not marked`);
        if (ARTICLE.test(href)) break;
      }
      await page.keyboard.press('Enter');
      await page.waitForSelector('body[data-kind=article]');
    });
  });

  it('reads from the disk and without JavaScript', async () => {
    const names = ['home', 'issue', 'article', 'district', 'gallery'].map((kind) => [kind, pathToFileURL(path.join(folder, FOLDER, pages[kind])).href]);
    await visit({ javaScriptEnabled: false }, names, async (page, kind) => {
      const href = await page.locator('main a[href]').first().getAttribute('href');
      assert.doesNotMatch(href, /^(\/|https?:)/, kind);
    });
  });

  for (const width of [320, 768, 1280]) for (const colorScheme of ['light', 'dark']) {
    it(`fits, moves nothing and has no barrier that axe finds: ${width} px, ${colorScheme}`, async () => {
      await visit({ viewport: { width, height: 800 }, colorScheme }, hosted(), async (page, kind) => {
        const { over, shift } = await page.evaluate(() => new Promise((done) => {
          let shift = 0;
          new PerformanceObserver((list) => list.getEntries().forEach((one) => { shift += one.value; })).observe({ type: 'layout-shift', buffered: true });
          setTimeout(() => done({ over: document.documentElement.scrollWidth - innerWidth, shift }), 50);
        }));
        assert.ok(over <= 0, `${kind} is ${over} px too wide`);
        assert.ok(shift < 0.01, `${kind} moves by ${shift}`);
        await page.evaluate(axeSource());
        const found = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'], resultTypes: ['violations'] }));
        const told = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`);
        assert.deepEqual(told, [], kind);
        await page.screenshot({ path: path.join(SCREENS, `${kind}-${width}-${colorScheme}.png`), fullPage: true });
      });
    });
  }

  it('keeps the words at 200 % and with wide spacing', async () => {
    const style = '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important} p{margin-bottom:2em!important}';
    for (const content of ['html{font-size:200%!important}', style]) {
      await visit({ viewport: { width: 640, height: 800 } }, hosted(), async (page, kind) => {
        await page.addStyleTag({ content });
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(over <= 0, `${kind} is ${over} px too wide with ${content}`);
      });
    }
  });

  it('cuts off no focus ring, and gives days room for a finger', async () => {
    await visit({ viewport: { width: 360, height: 800 } }, hosted(), async (page, kind) => {
      const told = await page.evaluate(() => [...document.querySelectorAll('main a:not(svg a)')].flatMap((link) => {
        const cut = [], { width, height } = link.getBoundingClientRect();
        for (let at = link.parentElement; at; at = at.parentElement) if (getComputedStyle(at).overflowY === 'hidden') cut.push(at.tagName);
        if (link.closest('.month td, .heatmap') && Math.min(width, height) < 44) cut.push(`${width} × ${height}`);
        return cut.map((why) => `${link.textContent}: ${why}`);
      }));
      assert.deepEqual(told, [], kind);
    });
  });

  it('prints an article with headline and text, without navigation', async () => {
    await open(host.origin + FOLDER + pages.article, { colorScheme: 'dark' }, async (page) => {
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('h1').isVisible());
      assert.ok(await page.locator('.gbt').isVisible());
      for (const nav of await page.locator('nav').all()) assert.ok(!(await nav.isVisible()), await nav.innerText());
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).color), 'rgb(0, 0, 0)');
      assert.ok((await page.pdf({ path: path.join(SCREENS, 'article.pdf'), format: 'A4' })).length > 1000);
    });
  });

  it('is light: one stylesheet, no script to read, ten kilobytes of rules at most', async () => {
    const { gzipSync } = await import('node:zlib');
    assert.ok(gzipSync(await text('assets/style.css')).length < 10_240);
    for (const [kind, name] of Object.entries(pages).filter(([kind]) => kind !== 'search')) {
      const html = await text(name);
      assert.doesNotMatch(html, /<script(?![^>]*ld\+json)|<style|\sstyle=|\son\w+=/, kind);
      assert.equal(html.match(/rel=.?stylesheet/g).length, 1, kind);
    }
  });
});

describe('what machines read', () => {
  it('JSON-LD names article, issue, newspaper and the way down', async () => {
    for (const [kind, name] of Object.entries(pages).filter(([kind]) => !['search', 'notfound'].includes(kind))) {
      const [, json] = (await text(name)).match(/<script type="?application\/ld\+json"?>(.*?)<\/script>/s) ?? [];
      assert.ok(json, kind);
      const graph = JSON.parse(json)['@graph'], of = (type) => graph.find((node) => node['@type'] === type);
      if (kind !== 'home') assert.ok(of('BreadcrumbList').itemListElement.length > 1, kind);
      if (kind !== 'article') continue;
      const article = of('NewsArticle');
      for (const key of ['headline', 'datePublished', 'author', 'publisher', 'mainEntityOfPage', 'pagination']) assert.ok(article[key], key);
      assert.equal(article.isPartOf['@type'], 'PublicationIssue');
      assert.equal(article.isPartOf.isPartOf['@type'], 'Newspaper');
      assert.match(article.datePublished, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00$/);
    }
  });

  it('feeds are well-formed, dated, and lead to pages', async () => {
    const feeds = (await readdir(SITE, { recursive: true })).filter((name) => name.endsWith('feed.xml'));
    assert.ok(feeds.length > 1);
    await open(host.origin + FOLDER, {}, async (page) => {
      for (const name of feeds) {
        const feed = await page.evaluate((xml) => {
          const doc = new DOMParser().parseFromString(xml, 'application/xml'), all = (query) => [...doc.querySelectorAll(query)];
          return {
            faults: all('parsererror').length, updated: doc.querySelector('feed > updated')?.textContent,
            ids: all('entry > id').map((id) => id.textContent), links: all('entry > link').map((link) => link.getAttribute('href')),
            bare: all('entry').filter((entry) => !['id', 'title', 'updated', 'author'].every((part) => entry.querySelector(part))).length,
          };
        }, await text(name));
        assert.equal(feed.faults + feed.bare, 0, name);
        assert.ok(!Number.isNaN(Date.parse(feed.updated)), name);
        assert.equal(new Set(feed.ids).size, feed.ids.length, name);
        for (const link of feed.links) assert.ok(all.includes(fileOf(link)), `${name}: ${link}`);
      }
    });
    const feed = JSON.parse(await text('feed.json'));
    assert.equal(feed.version, 'https://jsonfeed.org/version/1.1');
    for (const item of feed.items) assert.ok(item.id && item.content_text && all.includes(fileOf(item.url)), item.id);
  });

  it('the sitemap holds every page but 404.html, once', async () => {
    const urls = [...(await text('sitemap.xml')).matchAll(/<loc>(.*?)<\/loc>/g)].map(([, url]) => fileOf(url));
    assert.deepEqual(urls.sort(), all.filter((name) => name !== '404.html'));
  });

  it('the W3C checker has nothing to say', (t) => {
    if (spawnSync('java', ['-version']).status !== 0) return t.skip('there is no Java: install a headless JRE to run the W3C checker');
    const names = Object.values(pages).map((name) => path.join(SITE, name));
    const run = spawnSync('java', ['-Xss4m', '-jar', vnuJar(), '--format', 'json', '--exit-zero-always', '--html', ...names], { encoding: 'utf8', maxBuffer: 1e8 });
    const told = JSON.parse(run.stderr || run.stdout).messages.map((m) => `${path.relative(SITE, new URL(m.url).pathname)}:${m.lastLine} ${m.message}`);
    assert.deepEqual(told, []);
  });
});
