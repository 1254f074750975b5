import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { stream } from '../engines/stream/index.ts';
import { ANALYTICS } from '../knowledge/analytics.ts';
import { compile } from '../language/index.ts';
import { EVIDENCE, findingFromJson, findingToJson, STEPS } from '../model/finding.ts';
import { RPC_AND_FLOWS, SINCE as T } from '../testing/rpc-and-flows.ts';
import { type StatedEvent, storeOf } from '../testing/stated-events.ts';
import { findingsOf } from './findings.ts';
import { StrictEndpoints } from './strict.ts';

const PARTS = [
  { input: 'a.pcap', firstRecord: 1 },
  { input: 'b.log', firstRecord: 1 },
];
const OPTIONS = { hears: (part: number) => part === 0, whole: () => true };
const reached = { findings: new Map<string, number>(), strict: 0 };

/** Flows of few hosts and ports, about two seconds apart. */
const start: fc.Arbitrary<StatedEvent> = fc
  .record({
    time: fc.oneof(
      fc.integer({ min: 0, max: 4_000_000 }),
      fc.constantFrom(0, 1, 1_999_999, 2_000_000, 2_000_001),
    ),
    src_ip: fc.constantFrom('10.0.0.1', '10.0.0.2'),
    src_port: fc.constantFrom(49_151, 49_152, 50_000, undefined),
    dest_ip: fc.constantFrom('10.0.0.2', '::ffff:10.0.0.2', undefined),
    dest_port: fc.constantFrom(135, 135, 49_151, 49_152, 49_671, undefined),
  })
  .map(({ time, ...fields }) => ({ kind: 'flow/start', time: T + time, fields }));

test('any events: no finding without evidence, evidence that is the highest step, JSON that comes back', () => {
  fc.assert(
    fc.property(fc.array(RPC_AND_FLOWS, { maxLength: 60, size: 'max' }), (events) => {
      const findings = findingsOf(storeOf(events, PARTS), OPTIONS);
      for (const finding of findings) {
        const { evidence, steps, flows, start, end } = finding;
        reached.findings.set(evidence, (reached.findings.get(evidence) ?? 0) + 1);
        const highest = [...STEPS].reverse().find((step) => steps[step] === 'yes');
        if (evidence === 'disproved') assert.ok(steps.mapped === 'denied' || steps.bound === 'denied');
        else assert.equal(evidence, highest);
        assert.ok(flows.length > 0 && start <= end && EVIDENCE.includes(evidence));
        assert.ok(flows.some((flow) => flow.evidence === evidence));
        assert.deepEqual(findingFromJson(findingToJson(finding)), JSON.parse(JSON.stringify(finding)));
      }
    }),
    { numRuns: 1500 },
  );
  console.log(`evidence, any events: ${JSON.stringify([...reached.findings])}`);
  for (const evidence of EVIDENCE) assert.ok((reached.findings.get(evidence) ?? 0) >= 20, evidence);
});

test('strict CAR by binary search finds the endpoints of the published text', async () => {
  const text = ANALYTICS.find(({ id }) => id === 'CAR-2014-05-001')!.text;
  const program = { analytic: 'CAR', ir: compile(text).ir! };
  await fc.assert(
    fc.asyncProperty(fc.array(start, { maxLength: 30, size: 'max' }), async (events) => {
      const store = storeOf(events, PARTS);
      const rows = new Set<number>();
      for await (const batch of stream.run(program, store))
        for (let row = 0; row < batch.count; row++) rows.add(batch.columns[1]!.rows[row]!);
      const strict = new StrictEndpoints(store);
      for (let row = 0; row < (store.tables.get('flow/start')?.count ?? 0); row++)
        assert.equal(strict.has(row), rows.has(row));
      reached.strict += rows.size;
    }),
    { numRuns: 2000 },
  );
  console.log(`evidence: ${reached.strict} endpoints of strict CAR`);
  assert.ok(reached.strict >= 500);
});
