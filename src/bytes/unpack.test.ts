import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { BlobReader, Uint8ArrayWriter, ZipWriter } from '@zip.js/zip.js';
import { fileInput } from '../host/file-input.ts';
import { nodeInflaters } from '../host/inflaters.ts';
import { unzstdByLibrary } from '../host/unzstd.ts';
import { hasProgram, logLines, run, temporaryFolder, trickle, unpackAll } from '../testing/packing.ts';
import { memoryInput } from './restartable.ts';
import { unpack } from './unpack.ts';

const folder = temporaryFolder();
after(() => folder.remove());

const A = logLines(400, 1);
const B = logLines(300, 2);
const LONG_NAME = `${'long/'.repeat(60)}conn.log`;
const ZSTD = hasProgram('zstd');
const byLibrary = { ...nodeInflaters(), unzstd: unzstdByLibrary, zstd: 'zstd (library fzstd)' };

mkdirSync(join(folder.path, 'in', 'long/'.repeat(60)), { recursive: true });
mkdirSync(join(folder.path, 'in', 'sub'));
for (const [name, bytes] of Object.entries({ 'a.log': A, 'sub/b.log': B, [LONG_NAME]: A, empty: '' }))
  writeFileSync(join(folder.path, 'in', name), bytes);

function made(program: string, args: readonly string[], stdin?: Uint8Array): Buffer {
  return run(program, args, join(folder.path, 'in'), stdin);
}

function zip(name: string, args: readonly string[], stdin?: Uint8Array): Buffer {
  const file = join(folder.path, name);
  made('zip', ['-q', file, ...args], stdin);
  return readFileSync(file);
}

function python(script: string): Buffer {
  return made('python3', ['-c', script]);
}

const ZIP64 = `
import zipfile, sys, io
out = io.BytesIO()
with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
    with z.open(zipfile.ZipInfo('a.log'), 'w', force_zip64=True) as f: f.write(open('a.log', 'rb').read())
sys.stdout.buffer.write(out.getvalue())`;

const PLACED_LATER = `
import zipfile, sys
class Pipe:
    def write(self, b): return sys.stdout.buffer.write(b)
    def flush(self): sys.stdout.buffer.flush()
with zipfile.ZipFile(Pipe(), 'w', zipfile.ZIP_DEFLATED) as z:
    z.write('a.log'); z.write('sub/b.log'); z.writestr('stored.log', open('a.log','rb').read(), zipfile.ZIP_STORED)`;

async function aesZip(password: string): Promise<Buffer> {
  const writer = new ZipWriter(new Uint8ArrayWriter(), {
    password,
    encryptionStrength: 3,
    useWebWorkers: false,
  });
  await writer.add('a.log', new BlobReader(new Blob([new Uint8Array(A)])));
  return Buffer.from(await writer.close());
}

const SKIPPABLE = Buffer.from('532a4d1805000000 0102030405'.replace(' ', ''), 'hex');
const AB = { 'a.log': A, 'sub/b.log': B };
const inSub = (prefix: string) => ({ [`${prefix}a.log`]: A, [`${prefix}sub/b.log`]: B });

/** Containers by the programs that people use, and what is in them. */
const PACKED: Record<string, { bytes: Buffer | Promise<Buffer>; files: Record<string, Buffer> }> = {
  plain: { bytes: A, files: { '': A } },
  gzip: { bytes: made('gzip', ['-c', 'a.log']), files: { '': A } },
  'gzip of two members': {
    bytes: Buffer.concat([made('gzip', ['-c', 'a.log']), gzipSync(B)]),
    files: { '': Buffer.concat([A, B]) },
  },
  'gzip with zeros behind it': {
    bytes: Buffer.concat([gzipSync(A), Buffer.alloc(700)]),
    files: { '': A },
  },
  'gzip of nothing': { bytes: gzipSync(''), files: { '': Buffer.alloc(0) } },
  'gzip of gzip': { bytes: gzipSync(gzipSync(A)), files: { '': A } },
  tar: {
    bytes: made('tar', ['-cf', '-', 'a.log', 'empty', 'sub']),
    files: { ...AB, empty: Buffer.alloc(0) },
  },
  'tar with a long name, GNU': {
    bytes: made('tar', ['--format=gnu', '-cf', '-', 'a.log', 'long']),
    files: { 'a.log': A, [LONG_NAME]: A },
  },
  'tar with a long name, pax': {
    bytes: made('tar', ['--format=pax', '-cf', '-', 'a.log', 'long']),
    files: { 'a.log': A, [LONG_NAME]: A },
  },
  'tar of the oldest form': { bytes: made('tar', ['--format=v7', '-cf', '-', 'a.log', 'sub']), files: AB },
  'tar, gzip': { bytes: made('tar', ['-czf', '-', 'a.log', 'sub']), files: AB },
  'tar of gzip': {
    bytes: python(`
import tarfile, sys, io, gzip
out = io.BytesIO()
with tarfile.open(fileobj=out, mode='w') as t:
    for n in ('a.log', 'sub/b.log'):
        data = gzip.compress(open(n,'rb').read()); i = tarfile.TarInfo(n + '.gz'); i.size = len(data); t.addfile(i, io.BytesIO(data))
sys.stdout.buffer.write(out.getvalue())`),
    files: { 'a.log.gz': A, 'sub/b.log.gz': B },
  },
  zip: { bytes: zip('two.zip', ['-r', 'a.log', 'empty', 'sub']), files: { ...AB, empty: Buffer.alloc(0) } },
  'zip, stored': { bytes: zip('stored.zip', ['-0r', 'a.log', 'sub']), files: AB },
  'zip from standard input': { bytes: zip('stdin.zip', ['-'], A), files: { '-': A } },
  'zip with sizes behind the content': { bytes: python(PLACED_LATER), files: { ...AB, 'stored.log': A } },
  'zip in 64-bit form': { bytes: python(ZIP64), files: { 'a.log': A } },
  'zip with the customary password': {
    bytes: zip('infected.zip', ['-P', 'infected', '-r', 'a.log', 'sub']),
    files: AB,
  },
  'zip with the customary password, AES': { bytes: aesZip('infected'), files: { 'a.log': A } },
  'zip of zip, stored': {
    bytes: zip('outer0.zip', ['-0j', '../two.zip']),
    files: { ...inSub('two.zip!'), 'two.zip!empty': Buffer.alloc(0) },
  },
  'zip of zip': {
    bytes: zip('outer.zip', ['-j', '../two.zip']),
    files: { ...inSub('two.zip!'), 'two.zip!empty': Buffer.alloc(0) },
  },
  'gzip of zip': { bytes: gzipSync(readFileSync(join(folder.path, 'stored.zip'))), files: AB },
  'zip of nothing': { bytes: Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex'), files: {} },
};

if (ZSTD)
  Object.assign(PACKED, {
    zstd: { bytes: made('zstd', ['-qc', 'a.log']), files: { '': A } },
    'zstd of several frames, with others between': {
      bytes: Buffer.concat([
        SKIPPABLE,
        made('zstd', ['-qc', 'a.log']),
        SKIPPABLE,
        made('zstd', ['-qc19', 'sub/b.log']),
      ]),
      files: { '': Buffer.concat([A, B]) },
    },
    'zstd with a long window, from a pipe': {
      bytes: made('zstd', ['-qc', '--long=27'], A),
      files: { '': A },
    },
    'tar, zstd': { bytes: made('zstd', ['-qc'], made('tar', ['-cf', '-', 'a.log', 'sub'])), files: AB },
  });

function byMember(leaves: Awaited<ReturnType<typeof unpackAll>>): Record<string, Buffer> {
  for (const leaf of leaves) assert.equal(leaf.fault, null, `${leaf.member}: ${leaf.fault?.message}`);
  return Object.fromEntries(leaves.map((leaf) => [leaf.member ?? '', leaf.bytes]));
}

describe('unpack', () => {
  if (!ZSTD) it.skip('zstd: the zstd program is not here');

  for (const [name, { bytes, files }] of Object.entries(PACKED)) {
    it(`${name}: from a file, and in chunks of one byte that come once`, async () => {
      const packed = await bytes;
      const file = join(folder.path, 'packed');
      writeFileSync(file, packed);
      assert.deepEqual(byMember(await unpackAll(fileInput(file))), files);
      assert.deepEqual(byMember(await unpackAll(trickle(packed, 1))), files);
      if (name.includes('zstd')) {
        assert.deepEqual(byMember(await unpackAll(fileInput(file), byLibrary)), files);
        assert.deepEqual(byMember(await unpackAll(trickle(packed, 1), byLibrary)), files);
      }
    });
  }

  it('says by what it unpacked', async () => {
    const packing = async (name: string) =>
      (await unpackAll(memoryInput(await PACKED[name]!.bytes)))[0]!.packing;
    assert.deepEqual(await packing('tar, gzip'), ['gzip', 'tar']);
    assert.deepEqual(await packing('zip of zip'), ['zip', 'zip']);
    if (ZSTD) assert.deepEqual(await packing('tar, zstd'), ['zstd (program)', 'tar']);
  });

  it('opens four containers in one another and refuses a fifth', async () => {
    const pack = (times: number) =>
      Array.from({ length: times }).reduce<Buffer>((bytes) => gzipSync(bytes), A);
    assert.deepEqual(
      (await unpackAll(memoryInput(pack(4)))).map((leaf) => leaf.bytes),
      [A],
    );
    const [leaf, ...others] = await unpackAll(memoryInput(pack(5)));
    assert.equal(leaf?.fault?.code, 'cannot-open');
    assert.deepEqual(others, []);
  });

  it('names a member that it cannot decrypt, and reads the others', async () => {
    zip('mixed.zip', ['a.log']);
    const mixed = zip('mixed.zip', ['-P', 'unknown', '-r', 'sub']);
    const leaves = await unpackAll(memoryInput(mixed));
    assert.deepEqual(
      leaves.map(({ member, fault }) => [member, fault?.code ?? null]),
      [
        ['a.log', null],
        ['sub/b.log', 'cannot-open'],
      ],
    );
    const [aes] = await unpackAll(memoryInput(await aesZip('unknown')));
    assert.equal(aes?.fault?.code, 'cannot-open');
    assert.match(aes.fault.detail, /infected/);
  });

  it('names a member that is packed by a method it does not know', async () => {
    const lzma = python(`
import zipfile, sys, io
out = io.BytesIO()
with zipfile.ZipFile(out, 'w', zipfile.ZIP_LZMA) as z: z.write('a.log')
sys.stdout.buffer.write(out.getvalue())`);
    const [leaf] = await unpackAll(memoryInput(lzma));
    assert.deepEqual([leaf?.member, leaf?.fault?.code], ['a.log', 'cannot-open']);
    assert.match(leaf!.fault!.detail, /method 14/);
  });

  it('reads members that are asked for in part, or not at all', async () => {
    for (const name of ['tar, gzip', 'zip', 'zip of zip', 'gzip of zip']) {
      const { bytes, files } = PACKED[name]!;
      const seen: (string | null)[] = [];
      for await (const member of unpack(trickle(await bytes, 1000), nodeInflaters())) {
        seen.push(member.member);
        assert.ok('bytes' in member);
        if (seen.length % 2 === 0)
          for await (const chunk of member.bytes.stream()) if (chunk.length > 0) break;
      }
      assert.deepEqual(seen.sort(), Object.keys(files).sort());
    }
  });

  it('lets go of files and programs when the reader stops early', {
    skip: process.platform !== 'linux',
  }, async () => {
    const open = () => readdirSync('/proc/self/fd').length;
    const names = ['zip of zip', 'gzip of zip', 'tar, gzip', ...(ZSTD ? ['tar, zstd'] : [])];
    for (const name of names) {
      const file = join(folder.path, 'stopped');
      writeFileSync(file, await PACKED[name]!.bytes);
      const before = open();
      for await (const member of unpack(fileInput(file), nodeInflaters())) {
        assert.ok('bytes' in member);
        for await (const chunk of member.bytes.stream()) if (chunk.length > 0) break;
        break;
      }
      for (let turn = 0; turn < 2000 && open() > before; turn++) await new Promise((go) => setTimeout(go, 1));
      assert.equal(open(), before, name);
    }
  });

  it('keeps little of what it unpacks ahead of the reader', async () => {
    const bomb = gzipSync(Buffer.alloc(128 << 20), { level: 1 });
    for (const bytes of [bomb, ...(ZSTD ? [made('zstd', ['-qc', '-1'], Buffer.alloc(128 << 20))] : [])]) {
      const before = process.memoryUsage().arrayBuffers;
      let chunks = 0;
      for await (const member of unpack(memoryInput(bytes), nodeInflaters())) {
        assert.ok('bytes' in member);
        for await (const chunk of member.bytes.stream()) {
          await new Promise((go) => setTimeout(go, 3));
          assert.ok(process.memoryUsage().arrayBuffers - before < 64 << 20);
          chunks += chunk.length > 0 ? 1 : 0;
          if (chunks === 100) break;
        }
      }
      assert.equal(chunks, 100);
    }
  });
});
