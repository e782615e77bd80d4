// ---- Files: loaded once, verified, taken apart --------------------------------------------

const SHORT = 8, LARGE = 1 << 15;
const HERE = new URL('./', import.meta.url);
const ROOT = new URL('../', HERE);

/** An error with a code: missing, damaged, offline or version. */
const fault = (code, path) => Object.assign(Error(`${code}: ${path}`), { code });

const files = new Map(), queue = [];
let busy = 0;

/** The content of a file of the index, its checksum verified; kept while the page is open. */
function load(path, fresh) {
  if (fresh || !files.has(path)) {
    const reading = read(path, fresh ? 'no-cache' : 'default')
      .catch((error) => error.code === 'damaged' ? read(path, 'reload') : Promise.reject(error));
    files.set(path, reading);
    reading.catch(() => files.delete(path));
  }
  return files.get(path);
}

async function read(path, cache) {
  let bytes;
  if (busy >= 48) await new Promise((go) => queue.push(go));
  busy++;
  try {
    const response = await fetch(new URL(path, HERE), { cache });
    if (!response.ok) throw fault('missing', path);
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    throw error.code ? error : fault('offline', path);
  } finally {
    busy--;
    queue.shift()?.();
  }
  const end = bytes.length - 4;
  let sum = 0x811c9dc5;
  for (let i = 0; i < path.length; i++) sum = Math.imul(sum ^ path.charCodeAt(i), 0x1000193);
  for (let i = 0; i < end; i++) sum = Math.imul(sum ^ bytes[i], 0x1000193);
  if (end < 0 || sum !== new DataView(bytes.buffer).getInt32(end)) throw fault('damaged', path);
  return bytes.subarray(0, end);
}

/** Reads gamma and interpolative codes. */
class Bits {
  constructor(bytes) { this.bytes = bytes; this.at = 0; }
  bits(count) {
    let value = 0;
    while (count > 0) {
      const room = 8 - (this.at & 7), take = room < count ? room : count;
      if (this.at >> 3 >= this.bytes.length) throw fault('damaged', 'bits');
      value = value * (1 << take) + ((this.bytes[this.at >> 3] >> (room - take)) & ((1 << take) - 1));
      this.at += take;
      count -= take;
    }
    return value;
  }
  gamma() {
    let width = 0;
    while (!this.bits(1)) width++;
    return 2 ** width + this.bits(width);
  }
  below(range, centred) {
    if (range <= 1) return 0;
    const width = 32 - Math.clz32(range - 1), short = 2 ** width - range;
    let value = this.bits(width - 1);
    if (value >= short) value = value * 2 + this.bits(1) - short;
    return centred ? (value + Math.floor((range - short) / 2)) % range : value;
  }
  ascending(count, low, high) {
    const out = new Uint32Array(count);
    const fill = (from, to, low, high) => {
      if (from >= to) return;
      const middle = (from + to) >> 1, floor = low + middle - from;
      const value = floor + this.below(high + 2 - to + middle - floor, to - from > 2);
      out[middle] = value;
      fill(from, middle, low, value - 1);
      fill(middle + 1, to, value + 1, high);
    };
    fill(0, count, low, high);
    return out;
  }
  /** Articles of a unit. */
  whole(size) {
    const articles = this.ascending(this.gamma(), 0, size - 1);
    return { articles, heads: new Uint8Array(articles.length) };
  }
  counted(high) { return this.ascending(this.gamma() - 1, 0, high); }
  /** A list: articles, which of them have the key in the headline, what comes after it if it is told. */
  list(size, group, second, told = second && group >= FACET) {
    const list = this.whole(size), count = list.articles.length, last = count - 1, wide = wideness(group, second);
    if (count < SHORT) return list;
    for (const i of this.counted(last)) list.heads[i] = 1;
    if (!told) return list;
    if (wide > 1) {
      list.units = new Map(Array.from(this.counted(0xffff), (unit) => [unit, this.ascending(count + 1 - this.gamma(), 0, last)]));
    } else if (count * (wide ? 32 : size < LARGE ? 0 : 64) >= size) {
      const masks = list.masks = Uint16Array.from(list.heads, () => 1 << (wide && this.bits(4))), some = this.counted(last);
      for (const i of some) masks[i] = wide ? this.bits(16) : 2;
      if (!wide) for (const i of this.counted(some.length - 1)) masks[some[i]] = 3;
    }
    return list;
  }
  /** How positions are halved into leaves: [depth, index] of each. */
  shape() {
    const least = this.gamma() - 1, most = least + this.gamma() - 1;
    if (most > POSITIONS) throw fault('damaged', 'shape');
    const part = (depth, index) => depth < least || depth < most && this.bits(1) ? [...part(depth + 1, 2 * index), ...part(depth + 1, 2 * index + 1)] : [[depth, index]];
    return part(0, 0);
  }
  /** The lists of a leaf of a group, by second unit or number of the value. */
  group(group, size, [depth, index] = [0, 0]) {
    const start = (i) => Math.ceil(i * PARTED / 2 ** depth), facet = group < FACET;
    const high = facet ? 0xffffffff : index + 1 < 2 ** depth ? start(index + 1) - 1 : PLACES;
    const seconds = Array.from(this.ascending(this.gamma() - 1, facet ? 0 : start(index), high), facet ? (at) => at : unitAt);
    return new Map(seconds.map((second) => [second, this.list(size, group, second)]));
  }
}

// The alphabet of the text blocks, part of the format. An array, for the minifier writes a string out at each use.
const FREQUENT = [...' \n\x1e\x1f-./0123456789abcdefghijklmnopqrstuvwxyz，。的、“”国一中人业在发新动大海年全和产是工为化科实生学能力不作有展成技体进会了要上南地出时理平强来主自等高家日同建合重以民务到现心个我创与加对行推提记方长区开近代持部党用关这深本多前共机总设政习经者向文月更水服们市场研制度基定入书量系社好就治,:()《》县'];

async function inflate(path) {
  const stream = new Blob([await load(path)]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let text = '';
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i];
    if (byte < 173) text += FREQUENT[byte];
    else if (byte < 255) text += String.fromCharCode(((byte - 173 + 0x4e) << 8) | bytes[++i]);
    else text += String.fromCharCode((bytes[++i] << 8) | bytes[++i]);
  }
  return text;
}

