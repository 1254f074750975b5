// Makes the benchmark inputs: node bench/generate.mjs FOLDER NAME... (see INPUTS for the names; `all` for all).
// Deterministic; a file that is there already is kept. Sizes can be scaled: RPCTRAIL_BENCH_SCALE=0.01 for a trial.
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { writeCapture } from './capture.mjs';
import { CONN_COLUMNS, CONN_TYPES, connRows } from './conn-rows.mjs';
import { randomOf } from './random.mjs';
import { writeRpcCapture } from './rpc-capture.mjs';

const SCALE = Number(process.env.RPCTRAIL_BENCH_SCALE ?? 1);
const scaled = (n) => Math.max(1, Math.round(n * SCALE));

/** Every input: its file (or folder) and how it is made. */
export const INPUTS = {
  tsv: (to) => writeTsv(join(to, 'conn.log'), { rows: scaled(10e6), keptShare: 0.08 }),
  wide: (to) => writeTsv(join(to, 'conn-wide.log'), { rows: scaled(4e6), keptShare: 0.08 }, 30),
  json: (to) => writeJson(join(to, 'conn.json'), { rows: scaled(5e6), keptShare: 0.08 }),
  gz: (to) => packed(to, 'tsv', 'conn.log', 'conn.log.gz', 'gzip -6 -c'),
  zst: (to) => packed(to, 'tsv', 'conn.log', 'conn.log.zst', 'zstd -q -3 -c'),
  kept: (to) => writeTsv(join(to, 'kept.log'), { rows: scaled(20e6), keptShare: 1, perSecond: 2000 }),
  skewed: (to) => writeSkewed(join(to, 'skewed.log'), scaled(6000)),
  pcap: (to) => writeCapture(join(to, 'flows.pcap'), { bytes: scaled(1e9) }),
  rpc: (to) => writeRpcCapture(join(to, 'rpc.pcap'), { bytes: scaled(1e9) }),
  pcap10: (to) => writeCapture(join(to, 'flows-10.pcap'), { bytes: scaled(10e9) }),
  week: (to) => writeWeek(join(to, 'week')),
};

/** Makes one input; returns its path. */
export function generate(to, name) {
  mkdirSync(to, { recursive: true });
  return INPUTS[name](to);
}

function header(columns, types) {
  return `#separator \\x09\n#set_separator\t,\n#empty_field\t(empty)\n#unset_field\t-\n#path\tconn\n#fields\t${columns.join('\t')}\n#types\t${types.join('\t')}\n`;
}

function writeTsv(path, options, extra = 0) {
  const more = Array.from({ length: extra }, (_, i) => `x_${i}`);
  const columns = [...CONN_COLUMNS, ...more];
  const order = shuffledOrder(columns.length, extra > 0);
  const filler = more.map((_, i) => `v${i}`);
  return written(path, function* () {
    yield header(
      order.map((i) => columns[i]),
      order.map((i) => CONN_TYPES[i] ?? 'string'),
    );
    for (const row of connRows(options))
      yield `${extra > 0 ? order.map((i) => row[i] ?? filler[i - row.length]).join('\t') : row.join('\t')}\n`;
  });
}

function shuffledOrder(length, shuffle) {
  const order = Array.from({ length }, (_, i) => i);
  const random = randomOf(7);
  if (shuffle)
    for (let i = length - 1; i > 0; i--) {
      const j = random.below(i + 1);
      [order[i], order[j]] = [order[j], order[i]];
    }
  return order;
}

const NUMBERS = new Set(['time', 'port', 'interval', 'count']);

function writeJson(path, options) {
  return written(path, function* () {
    for (const row of connRows(options)) {
      const parts = [];
      row.forEach((value, i) => {
        if (value === '-') return;
        const type = CONN_TYPES[i];
        const bare = NUMBERS.has(type) ? value : type === 'bool' ? String(value === 'T') : `"${value}"`;
        parts.push(`"${CONN_COLUMNS[i]}":${bare}`);
      });
      yield `{${parts.join(',')}}\n`;
    }
  });
}

/** n mapper flows and n endpoint flows of one pair of hosts, all within two seconds. */
function writeSkewed(path, n) {
  return written(path, function* () {
    yield header(CONN_COLUMNS, CONN_TYPES);
    for (let i = 0; i < 2 * n; i++) {
      const micros = i < n ? i * 100 : 1_000_000 + (i - n) * 100;
      const time = `1700000000.${String(micros % 1_000_000).padStart(6, '0')}`.replace(
        '1700000000',
        String(1_700_000_000 + Math.floor(micros / 1e6)),
      );
      const [source, port] = [String(49152 + (i % 16000)), i < n ? '135' : '49667'];
      const rest = [
        'tcp',
        '-',
        '0.1',
        '1',
        '1',
        'SF',
        'T',
        'T',
        '0',
        'ShADadFf',
        '4',
        '200',
        '3',
        '180',
        '-',
      ];
      yield `${[time, `C${i}`, '10.1.0.1', source, '10.0.0.1', port, ...rest].join('\t')}\n`;
    }
  });
}

/** 168 hourly logs, 100 million lines in all. */
function writeWeek(folder) {
  mkdirSync(folder, { recursive: true });
  for (let hour = 0; hour < 168; hour++) {
    const name = `conn.${String(hour).padStart(3, '0')}.log`;
    const path = join(folder, `${name}.gz`);
    if (existsSync(path)) continue;
    const rows = scaled(100e6 / 168);
    const options = {
      rows,
      keptShare: 0.08,
      seed: hour + 1,
      start: 1_700_000_000 + hour * 3600,
      perSecond: rows / 3600,
    };
    const plain = writeTsv(join(folder, name), options);
    spawnSync('gzip', ['-6', plain], { stdio: 'inherit' });
  }
  return folder;
}

function packed(to, name, plain, path, command) {
  const target = join(to, path);
  generate(to, name);
  if (!existsSync(target))
    spawnSync(
      'sh',
      ['-c', `${command} '${join(to, plain)}' > '${target}.part' && mv '${target}.part' '${target}'`],
      { stdio: 'inherit' },
    );
  return target;
}

/** Writes the pieces of text to a file, which appears when it is complete. */
function written(path, pieces) {
  if (existsSync(path)) return path;
  const file = openSync(`${path}.part`, 'w');
  let held = [];
  let length = 0;
  for (const piece of pieces()) {
    held.push(piece);
    length += piece.length;
    if (length > 1 << 22) {
      writeSync(file, held.join(''));
      held = [];
      length = 0;
    }
  }
  writeSync(file, held.join(''));
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [to, ...names] = process.argv.slice(2);
  for (const name of names.includes('all') ? Object.keys(INPUTS) : names) console.log(generate(to, name));
}
