// The demo site in a real Chromium: at a root, under a sub-path, from the disk, without
// JavaScript, on a phone, and for readers who need more than eyes.
import assert from 'node:assert/strict';
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { axeSource, launch } from './lib/browser.mjs';
import { serve } from './lib/static-server.mjs';

const SITE = process.env.ZZSITE_SITE ?? path.join(import.meta.dirname, '../../public');
// Where scripts/test says that the site will be published; 404.html alone depends on it.
const FOLDER = '/archive/';
let folder, host, browser, pages;

/** One page of each kind: kind → path below the site. */
async function kinds() {
  const all = (await readdir(SITE, { recursive: true })).filter((name) => name.endsWith('.html')).sort();
  const article = all.find((name) => /^\d{4}-\d\d-\d\d\/[^/]+\/(?!index)[^/]+\.html$/.test(name));
  const first = (pattern) => all.find((name) => pattern.test(name));
  return {
    home: 'index.html', article,
    issue: first(/^\d{4}-\d\d-\d\d\/index\.html$/), page: first(/^\d{4}-\d\d-\d\d\/[^/]+\/index\.html$/),
    districts: 'districts/index.html', district: first(/^districts\/[^/]+\/index\.html$/),
    reporters: 'reporters/index.html', reporter: first(/^reporters\/[^/]+\/index\.html$/),
    columns: 'columns/index.html', column: first(/^columns\/[^/]+\/index\.html$/),
    archive: 'archive/index.html', year: first(/^\d{4}\/index\.html$/), month: first(/^\d{4}-\d\d\/index\.html$/),
    about: first(/^about\/index\.html$/) ?? first(/^about\.html$/), search: 'search/index.html', notfound: '404.html',
  };
}

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zzsite-site-'));
  await cp(SITE, path.join(folder, FOLDER), { recursive: true });
  [host, browser, pages] = [await serve(folder), await launch(), await kinds()];
});
after(async () => {
  await browser?.close();
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens an address in a context of its own; nothing may go wrong in it, nothing leave the host. */
async function open(address, options, run) {
  const context = await browser.newContext(options), page = await context.newPage(), faults = [];
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('request', (request) => {
    const own = request.url().startsWith(host.origin) || /^(file|data|blob):/.test(request.url());
    if (!own) faults.push(`request to ${request.url()}`);
  });
  try {
    await page.goto(address);
    await run(page);
    assert.deepEqual(faults, [], address);
  } finally {
    await context.close();
  }
}

describe('the demo site', () => {
  it('has a page of every kind', () => {
    for (const [kind, name] of Object.entries(pages)) assert.ok(name, kind);
  });

  it('leads from the front page to an article and back, under a sub-path', async () => {
    await open(host.origin + FOLDER, {}, async (page) => {
      await page.locator('main a').and(page.locator(`a[href*="/0"][href$=".html"]:not([href$="index.html"])`)).first().click();
      assert.equal(await page.locator('body').getAttribute('data-kind'), 'article');
      const headline = await page.locator('h1').innerText();
      await page.locator('nav a[href$="index.html"]', { hasText: '首页' }).first().click();
      assert.equal(await page.locator('body').getAttribute('data-kind'), 'home');
      assert.match(await page.locator('main').innerText(), new RegExp(headline.replace(/\s+/g, '.*').slice(0, 4)));
    });
  });

  it('leads from the front page to an article by keyboard alone', async () => {
    await open(host.origin + FOLDER, {}, async (page) => {
      await page.keyboard.press('Tab');
      assert.match(await page.evaluate(() => document.activeElement.textContent), /跳到/);
      await page.keyboard.press('Enter');
      for (let stop = 0; stop < 400; stop++) {
        await page.keyboard.press('Tab');
        const href = await page.evaluate(() => document.activeElement.getAttribute?.('href') ?? '');
        if (/^\d{4}-\d\d-\d\d\/[^/]+\/(?!index)[^/#]+\.html$/.test(href)) break;
      }
      await page.keyboard.press('Enter');
      await page.waitForSelector('body[data-kind=article]');
    });
  });

  it('reads from the disk and without JavaScript', async () => {
    const file = (name) => pathToFileURL(path.join(folder, FOLDER, name)).href;
    for (const kind of ['home', 'issue', 'article', 'district']) {
      await open(file(pages[kind]), { javaScriptEnabled: false }, async (page) => {
        const links = await page.locator('main a[href]').count();
        assert.ok(links > 0, kind);
        const href = await page.locator('main a[href]').first().evaluate((a) => a.href ?? a.getAttribute('href'));
        assert.match(href, /^file:|^#/, kind);
      });
    }
  });

  for (const width of [320, 768, 1280]) {
    it(`does not scroll sideways at ${width} px`, async () => {
      for (const [kind, name] of Object.entries(pages)) {
        await open(host.origin + FOLDER + name, { viewport: { width, height: 800 } }, async (page) => {
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          assert.ok(over <= 0, `${kind} is ${over} px too wide`);
        });
      }
    });
  }

  for (const colorScheme of ['light', 'dark']) {
    it(`has no barrier that axe finds, ${colorScheme}`, async () => {
      for (const [kind, name] of Object.entries(pages)) {
        await open(host.origin + FOLDER + name, { colorScheme }, async (page) => {
          await page.evaluate(axeSource());
          const found = await page.evaluate(() => axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
          const told = found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target).join(' ')}`);
          assert.deepEqual(told, [], kind);
        });
      }
    });
  }

  it('prints an article with headline and text, without navigation', async () => {
    await open(host.origin + FOLDER + pages.article, {}, async (page) => {
      await page.emulateMedia({ media: 'print' });
      assert.ok(await page.locator('h1').isVisible());
      for (const nav of await page.locator('nav').all()) assert.ok(!(await nav.isVisible()), await nav.innerText());
      assert.ok((await page.pdf()).length > 1000);
    });
  });
});
