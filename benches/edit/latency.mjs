// How long from saving a file until the page in Chromium shows it:
//
//   node benches/edit/latency.mjs SITE [EDITS] [PAUSE]
//
// SITE is the folder of a site with site.toml and content/YYYY-MM-DD/NN.txt, best a copy: the
// headline of one page in its middle is edited EDITS times (20), each PAUSE ms (1000) after the
// last, and put back in the end. With a pause below 400 the server never rests in between. ZZSITE
// names the program, CHROMIUM the browser.
//
// `file` is when the page of the newspaper page stands in the output folder, `shown` when the
// reloaded page shows the headline. Both from before the file is written.
import { spawn } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { launch } from '../../tests/browser/lib/browser.mjs';

const site = path.resolve(process.argv[2] ?? '.');
const edits = Number(process.argv[3] ?? 20), rest = Number(process.argv[4] ?? 1000);
const tool = process.env.ZZSITE ?? path.join(import.meta.dirname, '../../target/release/zzsite');

const days = (await readdir(path.join(site, 'content'))).filter((name) => /^\d{4}-\d\d-\d\d$/.test(name)).sort();
const day = days[Math.floor(days.length / 2)];
const name = (await readdir(path.join(site, 'content', day))).filter((file) => file.endsWith('.txt')).sort().at(-1);
const file = path.join(site, 'content', day, name), text = await readFile(file, 'utf8');
const title = text.split('\n').find((line) => line.trim()).trim();
const address = `${day}/${name.replace(/\.txt$/, '')}/index.html`;

const server = spawn(tool, ['serve', '--port', '0'], { cwd: site, stdio: ['ignore', 'ignore', 'pipe'] });
let told = '', builds = 0;
const hear = (data) => {
  told += data;
  builds += String(data).split(' written, ').length - 1;
};
server.stderr.on('data', hear);
const until = async (what) => {
  while (!what()) await pause(20);
};
let browser;
try {
  await until(() => /http:\/\/127\.0\.0\.1:\d+\//.test(told) && builds > 0);
  const origin = /http:\/\/127\.0\.0\.1:\d+\//.exec(told)[0];
  browser = await launch();
  const page = await browser.newPage();
  await page.goto(origin + address);
  // The search index is made in the first silence.
  await pause(rest + 3000);
  const rows = [];
  for (let edit = 0; edit < edits; edit += 1) {
    const mark = '甲乙丙丁戊己庚辛壬癸'[edit % 10].repeat(3);
    const started = performance.now();
    await writeFile(file, text.replace(title, mark + title.slice(3)));
    const written = (async () => {
      const output = path.join(site, 'public', address);
      while (!(await readFile(output, 'utf8').catch(() => '')).includes(mark)) await pause(1);
      return performance.now() - started;
    })();
    await page.waitForFunction((wanted) => document.body?.innerText.includes(wanted), mark, { polling: 'raf', timeout: 60_000 });
    rows.push({ shown: performance.now() - started, file: await written });
    await pause(rest);
  }
  for (const what of ['file', 'shown']) {
    const sorted = rows.map((row) => row[what]).sort((a, b) => a - b);
    const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(0);
    console.log(`${what.padEnd(6)} median ${at(0.5)} ms, best ${at(0)}, nine of ten within ${at(0.9)}`);
  }
} finally {
  await writeFile(file, text);
  await browser?.close();
  server.kill('SIGINT');
}
