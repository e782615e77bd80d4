// Asks a built index in Chromium: node browser.mjs FOLDER QUERIES.json. The folder holds search/. A new context for each query; bytes and requests as the server sent them.
import { createRequire } from 'node:module';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { serve } from '../../tests/browser/lib/static-server.mjs';

const modules = process.env.ZZSITE_NODE_MODULES ?? path.join(import.meta.dirname, '../../tests/browser/node_modules');
const { chromium } = createRequire(path.join(modules, 'x.js'))('playwright-core');
const folder = process.argv[2];
const cases = JSON.parse(await readFile(process.argv[3], 'utf8'));
const site = await serve(folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
});

const rows = [];
for (const { query, ids } of cases) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(`${site.origin}/search/blank`).catch(() => {});
  await page.evaluate(async () => { globalThis.engine = await import('/search/search.js'); });
  const step = async (run, argument) => {
    const before = { ...site.sent };
    const started = performance.now();
    const value = await page.evaluate(run, argument);
    return { value, ms: performance.now() - started, bytes: site.sent.bytes - before.bytes, requests: site.sent.requests - before.requests };
  };
  const found = await step(async (q) => { const { ids, exact } = await engine.search(q); return { ids: Array.from(ids), exact }; }, query);
  const shown = await step(async () => (await engine.show(10)).map((hit) => hit.id));
  const addresses = await page.evaluate(async (some) => engine.urls(some), found.value.ids.slice(0, 20));
  const wrongAddress = addresses.filter((url, i) => !url.endsWith(`-${found.value.ids[i]}.html`)).length;
  const truth = new Set(ids), candidates = found.value.ids;
  const right = candidates.filter((id) => truth.has(id)).length;
  rows.push({
    query, hits: truth.size, candidates: candidates.length, exact: found.value.exact,
    recall: truth.size ? right / truth.size : 1,
    precision: candidates.length ? right / candidates.length : 1,
    wrong: shown.value.filter((id) => !truth.has(id)).length + wrongAddress,
    full: shown.value.length === Math.min(10, truth.size),
    search: found, show: shown,
  });
  await context.close();
}
await browser.close();
await site.close();

const mean = (pick) => rows.reduce((sum, row) => sum + pick(row), 0) / rows.length;
const at = (share, pick) => rows.map(pick).sort((a, b) => a - b)[Math.min(rows.length - 1, Math.floor(share * rows.length))];
const kb = (bytes) => (bytes / 1024).toFixed(1);
console.log(`queries         ${rows.length}, ${rows.filter((row) => row.exact).length} answered exactly by the index`);
console.log(`recall          ${mean((row) => row.recall).toFixed(4)}`);
console.log(`precision       ${mean((row) => row.precision).toFixed(4)} of candidates, ${rows.some((row) => row.wrong) ? 'WRONG RESULTS SHOWN' : '1.0 of what is shown'}`);
console.log(`first page full ${rows.filter((row) => row.full).length} of ${rows.length}`);
console.log(`before results  ${kb(mean((row) => row.search.bytes))} KB mean, ${kb(at(0.95, (row) => row.search.bytes))} KB at 95 %, ${mean((row) => row.search.requests).toFixed(2)} requests, ${mean((row) => row.search.ms).toFixed(0)} ms`);
console.log(`ten results     ${kb(mean((row) => row.show.bytes))} KB mean, ${mean((row) => row.show.requests).toFixed(2)} requests, ${mean((row) => row.show.ms).toFixed(0)} ms`);
if (process.env.VERBOSE) {
  for (const row of rows) console.log([row.query, row.hits, row.candidates, row.precision.toFixed(2), kb(row.search.bytes), row.search.requests, kb(row.show.bytes), row.show.requests].join('\t'));
}
process.exitCode = rows.every((row) => row.recall === 1 && !row.wrong && row.full) ? 0 : 1;
