// Damages bytes at random, the same way for the same seed: what the fuzzers of src/ and scripts/fuzz.mjs feed on.

/** A small deterministic generator (xorshift32). */
export function randomOf(seed) {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0 || 1;
  return (bound) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state % bound;
  };
}

const LENGTHS = [
  0, 1, 7, 0x7f, 0xff, 0xffff, 0x10000, 0x40000, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
];

const DAMAGES = [
  function flipBits(bytes, below) {
    for (let n = 1 + below(8); n > 0; n--) bytes[below(bytes.length)] ^= 1 << below(8);
    return bytes;
  },
  function setBytes(bytes, below) {
    const at = below(bytes.length);
    for (let i = at; i < Math.min(bytes.length, at + 1 + below(40)); i++) bytes[i] = below(256);
    return bytes;
  },
  function attackLength(bytes, below) {
    const at = below(bytes.length);
    const value = LENGTHS[below(LENGTHS.length)];
    const size = Math.min([1, 2, 4][below(3)], bytes.length - at);
    const kept = value % 2 ** (8 * size);
    if (below(2) === 0) bytes.writeUIntLE(kept, at, size);
    else bytes.writeUIntBE(kept, at, size);
    return bytes;
  },
  function cutTail(bytes, below) {
    return bytes.subarray(0, below(bytes.length));
  },
  function cutOut(bytes, below) {
    const at = below(bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(200))]);
  },
  function insert(bytes, below) {
    const at = below(bytes.length);
    const noise = Buffer.from(Array.from({ length: 1 + below(60) }, () => below(256)));
    return Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]);
  },
  function repeat(bytes, below) {
    const [at, to] = [below(bytes.length), below(bytes.length)];
    const piece = bytes.subarray(at, at + 1 + below(2000));
    return Buffer.concat([bytes.subarray(0, to), piece, bytes.subarray(to)]);
  },
  function splice(bytes, below, others) {
    const other = others[below(others.length)];
    const [at, from] = [below(bytes.length), below(other.length)];
    return Buffer.concat([
      bytes.subarray(0, at),
      other.subarray(from, from + 1 + below(4000)),
      bytes.subarray(at),
    ]);
  },
  function damageNumber(bytes, below) {
    const start = below(bytes.length);
    const at = bytes.subarray(start).findIndex((byte) => byte >= 0x30 && byte <= 0x39);
    if (at < 0) return bytes;
    const number = ['-1', '99999', '1e9', '1e400', '0x1f', 'NaN', '', '٣', '9'.repeat(400)][below(9)];
    return Buffer.concat([
      bytes.subarray(0, start + at),
      Buffer.from(number),
      bytes.subarray(start + at + 1),
    ]);
  },
];

/**
 * A damaged copy, with one to four damages.
 * @param {Buffer} bytes @param {(bound: number) => number} below @param {readonly Buffer[]} others pieces of which are spliced in
 */
export function mutate(bytes, below, others) {
  let damaged = Buffer.from(bytes);
  for (let n = 1 + below(4); n > 0 && damaged.length > 0; n--)
    damaged = DAMAGES[below(DAMAGES.length)](damaged, below, others);
  return damaged;
}
