// `zzsite serve` with a browser in front of it: a saved file reloads the page, a fault shows in
// the page and goes when it is mended.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launch } from './lib/browser.mjs';

const ROOT = path.join(import.meta.dirname, '../..');
const TOOL = process.env.ZZSITE ?? path.join(ROOT, 'target/release/zzsite');
let folder, server, address, browser;

before(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'zzsite-serve-'));
  await cp(path.join(ROOT, 'content'), path.join(folder, 'content'), { recursive: true });
  await cp(path.join(ROOT, 'site.toml'), path.join(folder, 'site.toml'));
  server = spawn(TOOL, ['serve', '--port', '0'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  address = await new Promise((ready, failed) => {
    let told = '';
    const hear = (data) => {
      told += data;
      const found = /http:\/\/127\.0\.0\.1:\d+\//.exec(told);
      if (found) ready(found[0]);
    };
    server.stdout.on('data', hear);
    server.stderr.on('data', hear);
    server.on('exit', (code) => failed(new Error(`serve ended with ${code}: ${told}`)));
  });
  browser = await launch();
});
after(async () => {
  await browser?.close();
  server?.kill('SIGINT');
  await rm(folder, { recursive: true, force: true });
});

describe('zzsite serve', () => {
  it('reloads the page when a file is saved, shows a fault, and takes it away again', async () => {
    const page = await browser.newPage();
    await page.goto(`${address}about/index.html`);
    const file = path.join(folder, 'content/about.md'), before = await readFile(file, 'utf8');
    const seen = (text) => page.waitForFunction((wanted) => document.documentElement.innerText.includes(wanted), text, { timeout: 60_000 });
    await page.evaluate(() => {
      globalThis.kept = true;
    });
    const kept = () => page.evaluate(() => Boolean(globalThis.kept));
    await writeFile(file, `${before}\n\n此行刚刚加上。\n`);
    await seen('此行刚刚加上。');
    assert.equal(await kept(), true, 'text is put in place');
    await writeFile(file, `${before.replace('关于本站', '换了题')}\n\n此行刚刚加上。\n又加一行。\n`);
    await seen('又加一行。');
    assert.equal(await kept(), true, 'and again');
    assert.match(await page.title(), /换了题/);
    const settings = path.join(folder, 'site.toml'), good = await readFile(settings, 'utf8');
    await writeFile(settings, `colour = 3\n${good}`);
    await seen('colour');
    assert.equal(await kept(), false, 'with other settings the page is loaded anew');
    await writeFile(settings, good);
    await page.waitForFunction(() => !document.documentElement.innerText.includes('colour'), null, { timeout: 60_000 });
    await seen('此行刚刚加上。');
  });
});
