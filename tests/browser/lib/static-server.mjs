// A plain static host for tests: whole files only, no Range, no compression, and a count of
// what went over the wire. Faults can be put in its way.
import { createServer } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.json': 'application/json',
  '.xml': 'application/xml', '.svg': 'image/svg+xml', '.bin': 'application/octet-stream',
};

/**
 * Serves `folder`. Returns {origin, sent: {bytes, requests}, faults, close}. `faults` is a list
 * of functions (path) => undefined | 'missing' | 'drop' | Buffer; the first answer counts.
 */
export async function serve(folder) {
  const sent = { bytes: 0, requests: 0 }, faults = [];
  const server = createServer(async (request, response) => {
    const url = decodeURIComponent(new URL(request.url, 'http://x').pathname);
    let file = path.join(folder, path.normalize(url)), status = 200, body;
    const fault = faults.map((make) => make(url)).find((answer) => answer !== undefined);
    if (fault === 'drop') { request.socket.destroy(); return; }
    try {
      if (fault === 'missing') throw new Error('missing');
      if ((await stat(file)).isDirectory()) file = path.join(file, 'index.html');
      body = fault ?? await readFile(file);
    } catch { status = 404; body = Buffer.from('not found'); }
    response.writeHead(status, { 'content-type': TYPES[path.extname(file)] ?? 'text/plain', 'content-length': body.length });
    sent.requests += 1;
    sent.bytes += body.length + 180;
    response.end(body);
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return {
    origin: `http://127.0.0.1:${server.address().port}`, sent, faults,
    close: () => new Promise((closed) => { server.closeAllConnections(); server.close(closed); }),
  };
}
