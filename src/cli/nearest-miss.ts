import { fieldValue, originOf } from '../columns/event-view.ts';
import { counted, duration, grouped } from '../columns/printer/quantity.ts';
import { visible } from '../columns/printer/visible-text.ts';
import { stream } from '../engines/stream/index.ts';
import { isSingle } from '../ir/row-events.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Bound, Ir, IrJoin, JoinWindow } from '../model/ir.ts';
import type { MatchBatch } from '../model/match.ts';
import { formatOrigin } from '../model/origin.ts';
import { kindAt } from '../model/sink.ts';
import { formatTime, MICROS_PER_SECOND } from '../model/time.ts';

/** By how much a window is widened, step by step, until something comes in; then it is taken away. */
const WIDENINGS = [1, 10, 100, 1e3, 1e4, 1e5, 1e6, Number.POSITIVE_INFINITY].map(
  (s) => s * MICROS_PER_SECOND,
);
/** Rows beyond this are not looked at: the answer is then that of the first ones. */
const MOST_ROWS = 200_000;

/** How near the rows of a join without rows came, in lines of text; for two sets of single events. */
export async function nearestMiss(ir: Ir, join: IrJoin, store: EventStore): Promise<readonly string[]> {
  if (join.from.length !== 2 || !join.from.every((member) => isSingle(ir, member))) return [];
  return [...(await windowMiss(ir, join, store)), ...(await keyMisses(ir, join, store))];
}

/** The pair that fits in everything but the window, and misses that by least. */
async function windowMiss(ir: Ir, join: IrJoin, store: EventStore): Promise<string[]> {
  const [window, ...others] = join.windows;
  if (window === undefined) return [];
  for (const by of WIDENINGS) {
    const wider = { ...join, windows: [widened(window, by), ...others] };
    let best: { miss: number; line: string } | null = null;
    for await (const batch of rowsOf(ir, wider, store)) {
      for (let row = 0; row < batch.count; row++) {
        const gap = timeAt(batch, window.later.at, row, store) - timeAt(batch, window.earlier.at, row, store);
        const miss = missOf(window, gap);
        if (best === null || miss < best.miss)
          best = { miss, line: describePair(batch, row, window, gap, store) };
      }
    }
    if (best !== null) return [best.line];
  }
  return [];
}

function widened({ low, high, ...window }: JoinWindow, by: number): JoinWindow {
  const moved = (bound: Bound | null, direction: number): Bound | null =>
    bound === null || by === Number.POSITIVE_INFINITY
      ? null
      : { micros: bound.micros + direction * by, strict: false };
  return { ...window, low: moved(low, -1), high: moved(high, 1) };
}

/** By how much a gap lies outside the window. */
function missOf({ low, high }: JoinWindow, gap: number): number {
  return Math.max(low === null ? 0 : low.micros - gap, high === null ? 0 : gap - high.micros, 0);
}

function describePair(
  batch: MatchBatch,
  row: number,
  { earlier, later }: JoinWindow,
  gap: number,
  store: EventStore,
): string {
  const [first, second] = [batch.columns[earlier.at]!, batch.columns[later.at]!];
  const after =
    gap < 0 ? `${duration(-gap)} before it` : gap === 0 ? 'at the same time' : `${duration(gap)} after it`;
  return (
    `nearest miss: ${first.name} ${describeEvent(batch, earlier.at, row, store)}, ` +
    `and ${second.name} ${after} ${describeEvent(batch, later.at, row, store, false)}`
  );
}

function describeEvent(batch: MatchBatch, at: number, row: number, store: EventStore, timed = true): string {
  const column = batch.columns[at]!;
  const kind = kindAt(column, row);
  const place = column.rows[row]!;
  const value = (field: string) => visible(String(fieldValue(store, kind, field, place) ?? '?'));
  const ends = `${value('src_ip')}:${value('src_port')} → ${value('dest_ip')}:${value('dest_port')}`;
  const time = timed ? `at ${formatTime(timeAt(batch, at, row, store))} ` : '';
  const origin = visible(formatOrigin(originOf(store, kind, place)));
  return kind.startsWith('flow/') ? `${time}${ends} (${origin})` : `${time}(${origin})`;
}

function timeAt(batch: MatchBatch, at: number, row: number, store: EventStore): number {
  const column = batch.columns[at]!;
  return store.tables.get(kindAt(column, row))!.time[column.rows[row]!]!;
}

/** For each key, how many rows there would be without it. */
async function keyMisses(ir: Ir, join: IrJoin, store: EventStore): Promise<string[]> {
  const lines: string[] = [];
  for (const key of join.keys) {
    let rows = 0;
    for await (const batch of rowsOf(ir, { ...join, keys: join.keys.filter((one) => one !== key) }, store))
      rows += batch.count;
    if (rows === 0) continue;
    const fields =
      key.left.field === key.right.field ? key.left.field : `${key.left.field} and ${key.right.field}`;
    const many = rows >= MOST_ROWS ? `more than ${grouped(MOST_ROWS)} rows` : counted(rows, 'row');
    lines.push(`${many} would be there if ${fields} did not have to be equal`);
  }
  return lines;
}

async function* rowsOf(ir: Ir, join: IrJoin, store: EventStore): AsyncGenerator<MatchBatch> {
  const sets = [...ir.sets, join];
  const program = { analytic: '', ir: { sets, outputs: [{ name: join.name, set: sets.length - 1 }] } };
  let rows = 0;
  for await (const batch of stream.run(program, store)) {
    yield batch;
    rows += batch.count;
    if (rows >= MOST_ROWS) return;
  }
}
