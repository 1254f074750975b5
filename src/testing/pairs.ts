import assert from 'node:assert/strict';

/** A flow start as a test knows it, addresses as they are printed. */
export interface FlowStart {
  /** Whole microseconds since 1970. */
  readonly micros: number;
  readonly src_ip: string;
  readonly src_port: number;
  readonly dest_ip: string;
  readonly dest_port: number;
}

const WINDOW_MICROS = 2_000_000;

/** The rows of CAR-2014-05-001 as its pseudocode reads: every mapper held against every endpoint. */
export function pairsOf(flows: readonly FlowStart[]): string[] {
  const mappers = flows.filter((flow) => flow.dest_port === 135);
  const endpoints = flows.filter((flow) => flow.dest_port >= 49152 && flow.src_port >= 49152);
  const pairs: string[] = [];
  for (const mapper of mappers)
    for (const endpoint of endpoints) {
      const lag = endpoint.micros - mapper.micros;
      if (lag <= 0 || lag >= WINDOW_MICROS) continue;
      if (mapper.src_ip !== endpoint.src_ip || mapper.dest_ip !== endpoint.dest_ip) continue;
      pairs.push(pairText(mapper, endpoint));
    }
  return pairs.sort();
}

/** What `inspect` counts of them. */
export function totalsOf(flows: readonly FlowStart[]): {
  readonly flows: number;
  readonly mapper_flows: number;
  readonly endpoint_candidates: number;
} {
  return {
    flows: flows.length,
    mapper_flows: flows.filter((flow) => flow.dest_port === 135).length,
    endpoint_candidates: flows.filter((flow) => flow.dest_port >= 49152 && flow.src_port >= 49152).length,
  };
}

/** The totals in what `inspect --format json` printed. */
export function reportedTotals(json: string): ReturnType<typeof totalsOf> {
  const { flows, mapper_flows, endpoint_candidates } = JSON.parse(json);
  return { flows, mapper_flows, endpoint_candidates };
}

/**
 * The rows that `detect --format jsonl` printed, in the form of `pairsOf`. Fails where they do not come in order
 * of time, or are not of the form that the contract states.
 */
export function reportedPairs(jsonl: string): string[] {
  const pairs: string[] = [];
  let before = Number.NEGATIVE_INFINITY;
  for (const line of jsonl.split('\n').slice(0, -1)) {
    const row = JSON.parse(line);
    assert.deepEqual(Object.keys(row), ['analytic', 'output', 'events']);
    assert.equal(row.output, 'rpc');
    assert.deepEqual(Object.keys(row.events), ['rpc_mapper', 'rpc_endpoint']);
    const [mapper, endpoint] = Object.values(row.events).map((event) => reportedFlow(event as never));
    const first = Math.min(mapper!.micros, endpoint!.micros);
    assert.ok(first >= before, `a row of ${first} comes after one of ${before}`);
    before = first;
    pairs.push(pairText(mapper!, endpoint!));
  }
  assert.ok(jsonl === '' || jsonl.endsWith('\n'));
  return pairs.sort();
}

function reportedFlow(
  event: FlowStart & { time: string; origin: { input: string; record: number } },
): FlowStart {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.(\d{6})Z$/.exec(event.time);
  assert.ok(parts !== null, `${event.time} is not RFC 3339 in UTC with six digits`);
  assert.equal(typeof event.src_port, 'number');
  assert.ok(event.origin.record > 0);
  return { ...event, micros: Date.parse(`${parts[1]}Z`) * 1000 + Number(parts[2]) };
}

function pairText(mapper: FlowStart, endpoint: FlowStart): string {
  const end = ({ micros, src_ip, src_port, dest_ip, dest_port }: FlowStart) =>
    `${micros} ${src_ip} ${src_port} > ${dest_ip} ${dest_port}`;
  return `${end(mapper)} | ${end(endpoint)}`;
}

/** Both lists hold the same, each as often; otherwise says what is missing and what is too many. */
export function sameRows(found: readonly string[], expected: readonly string[], what: string): void {
  const counts = new Map<string, number>();
  for (const row of expected) counts.set(row, (counts.get(row) ?? 0) + 1);
  for (const row of found) counts.set(row, (counts.get(row) ?? 0) - 1);
  const differing = [...counts].filter(([, count]) => count !== 0);
  const shown = differing.slice(0, 5).map(([row, n]) => `${n > 0 ? 'missing' : 'too many'}: ${row}`);
  assert.equal(differing.length, 0, `${what}: ${differing.length} rows differ\n${shown.join('\n')}`);
}
