import { type EventRefs, refTimes } from '../../ir/event-refs.ts';
import type { StoreValues } from '../../ir/store-values.ts';
import type { JoinKey } from '../../model/ir.ts';
import { keyCodes } from './key-codes.ts';
import { groupRows, KeyGroups } from './key-groups.ts';
import type { Lag } from './lag.ts';
import { RowBuffer, type Rows } from './rows.ts';
import { type Side, Sweep } from './sweep.ts';

/** The events of a member of the join, in order of time and origin. */
export interface Member {
  readonly events: EventRefs;
  readonly refs: Uint32Array;
}

/**
 * Joins two sets of single events by keys and the lag of the second behind the first. The rows come in the order
 * of an output and are never all in memory: whichever side's event is the earlier one sweeps over its side in
 * order of time, and looks the other up by key and time.
 */
export function* joinPairs(
  members: readonly [Member, Member],
  keys: readonly JoinKey[],
  { low, high }: Pick<Lag, 'low' | 'high'>,
  values: StoreValues,
): Generator<Rows> {
  const [first, second] = members.map((member, event): Side => {
    const fields = keys.map((key) => {
      const ref = key.left.at === event ? key.left : key.right;
      return { ref: { ...ref, at: 0 }, type: key.type };
    });
    return { ...member, times: refTimes(member.events), keys: keyCodes(fields, [member.events], values) };
  }) as [Side, Side];
  const out = new RowBuffer(2);
  const sweeps: Sweep[] = [];
  if (high >= 0) sweeps.push(sweepOver(first, second, 0, Math.max(low, 0), high, out));
  if (low < 0) sweeps.push(sweepOver(second, first, 1, Math.max(-high, 1), -low, out));
  const [one, other] = sweeps;
  while (one !== undefined && one.time < Number.POSITIVE_INFINITY) {
    const until = other?.time ?? Number.POSITIVE_INFINITY;
    if (one.time <= until) yield* one.run(until);
    else yield* other!.run(one.time - 1);
  }
  if (other !== undefined) yield* other.run(Number.POSITIVE_INFINITY);
  if (out.count > 0) yield out.take();
}

function sweepOver(
  swept: Side,
  partner: Side,
  sweptIs: 0 | 1,
  low: number,
  high: number,
  out: RowBuffer,
): Sweep {
  const groups = new KeyGroups(partner.keys.codes.length);
  const rows = { count: partner.refs.length, refs: [partner.refs] };
  const grouping = groupRows(rows, partner.keys, groups, partner.refs);
  return new Sweep({ swept, partner, grouping, groups, low, high, sweptIs }, out);
}
