import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { constants, deflateRawSync, gzipSync } from 'node:zlib';
import { nodeInflaters } from '../host/inflaters.ts';
import { unzstdByLibrary } from '../host/unzstd.ts';
import {
  hasProgram,
  type Leaf,
  logLines,
  run,
  temporaryFolder,
  trickle,
  unpackAll,
} from '../testing/packing.ts';
import { crc32 } from './crc32.ts';
import { memoryInput } from './restartable.ts';
import { unpack } from './unpack.ts';

const folder = temporaryFolder();
after(() => folder.remove());

const A = logLines(900, 1);
const B = logLines(700, 2);
const FILES: Record<string, Buffer> = { 'a.log': A, 'b.log': B };
const ZSTD = hasProgram('zstd');
const byLibrary = { ...nodeInflaters(), unzstd: unzstdByLibrary };

mkdirSync(join(folder.path, 'in'));
for (const [name, bytes] of Object.entries(FILES)) writeFileSync(join(folder.path, 'in', name), bytes);
const made = (program: string, args: readonly string[]) => run(program, args, join(folder.path, 'in'));

const STREAMED_ZIP = `
import zipfile, sys
class Pipe:
    def write(self, b): return sys.stdout.buffer.write(b)
    def flush(self): sys.stdout.buffer.flush()
with zipfile.ZipFile(Pipe(), 'w', zipfile.ZIP_DEFLATED) as z:
    z.write('a.log'); z.write('b.log')`;
const ZIP = made('zip', ['-q', '-', 'a.log', 'b.log']);
const TAR = made('tar', ['-cf', '-', 'a.log', 'b.log']);
const TAR_END = 2 * 512 + Math.ceil(A.length / 512) * 512 + Math.ceil(B.length / 512) * 512;

/** A container, and from which length on nothing is missing any more. */
const CUT: Record<string, { bytes: Buffer; wholeFrom: number }> = {
  gzip: whole(made('gzip', ['-c', 'a.log'])),
  'gzip of two members': whole(Buffer.concat([gzipSync(A), gzipSync(B)])),
  tar: { bytes: TAR, wholeFrom: TAR_END + 512 },
  'tar, gzip': whole(gzipSync(TAR)),
  zip: whole(ZIP),
  'zip, stored': whole(made('zip', ['-q0', '-', 'a.log', 'b.log'])),
  'zip with sizes behind the content': whole(made('python3', ['-c', STREAMED_ZIP])),
  'zip with the customary password': whole(made('zip', ['-qP', 'infected', '-', 'a.log', 'b.log'])),
  ...(ZSTD ? { zstd: zstdFrames() } : {}),
};

/** Ten frames: within a frame as short as these nothing can be had before its end. */
function zstdFrames() {
  const parts = Array.from({ length: 10 }, (_, i) =>
    A.subarray((A.length * i) / 10, (A.length * (i + 1)) / 10),
  );
  return whole(Buffer.concat(parts.map((part) => run('zstd', ['-qc'], folder.path, part))));
}

function whole(bytes: Buffer): { bytes: Buffer; wholeFrom: number } {
  return { bytes, wholeFrom: bytes.length };
}

/** The same numbers for the same seed, from 0 up to `below`. */
function numbers(count: number, below: number, seed: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  });
}

function originalOf(name: string, member: string | null): Buffer {
  return member === null ? (name.includes('two members') ? Buffer.concat([A, B]) : A) : FILES[member]!;
}

function assertPrefixes(name: string, leaves: readonly Leaf[]): number {
  let bytes = 0;
  for (const leaf of leaves) {
    if (leaf.bytes.length === 0) continue;
    const original = originalOf(name, leaf.member);
    assert.deepEqual(leaf.bytes, original.subarray(0, leaf.bytes.length));
    bytes += leaf.bytes.length;
  }
  return bytes;
}

describe('a container that is cut short', () => {
  if (!ZSTD) it.skip('zstd: the zstd program is not here');

  for (const [name, { bytes, wholeFrom }] of Object.entries(CUT))
    it(`${name}: gives all before the cut and one fault`, async () => {
      let given = 0;
      for (const cut of numbers(50, wholeFrom - 512, 7).map((n) => n + 512)) {
        const head = bytes.subarray(0, cut);
        const tools = name === 'zstd' ? [nodeInflaters(), byLibrary] : [nodeInflaters()];
        for (const inflaters of tools)
          for (const input of [memoryInput(head), trickle(head, 777)]) {
            const leaves = await unpackAll(input, inflaters);
            const faults = leaves.filter((leaf) => leaf.fault !== null);
            assert.equal(faults.length, 1, `${cut} bytes: ${faults.map((leaf) => leaf.fault)}`);
            assert.match(faults[0]!.fault!.code, /cut-short|damaged-container/);
            given += assertPrefixes(name, leaves);
          }
      }
      assert.ok(given > 50 * A.length * 0.4, `only ${given} bytes in all`);
    });

  it('gives all that zlib can inflate of it', async () => {
    const block = (bytes: Buffer) => deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH });
    const head = gzipSync('').subarray(0, 10);
    const cut = Buffer.concat([head, block(A), block(B).subarray(0, 100)]);
    const [leaf] = await unpackAll(memoryInput(cut));
    assert.equal(leaf?.fault?.code, 'cut-short');
    assert.ok(leaf.bytes.length > A.length);
  });

  it('has its fault told where the cut is in a member that nobody reads', async () => {
    for (const bytes of [gzipSync(TAR), TAR, ZIP, gzipSync(ZIP)]) {
      const faults: string[] = [];
      for await (const member of unpack(memoryInput(bytes.subarray(0, bytes.length * 0.8)), nodeInflaters()))
        if ('reject' in member) faults.push(member.reject.code);
      assert.equal(faults.length, 1);
    }
  });
});

describe('a damaged container', () => {
  const BLOCKS = Array.from({ length: 8 }, (_, i) => logLines(300, 100 + i));
  const DEFLATED = BLOCKS.map((bytes, i) =>
    deflateRawSync(bytes, { finishFlush: i === 7 ? constants.Z_FINISH : constants.Z_SYNC_FLUSH }),
  );
  const PLAIN = Buffer.concat(BLOCKS);
  const GZIP = Buffer.concat([gzipSync('').subarray(0, 10), ...DEFLATED, trailer(PLAIN)]);

  function trailer(plain: Buffer): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeUInt32LE(crc32(plain));
    bytes.writeUInt32LE(plain.length, 4);
    return bytes;
  }

  for (const [name, seekable] of [
    ['that can seek', true],
    ['that comes once', false],
  ] as const)
    it(`gzip ${name}: gives the blocks before a wrong byte whole, and one fault`, async () => {
      let before = 0;
      for (const at of numbers(30, GZIP.length - 18, 11).map((n) => n + 10)) {
        const bytes = Buffer.from(GZIP);
        bytes[at]! ^= 0xff;
        const [leaf, ...others] = await unpackAll(seekable ? memoryInput(bytes) : trickle(bytes, 5000));
        assert.deepEqual(others, []);
        assert.ok(leaf?.fault !== null);
        let end = 10;
        let sure = 0;
        for (const [i, block] of DEFLATED.entries()) {
          end += block.length;
          if (end > at) break;
          sure += BLOCKS[i]!.length;
        }
        assert.deepEqual(leaf!.bytes.subarray(0, sure), PLAIN.subarray(0, sure));
        before += sure;
      }
      assert.ok(before > 30 * PLAIN.length * 0.3, `only ${before} bytes in all`);
    });

  it('gzip with something else behind it: gives all, and one fault that says where', async () => {
    for (const bytes of [Buffer.concat([gzipSync(A), B]), Buffer.concat([gzipSync(A), Buffer.alloc(9), B])]) {
      for (const input of [memoryInput(bytes), trickle(bytes, 1)]) {
        const [leaf, ...others] = await unpackAll(input);
        assert.deepEqual([leaf?.bytes, others], [A, []]);
        assert.equal(leaf?.fault?.code, 'damaged-container');
        const said = Number(/byte (\d+)/.exec(leaf.fault.detail)?.[1]);
        assert.ok(Math.abs(said - gzipSync(A).length) < 4, leaf.fault.detail);
      }
    }
  });

  it('zip: a wrong byte in a member costs the other nothing', async () => {
    for (const at of numbers(40, A.length * 0.2, 5).map((n) => n + 100)) {
      const bytes = Buffer.from(ZIP);
      bytes[at]! ^= 0x55;
      const leaves = await unpackAll(memoryInput(bytes));
      assert.deepEqual(
        leaves.map((leaf) => leaf.member),
        ['a.log', 'b.log'],
      );
      assert.deepEqual([leaves[0]!.fault?.code, leaves[1]!.fault], ['damaged-container', null]);
      assert.deepEqual(leaves[1]!.bytes, B);
    }
  });

  it('zip, stored: a wrong byte is noticed', async () => {
    const bytes = Buffer.from(CUT['zip, stored']!.bytes);
    bytes[1000]! ^= 1;
    const leaves = await unpackAll(memoryInput(bytes));
    assert.deepEqual(
      leaves.map((leaf) => leaf.fault?.code ?? null),
      ['damaged-container', null],
    );
  });

  for (const name of [
    'zip',
    'zip, stored',
    'zip with sizes behind the content',
    'zip with the customary password',
  ])
    it(`${name}: a damaged directory costs no member`, async () => {
      const { bytes } = CUT[name]!;
      const directory = bytes.indexOf('PK\x01\x02');
      const end = bytes.indexOf('PK\x05\x06');
      const count = Buffer.from(bytes);
      count[end + 8] = 1;
      count[end + 10] = 1;
      const places = [directory, directory + 1, end, end + 1].map((at) => {
        const damaged = Buffer.from(bytes);
        damaged[at]! ^= 0xff;
        return damaged;
      });
      for (const damaged of [count, ...places]) {
        const leaves = await unpackAll(memoryInput(damaged));
        const read = leaves.filter((leaf) => leaf.member !== null);
        assert.deepEqual(Object.fromEntries(read.map((leaf) => [leaf.member, leaf.bytes])), FILES);
        assert.deepEqual(
          leaves.slice(2).map((leaf) => leaf.fault?.code),
          ['damaged-container'],
        );
      }
    });

  it('zip: any byte of it wrong, and nothing is thrown', async () => {
    let faults = 0;
    for (const at of numbers(300, ZIP.length, 3)) {
      const bytes = Buffer.from(ZIP);
      bytes[at]! ^= 1 << (at % 8);
      faults += (await unpackAll(memoryInput(bytes))).filter((leaf) => leaf.fault !== null).length;
    }
    assert.ok(faults > 250, `${faults} faults`);
  });

  it('tar: a damaged header costs its own member', async () => {
    const bytes = Buffer.from(TAR);
    bytes[3]! ^= 0xff;
    assert.deepEqual(
      (await unpackAll(memoryInput(bytes))).map((leaf) => [leaf.member, leaf.fault?.code, leaf.bytes]),
      [
        [null, 'damaged-container', Buffer.alloc(0)],
        ['b.log', undefined, B],
      ],
    );
  });

  it('zstd: a wrong byte gives one fault', {
    skip: ZSTD ? false : 'the zstd program is not here',
  }, async () => {
    const first = made('zstd', ['-qc', 'a.log']);
    const bytes = Buffer.concat([first, made('zstd', ['-qc', 'b.log'])]);
    bytes[bytes.length - 2000]! ^= 0xff;
    const magic = Buffer.concat([first, B]);
    for (const [damaged, inflaters] of [
      [bytes, nodeInflaters()],
      [magic, nodeInflaters()],
      [magic, byLibrary],
    ] as const) {
      const [leaf, ...others] = await unpackAll(memoryInput(damaged), inflaters);
      assert.deepEqual([leaf?.fault?.code, others], ['damaged-container', []]);
      assert.deepEqual(leaf?.bytes.subarray(0, A.length), A);
    }
  });
});
