// A small generated archive and its search page, and a scan of its text to hold the index to.
import { spawn } from 'node:child_process';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const ROOT = path.join(import.meta.dirname, '../../..');
const COMMON = '的一国在中年和大业人发市工区民会新为了生作有地学展行时重日家进成产个方全部高动化上文多建公本不到以出理经于对主长现设实政体服务活力能开加定来同城水安电通路县企合法制技资社交员农村车火推保障品质面心关平事提前分基后期点线';

/** A seeded generator of numbers below its argument. */
export function random(seed) {
  let state = seed >>> 0;
  return (range) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * range);
  };
}

const DISTRICTS = ['天元区', '荷塘区', '芦淞区', '醴陵市'];
const KINDS = ['news', 'news', 'brief', 'photo'];

/** `count` articles, thirty a day, with words that come back, numbers and Latin. */
export function articles(count, seed = 7) {
  const below = random(seed), zipf = (range) => Math.floor(9 * ((range + 9) / 9) ** (below(1e6) / 1e6)) - 9;
  const characters = [...COMMON];
  for (let code = 0x4e00; characters.length < 2500; code += 7) characters.push(String.fromCharCode(code));
  const words = Array.from({ length: 6000 }, (_, rank) => Array.from({ length: below(16) ? 2 + (below(5) === 0) : 1 }, () => characters[zipf(200 + rank % 2300)]).join(''));
  const names = Array.from({ length: 40 }, () => characters[zipf(80)] + characters[below(400)] + characters[below(400)]);
  const word = () => {
    const kind = below(60);
    if (kind === 0) return `${1 + below(40)}万余名`;
    if (kind === 1) return `20${10 + below(13)}年`;
    if (kind === 2) return ['GDP', '5G', 'AI', 'ＣＢＡ', 'PM2.5', 'Windows 11'][below(6)];
    if (kind === 3) return names[below(names.length)];
    return words[zipf(words.length)];
  };
  const text = (length) => {
    let out = '';
    while (out.length < length) out += word() + (below(5) ? '' : below(4) ? '，' : below(4) ? '。' : '。\n\u3000\u3000');
    return out;
  };
  return Array.from({ length: count }, (_, i) => {
    const date = new Date(Date.UTC(2022, 0, 1) + Math.floor(i / 30) * 864e5).toISOString().slice(0, 10);
    const page = `0${1 + Math.floor((i % 30) / 4)}`;
    return {
      url: `${date}/${page}/wen-zhang-${i}.html`, title: text(14).trim(), date, page, text: text(150 + below(500)), kind: KINDS[below(4)],
      districts: [DISTRICTS[below(4)]], reporters: [names[below(12)]], columns: below(9) ? [] : ['周·见'],
    };
  });
}

/** What is searched: compatibility forms, case and white space made even. */
const even = (text) => text.normalize('NFKC').toLowerCase().replace(/\s/g, '');

const evened = new WeakMap();

/** Title and text of an article made even; once, for the archive is scanned many times. */
function plain(article) {
  if (!evened.has(article)) evened.set(article, [even(article.title), even(article.text)]);
  return evened.get(article);
}

/** Numbers of the articles that hold all `words`, found by reading everything. */
export function scan(all, words, filter = () => true) {
  const wanted = words.map(even);
  return all.flatMap((article, id) => {
    const fields = plain(article);
    return filter(article) && wanted.every((word) => fields.some((field) => field.includes(word))) ? [id] : [];
  });
}

const SHELL = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>检索</title><style>main{max-width:40rem;margin:auto} mark{background:#ff0;color:#000}</style>
<main><h1>检索</h1><div id="search-app"><p id="needs">检索要用 JavaScript，并且要从网站上打开。</p></div></main>
<script type="module" src="page.js"></script></html>`;

/** Builds the index of `all` in a new folder with a search page and the articles; `fold` for folded variants. */
export async function site(all, pages = [], ...options) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'zzsite-search-'));
  const tool = process.env.ZZSITE_SEARCH_INDEX?.split(' ') ?? ['cargo', 'run', '--release', '--quiet', '--example', 'search_index', '--'];
  const child = spawn(tool[0], [...tool.slice(1), folder, ...options], { cwd: ROOT, stdio: ['pipe', 'inherit', 'inherit'] });
  child.stdin.end(all.map((article) => `${JSON.stringify(article)}\n`).join(''));
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) throw new Error(`search_index ended with ${code}`);
  await writeFile(path.join(folder, 'search/index.html'), SHELL);
  for (const id of pages) {
    const { url, title, text } = all[id], file = path.join(folder, url);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>${title}</title><h1>${title}</h1><div style="height:3000px"></div>${text.split('\n').map((line) => `<p>${line}</p>`).join('\n')}<div style="height:3000px"></div></html>`);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
