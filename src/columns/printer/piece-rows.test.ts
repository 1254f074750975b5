import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { formatAddress, parseAddress } from '../../model/address.ts';
import type { Column } from '../../model/batch.ts';
import type { EventStore } from '../../model/event-store.ts';
import { formatTime } from '../../model/time.ts';
import { AddressDictionary } from '../address-dictionary.ts';
import { TextDictionary } from '../text-dictionary.ts';
import { eventPrinter } from './event-printer.ts';
import { type PiecePrinter, PieceRows } from './piece-rows.ts';
import type { ValueStyle } from './value-style.ts';

const decoder = new TextDecoder();

/** Texts and addresses in angle brackets, times in bars. */
const STYLE: ValueStyle = {
  quote: 0x7c,
  text: (bytes, from, to, out) => {
    out.byte(0x7c);
    out.range(bytes, from, to);
    out.byte(0x7c);
  },
};

interface Event {
  readonly time: number;
  readonly src: string | null;
  readonly port: number | null;
  readonly id: string | null;
  readonly record: number;
}

const PARTS = [
  { input: 'a.log', firstRecord: 1 },
  { input: 'another.log', firstRecord: 3_000_000_000 },
];

function storeOf(events: readonly Event[]): EventStore {
  const addresses = new AddressDictionary();
  const texts = new TextDictionary();
  const ids = events.map(({ src }) => {
    const bytes = new TextEncoder().encode(src ?? '');
    return src === null ? 0 : addresses.internText(bytes, 0, bytes.length);
  });
  const ports = events.map(({ port }) => port ?? 0);
  const unknown = events.map(({ port }) => (port === null ? 1 : 0));
  const names = events.map(({ id }) => (id === null ? 0 : texts.internString(id)));
  const fields: Record<string, Column> = {
    src_ip: { type: 'ip', values: Uint32Array.from(ids) },
    src_port: {
      type: 'port',
      values: Uint16Array.from(ports),
      unknown: unknown.some((one) => one === 1) ? Uint8Array.from(unknown) : null,
    },
    ...(names.some((id) => id !== 0) ? { flow_id: { type: 'text', values: Uint32Array.from(names) } } : {}),
  };
  const table = {
    kind: 'flow/start' as const,
    count: events.length,
    time: Float64Array.from(events, ({ time }) => time),
    record: Uint32Array.from(events, ({ record }) => record),
    fields,
    part: (row: number) => row % PARTS.length,
  };
  return {
    tables: new Map([['flow/start', table]]),
    addresses: addresses.snapshot(),
    texts: texts.snapshot(),
    parts: PARTS,
  };
}

function printerOf(store: EventStore, start: string, end: string): PiecePrinter {
  const cells = ['time', 'src_ip', 'src_port', 'flow_id', null].map((field) => ({
    field,
    before: `${field}=`,
    after: ';',
    always: ',',
  }));
  const origins = PARTS.map(({ input }) => ({ before: `${input}#`, after: '!'.repeat(input.length % 2) }));
  return eventPrinter(store, 'flow/start', { start, cells, origins, end }, STYLE);
}

function expected({ time, src, port, id, record }: Event, row: number): string {
  const { input, firstRecord } = PARTS[row % PARTS.length]!;
  const { bytes, scope } = parseAddress(src ?? '::')!;
  const cells = [
    `time=|${formatTime(time)}|;`,
    src === null ? '' : `src_ip=|${formatAddress(bytes, 0, scope)}|;`,
    port === null ? '' : `src_port=${port};`,
    id === null ? '' : `flow_id=|${id}|;`,
    '',
  ];
  return `${cells.join(',')},${input}#${firstRecord + record}${'!'.repeat(input.length % 2)}`;
}

/** What is written of rows of two events, each time in batches of so many. */
async function written(
  events: readonly Event[],
  rows: readonly Uint32Array[],
  batch: number,
  between = '',
): Promise<string[]> {
  const store = storeOf(events);
  const chunks: string[] = [];
  const pieces = new PieceRows(
    (chunk) => void chunks.push(decoder.decode(chunk)),
    new TextEncoder().encode(between),
  );
  const caches = [
    [pieces.cache(printerOf(store, '<', ''), events.length)],
    [pieces.cache(printerOf(store, ' ', '>\n'), events.length)],
  ];
  for (let at = 0; at < rows[0]!.length; at += batch) {
    const columns = rows.map((column) => ({
      kinds: ['flow/start' as const],
      kindOf: null,
      rows: column.subarray(at, at + batch),
    }));
    await pieces.rows(columns, caches, columns[0]!.rows.length);
  }
  await pieces.flush();
  return chunks;
}

const usual = fc.record<Event>({
  time: fc.integer({ min: -3e15, max: 9e15 }),
  src: fc.ipV4(),
  port: fc.integer({ min: 0, max: 65_535 }),
  id: fc.constant(null),
  record: fc.oneof(
    { weight: 5000, arbitrary: fc.nat({ max: 999_999_999 }) },
    { weight: 1, arbitrary: fc.constant(2 ** 32 - 1) },
  ),
});

/** Of IPv6, and nothing else about it. */
const wide = fc.constant<Event>({ time: 0, src: '2001:db8:1:2:3:4:5:6', port: 7, id: null, record: 0 });

const odd = fc.record<Event>({
  time: fc.integer({ min: 0, max: 9e15 }),
  src: fc.constantFrom(null, 'fe80::1', `fe80::1%${'z'.repeat(300)}`, '255.255.255.255'),
  port: fc.constantFrom(null, 0),
  id: fc.constantFrom(null, '', 'x', 'y'.repeat(70_000), 'z'.repeat(400_000)),
  record: fc.nat(9),
});

describe('piece rows', () => {
  it('rows are written as their events are, whether one by one, again, or many at once', async () => {
    let plain = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(usual, { minLength: 600, maxLength: 1500 }),
        fc.oneof(
          fc.constant([]),
          fc.array(fc.tuple(fc.nat(), wide), { minLength: 1, maxLength: 2 }),
          fc.array(fc.tuple(fc.nat(), odd), { minLength: 1, maxLength: 2 }),
        ),
        fc.constantFrom(40, 100_000, 100_000),
        fc.constantFrom(700, 5000),
        fc.constantFrom('', '', '+'),
        async (most, few, spread, batch, between) => {
          const events = [...most];
          for (const [at, event] of few) events[at % events.length] = event;
          const size = 3000;
          const rows = [7919, 104_729].map((step) =>
            Uint32Array.from({ length: size }, (_, i) => (i * step) % Math.min(events.length, spread)),
          );
          const texts = events.map(expected);
          const lines = Array.from(rows[0]!, (row, i) => `<${texts[row]} ${texts[rows[1]![i]!]}>\n`);
          const chunks = await written(events, rows, batch, between);
          assert.equal(chunks.join(''), lines.join(between));
          if (few.length === 0 && spread > 40 && between === '') plain += size;
        },
      ),
      { numRuns: 80 },
    );
    console.log(`# piece rows: ${plain} rows written many at once`);
    assert.ok(plain > 9000, 'too little was reached');
  });

  it('an event that comes again long after is written anew', async () => {
    const events = Array.from(
      { length: 40 },
      (_, n): Event => ({
        time: n,
        src: '10.0.0.1',
        port: n,
        id: String(n).repeat(9000),
        record: n,
      }),
    );
    const some = Uint32Array.from({ length: 1500 }, (_, i) => (i % 300 === 0 ? 0 : 1 + (i % 39)));
    const others = some.map((row) => (row + 7) % 40 || 1);
    const texts = events.map(expected);
    const chunks = await written(events, [some, others], 500);
    const lines = Array.from(some, (row, i) => `<${texts[row]} ${texts[others[i]!]}>\n`);
    assert.ok(chunks.join('') === lines.join(''));
  });
});
