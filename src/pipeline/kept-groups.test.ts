import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Chunk } from '../columns/seal-table.ts';
import { compare, together } from '../evidence/compare.ts';
import { byStart, findingsOf, HostGroups } from '../evidence/index.ts';
import { SpillFolder } from '../host/spill-folder.ts';
import type { EventStore } from '../model/event-store.ts';
import { RPC_AND_FLOWS, SINCE } from '../testing/rpc-and-flows.ts';
import { batchesOf, type StatedEvent } from '../testing/stated-events.ts';
import { KeptGroups } from './kept-groups.ts';
import type { SpillSpace } from './spill-space.ts';

const PARTS = [
  { input: 'a.pcap', firstRecord: 1 },
  { input: 'b.log', firstRecord: 1 },
];
const FACTS = { hears: (part: number) => part === 0, whole: () => true };
const GAP = 1_000_000;
const ENOUGH = Number.MAX_SAFE_INTEGER;
/** So little that it holds no batch. */
const NO_MEMORY = 400;

interface Outcome {
  readonly findings: readonly string[];
  readonly compared: string;
  readonly stores: number;
  readonly counts: string;
}

function outcomeOf(events: readonly StatedEvent[], memoryBytes: number, most: number): Outcome {
  const grouping = new HostGroups();
  const kept = new KeptGroups(memoryBytes, grouping, () => new MemorySpace());
  for (const batch of batchesOf(events, most)) kept.add(batch);
  const stores: EventStore[] = [...kept.stores(PARTS, (part) => part)];
  assert.equal(kept.hasSpilled, memoryBytes === NO_MEMORY);
  return {
    findings: stores
      .flatMap((store) => findingsOf(store, FACTS, GAP))
      .sort(byStart)
      .map((finding) => JSON.stringify(finding)),
    compared: JSON.stringify(together(stores.map((store) => compare(store, FACTS, GAP)))),
    stores: stores.length,
    counts: JSON.stringify(grouping.counts),
  };
}

/** The same events among other hosts: the last part of each address goes up by ten times `copy`. */
function elsewhere(event: StatedEvent, copy: number): StatedEvent {
  const moved = Object.entries(event.fields).map(([field, value]) => [
    field,
    typeof value === 'string' && field.endsWith('_ip')
      ? value.replace(/\d$/, (last) => String(Number(last) + 10 * copy))
      : value,
  ]);
  return { ...event, fields: Object.fromEntries(moved) };
}

test('spilled by pairs of hosts: the findings are those of memory', () => {
  const reached = { findings: 0, stores: 0, named: 0 };
  fc.assert(
    fc.property(
      fc.array(fc.tuple(RPC_AND_FLOWS, fc.nat(4)), { minLength: 20, maxLength: 80, size: 'max' }),
      fc.integer({ min: 1, max: 12 }),
      (chosen, most) => {
        const events = chosen.map(([event, copy]) => elsewhere(event, copy));
        const inMemory = outcomeOf(events, ENOUGH, most);
        const spilled = outcomeOf(events, NO_MEMORY, most);
        assert.deepEqual(spilled.findings, inMemory.findings);
        assert.equal(spilled.compared, inMemory.compared);
        assert.equal(spilled.counts, inMemory.counts);
        reached.findings += spilled.findings.length;
        reached.stores += spilled.stores;
        reached.named += events.filter(({ fields }) => fields.mapped_ip !== undefined).length;
      },
    ),
    { numRuns: 200 },
  );
  console.log(`spilled by pairs of hosts: ${JSON.stringify(reached)}`);
  assert.ok(reached.findings > 1000 && reached.stores > 1000 && reached.named > 500);
});

test('what nothing speaks for is let go unread, and what is told of later is not', () => {
  const flow = (kind: 'flow/start' | 'flow/end', src_port: number, dest_port: number, at: number) => ({
    kind,
    time: SINCE + at,
    fields: { src_ip: '10.0.0.1', src_port, dest_ip: '10.0.0.2', dest_port, flow_id: `${src_port}` },
  });
  const told = { ...flow('flow/start', 50_000, 135, 0), kind: 'rpc/map' as const };
  const events = [
    flow('flow/start', 50_000, 135, 0),
    flow('flow/start', 50_001, 1026, 500),
    flow('flow/start', 50_002, 80, 600),
    { ...told, time: SINCE + 100, fields: { ...told.fields, mapped_port: 1026, interface: 'ab' } },
  ];
  const { findings } = outcomeOf(events, NO_MEMORY, 1);
  assert.deepEqual(
    findings.map((line) => (JSON.parse(line) as { port: number }).port),
    [1026],
  );
});

test('a group that is too large is told of', () => {
  const batches = (count: number) =>
    batchesOf(
      Array.from({ length: count }, (_, i) => ({
        kind: 'flow/start' as const,
        time: SINCE + i,
        fields: { src_ip: '10.0.0.1', src_port: 50_000, dest_ip: '10.0.0.2', dest_port: 445 },
      })),
      64,
    );
  for (const [count, beyond] of [
    [100, false],
    [4000, true],
  ] as const) {
    const folder = new SpillFolder<Chunk>(tmpdir());
    try {
      const kept = new KeptGroups(1 << 16, new HostGroups(), () => folder);
      for (const batch of batches(count)) kept.add(batch);
      const rows = [...kept.stores(PARTS, (part) => part)].map(
        ({ tables }) => tables.get('flow/start')!.count,
      );
      assert.deepEqual(rows, [count]);
      assert.equal(kept.isBeyondMemory, beyond);
    } finally {
      folder.remove();
    }
  }
});

/** Chunks as a folder keeps them: what is read is not what was appended. */
class MemorySpace implements SpillSpace {
  private readonly buckets = new Map<number, Chunk[]>();

  append(bucket: number, chunk: Chunk): void {
    this.buckets.set(bucket, [...(this.buckets.get(bucket) ?? []), structuredClone(chunk)]);
  }

  read(bucket: number): Iterable<Chunk> {
    return structuredClone(this.buckets.get(bucket)!);
  }

  size(bucket: number): number {
    return this.buckets.get(bucket)!.reduce((sum, { columns }) => sum + 100 * columns.count, 0);
  }
}
