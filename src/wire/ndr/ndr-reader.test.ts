import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FORMS, NDR_LE, NdrWriter } from '../../testing/ndr-writer.ts';
import { NdrReader } from './ndr-reader.ts';

const UUID = '8a885d04-1ceb-11c9-9fe8-08002b104860';

function readerOf(bytes: Uint8Array, form = NDR_LE): NdrReader {
  return new NdrReader(bytes, 0, bytes.length, form);
}

for (const form of FORMS) {
  const name = `NDR${form.ndr64 ? '64' : ''}, ${form.littleEndian ? 'little' : 'big'}-endian`;

  test(`${name}: each value at its boundary, counted from where the reader begins`, () => {
    const { bytes } = new NdrWriter(form)
      .raw([1])
      .u16(0x1234)
      .raw([2])
      .u32(0xfedc_ba98)
      .u16(7)
      .uuid(UUID)
      .raw([3])
      .pointer()
      .pointer(false)
      .raw([4])
      .size(5)
      .raw([10, 11, 12, 13, 14])
      .size(9, 0, 2)
      .u16(1, 2)
      .size(0, 3)
      .raw([1, 2, 3])
      .u64(1, 2)
      .u16(0xffff);
    const shifted = new Uint8Array(bytes.length + 8).fill(0xff);
    shifted.set(bytes, 3);
    const reader = new NdrReader(shifted, 3, 3 + bytes.length, form);
    reader.skip(1);
    assert.equal(reader.u16(), 0x1234);
    reader.skip(1);
    assert.equal(reader.u32(), 0xfedc_ba98);
    assert.equal(reader.u16(), 7);
    assert.equal(reader.uuid(), UUID);
    reader.skip(1);
    assert.deepEqual([reader.pointer(), reader.pointer()], [true, false]);
    reader.skip(1);
    assert.deepEqual([...reader.octets(reader.count(1))], [10, 11, 12, 13, 14]);
    assert.equal(reader.varyingCount(2), 2);
    assert.deepEqual([reader.u16(), reader.u16()], [1, 2]);
    assert.deepEqual([...reader.octets(reader.varyingPart(1))], [1, 2, 3]);
    reader.align(8);
    reader.skip(8);
    assert.equal(reader.u16(), 0xffff);
    assert.equal(reader.failed, false);
    reader.skip(1);
    assert.equal(reader.failed, true);
  });

  test(`${name}: counts that cannot be`, () => {
    const claims: readonly [what: string, sizes: number[], read: (reader: NdrReader) => number][] = [
      ['more elements than bytes', [3], (reader) => reader.count(3)],
      ['more elements than the maximum', [1, 0, 2], (reader) => reader.varyingCount(1)],
      ['elements that do not begin the array', [4, 1, 2], (reader) => reader.varyingCount(1)],
      ['far more than there is room for', [0xffff_ffff], (reader) => reader.count(1)],
    ];
    for (const [what, sizes, read] of claims) {
      const reader = readerOf(new NdrWriter(form).size(...sizes).raw(new Uint8Array(8)).bytes, form);
      assert.equal(read(reader), 0, what);
      assert.equal(reader.failed, true, what);
    }
    const varying = readerOf(new NdrWriter(form).size(0xffff_ffff, 0, 8).raw(new Uint8Array(8)).bytes, form);
    assert.equal(varying.varyingCount(1), 8, 'a maximum need not be there');
  });
}

test('NDR64: a count past four bytes fails, and a pointer there is one', () => {
  for (const form of FORMS.filter(({ ndr64 }) => ndr64)) {
    const { bytes } = new NdrWriter(form).u64(1, 0).u64(0, 0);
    assert.equal(readerOf(bytes, form).pointer(), true);
    const reader = readerOf(bytes, form);
    assert.equal(reader.size(), 0);
    assert.equal(reader.failed, true);
  }
});

test('once it failed there is nothing more, though there be bytes', () => {
  const reader = readerOf(new Uint8Array(64).fill(1));
  reader.skip(65);
  assert.equal(reader.u16(), 0);
  assert.equal(reader.u32(), 0);
  assert.equal(reader.uuid(), null);
  assert.equal(reader.pointer(), false);
  assert.equal(reader.count(1), 0);
  assert.equal(reader.octets(1).length, 0);
  reader.align(4);
  assert.equal(reader.failed, true);
});

test('no read goes past the end, in whatever order', () => {
  const reads: readonly ((reader: NdrReader) => unknown)[] = [
    (reader) => reader.u16(),
    (reader) => reader.u32(),
    (reader) => reader.uuid(),
    (reader) => reader.pointer(),
    (reader) => reader.octets(reader.count(1)),
    (reader) => reader.octets(reader.varyingCount(1)),
    (reader) => reader.align(8),
    (reader) => reader.skip(1),
  ];
  let [whole, failed] = [0, 0];
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 64 }),
      fc.constantFrom(...FORMS),
      fc.array(fc.nat(reads.length - 1), { maxLength: 12 }),
      (bytes, form, order) => {
        const poisoned = new Uint8Array(bytes.length + 16).fill(0xa5);
        poisoned.set(bytes, 8);
        const [bare, inside] = [readerOf(bytes, form), new NdrReader(poisoned, 8, 8 + bytes.length, form)];
        for (const read of order) assert.deepEqual(reads[read]!(inside), reads[read]!(bare));
        assert.equal(inside.failed, bare.failed);
        bare.failed ? failed++ : whole++;
      },
    ),
    { numRuns: 2000 },
  );
  assert.ok(whole > 200 && failed > 200, `${whole} whole, ${failed} failed`);
});
