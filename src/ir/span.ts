import type { Program } from '../model/engine.ts';
import type { Expr, Ir, JoinWindow, Operand } from '../model/ir.ts';
import type { Micros } from '../model/time.ts';
import { conjuncts } from './expr-fields.ts';
import { memberStarts, rowEvents } from './row-events.ts';

/** `spans[a][b]`: event b of a row is at most that many µs after event a. */
type Spans = readonly (readonly number[])[];

/**
 * How far apart in time, in µs, the events of one row of the programs can lie at most; null where nothing bounds
 * it. 0 where every row is a single event.
 */
export function spanOf(programs: readonly Program[]): Micros | null {
  let span = 0;
  for (const { ir } of programs)
    for (const { set } of ir.outputs) span = Math.max(span, ...spansOf(ir, set).flat());
  return span === Number.POSITIVE_INFINITY ? null : span;
}

function spansOf(ir: Ir, index: number): Spans {
  const set = ir.sets[index]!;
  if (set.node === 'search') return [[0]];
  if (set.node === 'filter') return tightened(spansOf(ir, set.from), timeBounds(set.where));
  const starts = memberStarts(ir, set);
  const size = rowEvents(ir, index).length;
  const spans = Array.from({ length: size }, () => new Array<number>(size).fill(Number.POSITIVE_INFINITY));
  set.from.forEach((member, i) => {
    spansOf(ir, member).forEach((row, a) => {
      row.forEach((span, b) => {
        spans[starts[i]! + a]![starts[i]! + b] = span;
      });
    });
  });
  return tightened(spans, [...set.windows.flatMap(windowBounds), ...timeBounds(set.where)]);
}

/** Event `to` is at most `micros` after event `from`. */
interface TimeBound {
  readonly from: number;
  readonly to: number;
  readonly micros: number;
}

function windowBounds({ earlier, later, low, high }: JoinWindow): readonly TimeBound[] {
  if (earlier.field !== 'time' || later.field !== 'time') return [];
  const bounds: TimeBound[] = [];
  if (high !== null) bounds.push({ from: earlier.at, to: later.at, micros: high.micros });
  if (low !== null) bounds.push({ from: later.at, to: earlier.at, micros: -low.micros });
  return bounds;
}

/** The bounds that comparisons of event times in a condition amount to. */
function timeBounds(where: Expr | null): readonly TimeBound[] {
  return conjuncts(where).flatMap((part) => {
    if (part.op !== 'compare' || part.type !== 'time' || part.cmp === '!=') return [];
    const [left, right] = [eventTime(part.left), eventTime(part.right)];
    if (left === null || right === null) return [];
    const above = { from: right.at, to: left.at, micros: right.micros - left.micros };
    const below = { from: left.at, to: right.at, micros: left.micros - right.micros };
    if (part.cmp === '==') return [above, below];
    return part.cmp.startsWith('<') ? [above] : [below];
  });
}

function eventTime(operand: Operand): { at: number; micros: number } | null {
  if (operand.kind === 'literal' || operand.field.field !== 'time') return null;
  return { at: operand.field.at, micros: operand.kind === 'shifted' ? operand.micros : 0 };
}

/** With further bounds, and what follows from all of them together (Floyd and Warshall). */
function tightened(spans: Spans, bounds: readonly TimeBound[]): Spans {
  const tight = spans.map((row) => [...row]);
  for (const { from, to, micros } of bounds) tight[from]![to] = Math.min(tight[from]![to]!, micros);
  for (let via = 0; via < tight.length; via++)
    for (let a = 0; a < tight.length; a++)
      for (let b = 0; b < tight.length; b++)
        tight[a]![b] = Math.min(tight[a]![b]!, tight[a]![via]! + tight[via]![b]!);
  return tight;
}
