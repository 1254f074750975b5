import assert from 'node:assert/strict';
import { it } from 'node:test';
import zlib from 'node:zlib';
import fc from 'fast-check';
import { crc32 } from './crc32.ts';

it("crc32 is zlib's, in one go and piece by piece", () => {
  let bytes = 0;
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300, size: 'max' }), fc.nat(300), (data, cut) => {
      bytes += data.length;
      // The check value stands in the last 8 bytes of a gzip file.
      const expected = zlib.gzipSync(data).subarray(-8).readUInt32LE();
      assert.equal(crc32(data), expected);
      assert.equal(crc32(data.subarray(cut), crc32(data.subarray(0, cut))), expected);
    }),
  );
  assert.ok(bytes > 1000, `${bytes} bytes`);
});
