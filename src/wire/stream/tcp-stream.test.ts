import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Mark, Side } from './byte-sink.ts';
import type { Listener } from './listener.ts';
import { StreamMemory } from './stream-memory.ts';
import { TcpStream } from './tcp-stream.ts';

/** What was heard, in order: the bytes of a side as text, `-n` for n that are missing, `.` for the end. */
class Ear implements Listener {
  over = false;
  readonly heard: string[] = [];
  readonly marks: number[] = [];

  bytes(side: Side, bytes: Uint8Array, from: number, to: number, mark: Mark): void {
    assert.ok(0 <= from && from < to && to <= bytes.length);
    this.heard.push(`${SIGN[side]}${String.fromCharCode(...bytes.subarray(from, to))}`);
    this.marks.push(mark.record);
  }

  gap(side: Side, length: number, mark: Mark): void {
    this.heard.push(`${SIGN[side]}-${length}`);
    this.marks.push(mark.record);
  }

  end(): void {
    this.heard.push('.');
  }
}

const SIGN = { client: '>', server: '<' };

interface Sent {
  readonly side: Side;
  readonly sequence: number;
  readonly text: string;
  readonly acknowledged?: number | null;
  readonly missing?: number;
}

interface Opened {
  readonly client?: number | null;
  readonly server?: number | null;
}

/** Packets stand in a buffer that is spoilt after each, as a reader's is. */
function hear(sent: readonly Sent[], { client = 0, server = 0 }: Opened = {}, memory = new StreamMemory()) {
  const ear = new Ear();
  const stream = new TcpStream(ear, client, server, memory);
  for (const [record, packet] of sent.entries()) send(stream, packet, record);
  stream.end({ time: sent.length, record: sent.length });
  assert.equal(memory.size, 0);
  return ear;
}

function send(stream: TcpStream, packet: Sent, record: number): void {
  const { side, sequence, text, acknowledged = null, missing = 0 } = packet;
  const bytes = new Uint8Array(text.length + 7).fill(0x23);
  for (let i = 0; i < text.length; i++) bytes[3 + i] = text.charCodeAt(i);
  const mark = { time: record, record };
  const to = 3 + text.length;
  stream.take(side, { sequence: sequence | 0, acknowledged, bytes, from: 3, to, missing, mark });
  bytes.fill(0x23);
}

function up(sequence: number, text: string, more: Partial<Sent> = {}): Sent {
  return { side: 'client', sequence, text, ...more };
}

function down(sequence: number, text: string, more: Partial<Sent> = {}): Sent {
  return { side: 'server', sequence, text, ...more };
}

test('segments in order pass as they are', () => {
  const ear = hear([up(0, 'ab'), down(0, 'xy', { acknowledged: 2 }), up(2, 'cd', { acknowledged: 2 })]);
  assert.deepEqual(ear.heard, ['>ab', '<xy', '>cd', '.']);
  assert.deepEqual(ear.marks, [0, 1, 2]);
});

test('segments out of order wait for those before them, each with its own mark', () => {
  const ear = hear([up(4, 'ef'), up(2, 'cd'), up(0, 'ab')]);
  assert.deepEqual(ear.heard, ['>ab', '>cd', '>ef', '.']);
  assert.deepEqual(ear.marks, [2, 1, 0]);
});

test('what is sent again is heard once, whole or in part, before or behind what waits', () => {
  assert.deepEqual(hear([up(0, 'abcd'), up(0, 'abcd'), up(2, 'cdef'), up(1, 'b')]).heard, [
    '>abcd',
    '>ef',
    '.',
  ]);
  assert.deepEqual(hear([up(2, 'cd'), up(2, 'cd'), up(2, 'cdef'), up(0, 'abc')]).heard, [
    '>abc',
    '>d',
    '>ef',
    '.',
  ]);
});

test('a keep-alive repeats a byte', () => {
  assert.deepEqual(hear([up(0, 'ab'), up(1, '\0'), up(2, 'cd')]).heard, ['>ab', '>cd', '.']);
  const midway = hear([up(99, '\0'), up(100, 'ab')], { client: null, server: null });
  assert.deepEqual(midway.heard, ['>ab', '.']);
});

test('sequence numbers go round', () => {
  const ear = hear([up(0xffff_fffe, 'abc'), up(3, 'fg'), up(1, 'de')], { client: 0xffff_fffe });
  assert.deepEqual(ear.heard, ['>abc', '>de', '>fg', '.']);
});

test('a connection seen midway begins where it is first seen', () => {
  const ear = hear([up(7777, 'ab'), down(5, 'xy', { acknowledged: 7779 }), up(7770, 'old')], {
    client: null,
    server: null,
  });
  assert.deepEqual(ear.heard, ['>ab', '<xy', '.']);
});

test('what was cut off a packet is a gap, and its repetition is no news', () => {
  const ear = hear([up(0, 'ab', { missing: 3 }), up(0, 'ab', { missing: 3 }), up(5, 'fg'), up(3, 'defgh')]);
  assert.deepEqual(ear.heard, ['>ab', '>-3', '>fg', '>h', '.']);
});

test('an answer waits for a question that comes behind it in the capture', () => {
  const ear = hear([down(0, 'answer', { acknowledged: 8 }), up(0, 'question'), up(8, '!')]);
  assert.deepEqual(ear.heard, ['>question', '<answer', '>!', '.']);
});

test('a FIN counts as one: an answer behind it does not wait', () => {
  const ear = new Ear();
  const stream = new TcpStream(ear, 0, 0, new StreamMemory());
  send(stream, up(0, 'bye'), 0);
  send(stream, down(0, 'a', { acknowledged: 4 }), 1);
  assert.deepEqual(ear.heard, ['>bye', '<a']);
});

test('what was received but not captured is a gap after some packets, and its answer comes behind it', () => {
  const ear = new Ear();
  const stream = new TcpStream(ear, 0, 0, new StreamMemory());
  send(stream, up(3, 'b'), 0);
  send(stream, down(0, 'x', { acknowledged: 4 }), 1);
  assert.deepEqual(ear.heard, []);
  for (let i = 0; i < 20; i++) {
    send(stream, up(4 + i, 'c', { acknowledged: i + 1 }), 2 + 2 * i);
    send(stream, down(1 + i, 'y', { acknowledged: 5 + i }), 3 + 2 * i);
  }
  assert.deepEqual(ear.heard.slice(0, 5), ['>-3', '>b', '<x', '>c', '<y']);
  assert.equal(ear.heard.length, 43);
});

test('a hole whose bytes nobody received yet waits for the repetition', () => {
  const held = Array.from({ length: 200 }, (_, i) => up(3 + i, 'z'));
  assert.deepEqual(hear([...held, up(0, 'abc')]).heard, ['>abc', ...held.map(() => '>z'), '.']);
});

test('a connection of which one side is missing is heard without it', () => {
  const sent = Array.from({ length: 40 }, (_, i) => up(i, 'a', { acknowledged: 10 * i }));
  const ear = new Ear();
  const stream = new TcpStream(ear, 0, 0, new StreamMemory());
  for (const [record, packet] of sent.entries()) send(stream, packet, record);
  assert.ok(ear.heard.length > 38, `${ear.heard.length} of 40`);
});

test('a damaged number loses its own segment only', () => {
  for (const wrong of [3_000_000, 0x4000_0000, 0x9000_0000]) {
    const { heard } = hear([up(0, 'ab'), up(wrong, 'cd'), up(4, 'ef'), up(6, 'gh')]);
    assert.deepEqual(
      heard.filter((one) => /ef|gh/.test(one)),
      ['>ef', '>gh'],
      `${wrong}: ${heard}`,
    );
  }
  const acknowledged = 0x7000_0000;
  assert.deepEqual(hear([up(0, 'ab'), down(0, 'x', { acknowledged }), up(2, 'c')]).heard, [
    '>ab',
    '<x',
    '>c',
    '.',
  ]);
});

test('two segments that belong together far ahead say that much is missing', () => {
  const far = 1 << 28;
  const ear = hear([up(0, 'ab'), up(4, 'xy'), up(far, 'cd'), up(far + 2, 'ef'), up(far + 4, 'gh')]);
  assert.deepEqual(ear.heard, ['>ab', '>-2', '>xy', '>-0', '>ef', '>gh', '.']);
});

test('no more is held of a connection, and of all of them, than is allowed', () => {
  const memory = new StreamMemory(1000);
  const ears = Array.from({ length: 300 }, () => new Ear());
  const streams = ears.map((ear) => new TcpStream(ear, 0, 0, memory));
  for (const [i, stream] of streams.entries()) send(stream, up(5, 'held back'), i);
  assert.ok(memory.size <= 1000);
  assert.ok(memory.crowded > 100);
  for (const [i, ear] of ears.entries()) {
    streams[i]!.end({ time: 999, record: 999 });
    assert.deepEqual(ear.heard, ['>-5', '>held back', '.']);
  }
  assert.equal(memory.size, 0);

  const alone = new StreamMemory();
  const stream = new TcpStream(new Ear(), 0, 0, alone);
  const text = 'z'.repeat(1000);
  for (let i = 0; i < 3000; i++) {
    send(stream, up(1 + 1000 * i, text), i);
    assert.ok(alone.size <= (1 << 20) + 1000);
  }
});

test('nothing is held for one who does not listen any longer', () => {
  const memory = new StreamMemory();
  const ear = new Ear();
  const stream = new TcpStream(ear, 0, 0, memory);
  send(stream, up(5, 'later'), 0);
  ear.over = true;
  stream.letGo();
  assert.equal(memory.size, 0);
  stream.end({ time: 1, record: 1 });
  assert.deepEqual(ear.heard, []);
});

/**
 * A conversation cut into segments of two bytes at least (one may be a FIN): what each side says in turn, with what
 * the other had said by then.
 */
function segmented(turns: readonly { readonly text: string; readonly cuts: readonly number[] }[]): Sent[] {
  const said = { client: 0, server: 0 };
  return turns.flatMap(({ text, cuts }, turn) => {
    const [side, other] = turn % 2 === 0 ? (['client', 'server'] as const) : (['server', 'client'] as const);
    const places = [...new Set(cuts.map((cut) => (2 * cut) % text.length))].sort((a, b) => a - b);
    const bounds = [0, ...places.filter((place) => place > 0), text.length];
    const start = said[side];
    said[side] += text.length;
    return bounds.slice(1).map((to, i): Sent => {
      const sequence = START + start + bounds[i]!;
      return { side, sequence, text: text.slice(bounds[i], to), acknowledged: (START + said[other]) | 0 };
    });
  });
}

const START = 0xffff_fff0;
const WORDS = fc
  .string({ unit: fc.constantFrom(...'abcdefghijklmnop'), minLength: 1, maxLength: 20 })
  .map((word) => word + word);
const TURNS = fc.array(fc.record({ text: WORDS, cuts: fc.array(fc.nat(), { maxLength: 4 }) }), {
  minLength: 1,
  maxLength: 8,
});
const OPENED = { client: START | 0, server: START | 0 };

/** What was heard with the pieces of a side's turn put together. */
function joined(heard: readonly string[]): readonly string[] {
  const turns: string[] = [];
  for (const one of heard) {
    const before = turns.at(-1);
    if (before?.[0] === one[0] && one !== '.') turns[turns.length - 1] = before + one.slice(1);
    else turns.push(one);
  }
  return turns;
}

test('however packets change places and repeat, what is said is heard in its order', (t) => {
  let late = 0;
  fc.assert(
    fc.property(TURNS, fc.array(fc.nat({ max: 5 })), (turns, moves) => {
      const sent = segmented(turns);
      const keyed = sent.map((packet, i) => ({ packet, key: i + (moves[i] ?? 0) }));
      const moved = keyed.sort((a, b) => a.key - b.key).map(({ packet }) => packet);
      const repeated = moved.flatMap((packet, i) => (i % 3 === 1 ? [packet, moved[i - 1]!] : [packet]));
      late += moved.filter((packet, i) => packet !== sent[i]).length;
      const expected = turns.map(({ text }, turn) => `${turn % 2 === 0 ? '>' : '<'}${text}`);
      assert.deepEqual(joined(hear(repeated, OPENED).heard), [...expected, '.']);
    }),
    { numRuns: 1000 },
  );
  t.diagnostic(`${late} segments out of their place`);
  assert.ok(late > 1000);
});

test('whatever is lost, what is there is heard in order, with gaps of the right size', (t) => {
  let lost = 0;
  fc.assert(
    fc.property(TURNS, fc.array(fc.boolean()), (turns, losses) => {
      const sent = segmented(turns);
      const there = sent.filter((_, i) => losses[i] !== true);
      lost += sent.length - there.length;
      const { heard } = hear(there, OPENED);
      for (const [sign, parity] of [
        ['>', 0],
        ['<', 1],
      ] as const) {
        const whole = turns.filter((_, turn) => turn % 2 === parity).map(({ text }) => text);
        const text = whole.join('');
        let at = 0;
        for (const one of heard.filter((piece) => piece[0] === sign)) {
          const missing = /^-(\d+)$/.exec(one.slice(1));
          if (missing === null) assert.equal(text.slice(at, at + one.length - 1), one.slice(1));
          at += missing === null ? one.length - 1 : Number(missing[1]);
        }
        assert.ok(at <= text.length);
      }
      const letters = heard
        .filter((one) => !/^.-\d+$|^\.$/.test(one))
        .join('')
        .replace(/[<>]/g, '');
      assert.equal(
        letters.length,
        there.reduce((sum, { text }) => sum + text.length, 0),
      );
    }),
    { numRuns: 1000 },
  );
  t.diagnostic(`${lost} segments lost`);
  assert.ok(lost > 500);
});

test('no numbers make it throw or hold more than was sent', () => {
  const packet = fc.record({
    side: fc.constantFrom<Side>('client', 'server'),
    sequence: fc.oneof(fc.integer({ min: -40, max: 200 }), fc.integer()),
    text: fc.string({ maxLength: 12, unit: fc.constantFrom('a', 'b') }),
    acknowledged: fc.option(fc.oneof(fc.integer({ min: -40, max: 200 }), fc.integer())),
    missing: fc.nat({ max: 3 }),
  });
  fc.assert(
    fc.property(
      fc.array(packet, { maxLength: 60 }),
      fc.option(fc.nat()),
      fc.option(fc.nat()),
      (sent, client, server) => {
        const payloads = sent.filter(({ text, missing }) => text.length + missing > 0);
        const { heard } = hear(payloads, { client, server });
        const letters = heard.join('').replace(/[^ab]/g, '').length;
        assert.ok(letters <= payloads.reduce((sum, { text }) => sum + text.length, 0));
        assert.equal(heard.at(-1), '.');
      },
    ),
    { numRuns: 2000 },
  );
});
