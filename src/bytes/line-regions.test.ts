import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type LineRegion, lineRegions } from './line-regions.ts';

const LIMIT = 8;

/** The lines of a text as the regions give them. */
async function linesOf(text: string, chunk: number): Promise<{ lines: string[]; tail: string | null }> {
  const bytes = new TextEncoder().encode(text);
  async function* stream() {
    const buffer = new Uint8Array(chunk);
    for (let at = 0; at < bytes.length; at += chunk) {
      const piece = bytes.subarray(at, at + chunk);
      buffer.set(piece);
      yield buffer.subarray(0, piece.length);
      buffer.fill(0x0a);
    }
  }
  const lines: string[] = [];
  let tail: string | null = null;
  for await (const region of lineRegions({ size: null, stream }, LIMIT)) {
    assert.equal(tail, null, 'nothing comes after the tail');
    if (region.kind === 'too-long') lines.push('too long');
    else if (region.kind === 'tail') tail = textOf(region);
    else lines.push(...textOf(region).split('\n').map(shown));
  }
  return { lines, tail };
}

function textOf(region: LineRegion & { kind: 'lines' | 'tail' }): string {
  assert.equal(region.bytes[region.to - 1], 0x0a);
  return new TextDecoder().decode(region.bytes.subarray(region.from, region.to - 1));
}

/** Lines within a chunk may be longer than the limit. */
function shown(line: string): string {
  return line.length > LIMIT ? 'too long' : line;
}

test('line-regions: all lines, in order, whatever the chunks', async () => {
  let long = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('', 'a', 'bc', 'defghijk', 'lmnopqrst', 'u'.repeat(30)), { maxLength: 8 }),
      fc.boolean(),
      fc.integer({ min: 1, max: 40 }),
      async (lines, ended, chunk) => {
        const text = lines.join('\n') + (ended ? '\n' : '');
        const expected = text.split('\n');
        const last = expected.pop()!;
        const isLong = last.length > LIMIT;
        assert.deepEqual(await linesOf(text, chunk), {
          lines: [...expected.map(shown), ...(isLong ? ['too long'] : [])],
          tail: last === '' || isLong ? null : last,
        });
        if (text.length > chunk && expected.some((line) => line.length > LIMIT)) long += 1;
      },
    ),
    { numRuns: 1000 },
  );
  assert.ok(long > 50, `${long} with a long line`);
});
