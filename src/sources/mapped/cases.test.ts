import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { actionsOf, CAR_OBJECTS } from '../../model/car-table.ts';
import type { EventKind } from '../../model/event-kind.ts';
import type { Source } from '../../model/source.ts';
import { formatTime } from '../../model/time.ts';
import { NO_LIMITS, type Want } from '../../model/want.ts';
import { sourcePath } from '../../testing/repository.ts';
import { type ReadEvent, type Reading, readAllOf } from '../../testing/source-reading.ts';
import { csv, jsonl } from './index.ts';
import { checkMapping } from './read-mapping.ts';

const FOLDER = sourcePath('src/sources/mapped/cases');
const KINDS = CAR_OBJECTS.flatMap((object) => actionsOf(object).map((action) => `${object}/${action}`));
const EVERYTHING: Want = {
  kinds: Object.fromEntries(KINDS.map((kind) => [kind, { fields: null, terms: null }])),
  limits: NO_LIMITS,
};

interface Case {
  readonly name: string;
  readonly source: Source;
  readonly bytes: Uint8Array;
  readonly mapping: string;
  readonly expected: unknown;
}

/** `name.csv` or `.jsonl`, `name.json`, and `name.yaml`: the mapping, in `proposed` the one that is proposed. */
const CASES: readonly Case[] = ['.', 'proposed'].flatMap((folder) =>
  readdirSync(join(FOLDER, folder))
    .filter((file) => /\.(?:csv|jsonl)$/.test(file))
    .map((file) => {
      const read = (ending: string) =>
        readFileSync(join(FOLDER, folder, file.replace(/\.\w+$/, ending)), 'utf8');
      const source = file.endsWith('.csv') ? csv : jsonl;
      const bytes = new Uint8Array(readFileSync(join(FOLDER, folder, file)));
      const mapping =
        folder === '.' ? read('.yaml') : (source.recognise(bytes)?.proposedMapping ?? 'none is proposed');
      return { name: join(folder, file), source, bytes, mapping, expected: JSON.parse(read('.json')) };
    }),
);

test('cases', async (t) => {
  assert.ok(CASES.length >= 14, `only ${CASES.length} cases`);
  for (const { name, source, bytes, mapping, expected } of CASES)
    await t.test(name, async () => {
      assert.deepEqual(checkMapping(mapping), []);
      assert.equal(source.recognise(bytes, mapping)?.used, true);
      assert.deepEqual(shown(await readAllOf(source, bytes, EVERYTHING, { mapping })), expected);
    });
});

test('the chunks that the bytes come in make no difference, damaged or not', async () => {
  let rejects = 0;
  const mutation = fc.record({
    at: fc.nat(),
    cut: fc.nat({ max: 3 }),
    put: fc.constantFrom('', '"', '""', '\n', '\r', ',', '{', '}', '\\', '\0', '\ufeff', '"\n"'),
  });
  const property = fc.asyncProperty(
    fc.constantFrom(...CASES),
    fc.array(mutation, { maxLength: 4 }),
    fc.integer({ min: 1, max: 64 }),
    async ({ source, bytes, mapping }, mutations, chunk) => {
      const mutant = mutations.reduce(mutated, bytes);
      const whole = await readAllOf(source, mutant, EVERYTHING, { mapping });
      rejects += whole.rejects.length;
      const { records, kept, skipped, unused, rejected } = whole.counts;
      assert.equal(records, kept + skipped + unused + rejected);
      assert.deepEqual(await readAllOf(source, mutant, EVERYTHING, { mapping, chunk }), whole);
      assert.deepEqual(await readAllOf(source, mutant, EVERYTHING, { mapping, chunk: 1 }), whole);
    },
  );
  await fc.assert(property, { numRuns: 400 });
  assert.ok(rejects > 400, `only ${rejects} rejects reached`);
});

test('JSON lines read in shares that begin at line ends', async () => {
  let shares = 0;
  for (const { source, bytes, mapping } of CASES) {
    if (source !== jsonl) continue;
    const whole = await readAllOf(source, bytes, EVERYTHING, { mapping });
    for (let end = bytes.indexOf(0x0a) + 1; end > 0 && end < bytes.length; ) {
      const first = await readAllOf(source, bytes.subarray(0, end), EVERYTHING, { mapping });
      const second = await readAllOf(source, bytes.subarray(end), EVERYTHING, {
        mapping,
        state: first.state,
      });
      const later = second.events.map((event) => ({ ...event, record: event.record + first.counts.records }));
      assert.deepEqual(byKind([...first.events, ...later]), byKind(whole.events));
      assert.equal(first.rejects.length + second.rejects.length, whole.rejects.length);
      assert.equal(second.unfinished, whole.unfinished);
      shares += 2;
      end = bytes.indexOf(0x0a, end) + 1;
    }
  }
  assert.ok(shares >= 40, `only ${shares} shares`);
});

test('a Want leaves out nothing that it asks for, and adds nothing', async () => {
  let asked = 0;
  let skipped = 0;
  const ports = [135, 49153, 50000, 50001, 50002];
  const term = fc.record({
    field: fc.constantFrom('src_port', 'dest_port'),
    value: fc.constantFrom(...ports),
  });
  const property = fc.asyncProperty(
    fc.constantFrom(...CASES),
    fc.array(term, { minLength: 1, maxLength: 3 }),
    async ({ source, bytes, mapping }, tests) => {
      const terms = tests.map(({ field, value }) => [{ field, cmp: '==', value } as const]);
      const fields = ['src_ip', 'dest_port'];
      const want: Want = { kinds: { 'flow/start': { fields, terms } }, limits: NO_LIMITS };
      const all = await readAllOf(source, bytes, EVERYTHING, { mapping });
      const some = await readAllOf(source, bytes, want, { mapping });
      const wanted = ({ kind, fields }: ReadEvent) =>
        kind === 'flow/start' && tests.some(({ field, value }) => fields[field] === value);
      const expected = all.events
        .filter(wanted)
        .map(({ kind, record, time, fields: { src_ip, dest_port } }) => ({
          kind,
          record,
          time,
          fields: {
            ...(dest_port === undefined ? {} : { dest_port }),
            ...(src_ip === undefined ? {} : { src_ip }),
          },
        }));
      const faulty = new Set(all.rejects.map(({ record }) => record));
      assert.deepEqual(
        some.events.filter(({ record }) => !faulty.has(record)),
        expected,
      );
      asked += expected.length;
      skipped += some.counts.skipped;
    },
  );
  await fc.assert(property, { numRuns: 300 });
  assert.ok(asked > 100 && skipped > 100, `only ${asked} rows asked for, ${skipped} skipped`);
});

function mutated(bytes: Uint8Array, { at, cut, put }: { at: number; cut: number; put: string }): Uint8Array {
  const place = at % (bytes.length + 1);
  const added = new TextEncoder().encode(put);
  const rest = bytes.subarray(place + cut);
  const result = new Uint8Array(place + added.length + rest.length);
  result.set(bytes.subarray(0, place));
  result.set(added, place);
  result.set(rest, place + added.length);
  return result;
}

function shown({ events, rejects, counts, unfinished }: Reading) {
  const { hidden, ...rest } = counts;
  return {
    events: byKind(events).map(({ time, ...event }) => ({ ...event, time: formatTime(time) })),
    rejects,
    counts: rest,
    unfinished,
  };
}

/** In the order of the CAR table, which is that of the expectations; batches may come in any. */
function byKind(events: readonly ReadEvent[]): readonly ReadEvent[] {
  const rank = (kind: EventKind) => KINDS.indexOf(kind);
  return events.toSorted((a, b) => rank(a.kind) - rank(b.kind) || a.record - b.record);
}
