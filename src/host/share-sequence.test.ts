import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { NO_LIMITS, type Want } from '../model/want.ts';
import type { ReadMessage } from '../pipeline/read-input.ts';
import { CONN_ORDER, connHeader, connJson, connLines, manyFlows, OTHER_ORDER } from '../testing/flow-logs.ts';
import { temporaryFolder } from '../testing/packing.ts';
import { lineShares } from './line-shares.ts';
import { type ReadTask, runTask, type TaskRequest } from './read-task.ts';
import { ReadThreads } from './read-threads.ts';
import { ShareSequence } from './share-sequence.ts';

const WANT: Want = { kinds: { 'flow/start': { fields: null, terms: null } }, limits: NO_LIMITS };
const REQUEST: TaskRequest = { want: WANT, mapping: null, tempDir: tmpdir() };
const folder = temporaryFolder();
after(folder.remove);

const flows = manyFlows(400);
const part = (n: number) => flows.slice(100 * n, 100 * n + 100);
const damaged = '\tnot a row\n1.2.3\tgarbage\n';

/** What shares start from is the header at the head of the file: it changes in all of these but the first. */
const LOGS: readonly (readonly [what: string, text: string])[] = [
  ['one header', connHeader(CONN_ORDER) + connLines(flows, CONN_ORDER)],
  [
    'columns in another order from the middle on',
    connHeader(CONN_ORDER) +
      connLines(part(0), CONN_ORDER) +
      connHeader(OTHER_ORDER) +
      connLines(part(1), OTHER_ORDER),
  ],
  [
    'orders that change to and fro, with damage',
    [CONN_ORDER, OTHER_ORDER, CONN_ORDER, OTHER_ORDER]
      .map((order, n) => connHeader(order) + connLines(part(n), order) + damaged)
      .join(''),
  ],
  [
    'another stream in between',
    `${connHeader(CONN_ORDER)}${connLines(part(0), CONN_ORDER)}#path\tdns\n#fields\tts\tuid\n1.0\tC1\n1.0\tC2\n${connHeader(OTHER_ORDER)}${connLines(part(1), OTHER_ORDER)}`,
  ],
  ['JSON lines', connJson(flows)],
  [
    'without an end',
    connHeader(OTHER_ORDER) + connLines(part(0), OTHER_ORDER) + connLines(part(1), OTHER_ORDER).slice(0, -9),
  ],
];

for (const [what, text] of LOGS)
  test(`${what}: read in shares as read in one go`, async () => {
    const file = join(folder.path, 'conn.log');
    writeFileSync(file, text);
    const whole = summaryOf(await takeAll(runTask({ kind: 'whole', file }, REQUEST, () => {})));
    assert.ok(whole.rows.length >= 100);
    for (const size of [150, 2500]) {
      const shares = lineShares(file, text.length, () => size);
      assert.ok(shares.length >= 2);
      const split = summaryOf(await readShares(file, shares, firstState(text)));
      assert.deepEqual(split, whole, `${shares.length} shares`);
    }
  });

/** The state that a share is told to start with where the head of the file says so. */
function firstState(text: string): Promise<string> {
  const head = join(folder.path, 'head');
  writeFileSync(head, text.slice(0, text.indexOf('\n', 300) + 1));
  return takeAll(runTask({ kind: 'whole', file: head }, REQUEST, () => {})).then(
    (messages) => endOf(messages).state,
  );
}

async function readShares(
  file: string,
  shares: readonly { from: number; to: number }[],
  state: Promise<string>,
): Promise<ReadMessage[]> {
  const threads = new ReadThreads(2, REQUEST, () => {});
  const given: ReadMessage[][] = shares.map(() => []);
  try {
    const known = await state;
    const tasks = shares.map((share, i): ReadTask & { kind: 'share' } => ({
      kind: 'share',
      file,
      ...share,
      source: 'zeek',
      state: i === 0 ? null : known,
    }));
    new ShareSequence(tasks, threads, (share, message) => given[share]!.push(message));
    await threads.finished;
  } finally {
    await threads.close();
  }
  return given.flat();
}

async function takeAll(messages: AsyncIterable<ReadMessage>): Promise<ReadMessage[]> {
  const all: ReadMessage[] = [];
  for await (const message of messages) all.push(message);
  return all;
}

function endOf(messages: readonly ReadMessage[]) {
  const last = messages.at(-1);
  assert.ok(last?.type === 'batch' && last.batch.end !== undefined);
  return last.batch.end;
}

/** Rows with the number of their record in the whole, the rejects, and the counts. */
function summaryOf(messages: readonly ReadMessage[]) {
  const rows: string[] = [];
  const rejects: string[] = [];
  const counts = { records: 0, kept: 0, skipped: 0, unused: 0, rejected: 0 };
  let before = 0;
  for (const message of messages) {
    if (message.type !== 'batch') continue;
    const { events, end, ...batch } = message.batch;
    for (const { count, time, record, fields } of events) {
      const ports = fields.dest_port!;
      for (let row = 0; row < count; row++)
        rows.push(`${before + record[row]!}: ${time[row]} ${ports.values[row]}`);
    }
    for (const { code, record } of batch.rejects) rejects.push(`${before + (record ?? 0)}: ${code}`);
    for (const name of Object.keys(counts) as (keyof typeof counts)[]) counts[name] += batch.counts[name];
    if (end !== undefined) before = counts.records;
  }
  const { state, unfinished } = endOf(messages);
  return { rows, rejects, counts, state, unfinished };
}
