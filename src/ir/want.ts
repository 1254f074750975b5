import type { CarObject } from '../model/car-table.ts';
import type { Program } from '../model/engine.ts';
import { type EventKind, objectOf } from '../model/event-kind.ts';
import type { Expr, Ir } from '../model/ir.ts';
import type { KindWant, Limits, Want } from '../model/want.ts';
import { conjuncts, exprFields } from './expr-fields.ts';
import { fieldsUsed } from './fields-used.ts';
import { memberStarts, rowEvents } from './row-events.ts';
import { allOf, anyOf, type Terms, termsOf } from './want-terms.ts';

/** What is printed of every flow and RPC, whatever the analytic looks at. */
const SHOWN_ENDS = ['src_ip', 'src_port', 'dest_ip', 'dest_port'];
const SHOWN_OF: ReadonlySet<CarObject> = new Set(['flow', 'rpc']);

export interface WantOptions {
  /** 'used': what the programs look at, and a flow's addresses and ports; 'all' by sources that know more. */
  readonly fields?: 'used' | 'all';
}

/**
 * What sources must give for the rows of the programs to be complete. Never too narrow: an event that passes none
 * of the terms of its kind is in no row.
 */
export function wantOf(programs: readonly Program[], limits: Limits, options: WantOptions = {}): Want {
  const fields = new Map<EventKind, Set<string>>();
  const terms = new Map<EventKind, Terms[]>();
  for (const { ir } of programs) {
    for (const [kind, names] of fieldsUsed(ir))
      fields.set(kind, new Set([...(fields.get(kind) ?? []), ...names]));
    for (const { set } of ir.outputs)
      rowEvents(ir, set).forEach((_, event) => {
        for (const [kind, asked] of askedOf(ir, set, event))
          terms.set(kind, [...(terms.get(kind) ?? []), asked]);
      });
  }
  const kinds: Partial<Record<EventKind, KindWant>> = {};
  for (const [kind, names] of fields) {
    const shown = SHOWN_OF.has(objectOf(kind)) ? SHOWN_ENDS : [];
    kinds[kind] = {
      fields: options.fields === 'all' ? null : [...new Set([...names, ...shown])],
      terms: anyOf(terms.get(kind) ?? [null]),
    };
  }
  return { kinds, limits };
}

/** What an event of a set's rows must pass on the way there, by kind. */
function askedOf(ir: Ir, index: number, event: number): readonly (readonly [EventKind, Terms])[] {
  const asked: Terms[] = [];
  let set = ir.sets[index]!;
  let at = event;
  let here = index;
  while (set.node !== 'search') {
    asked.push(ownTerms(set.where, at));
    if (set.node === 'join') {
      const starts = memberStarts(ir, set);
      const member = starts.findLastIndex((start) => start <= at);
      at -= starts[member]!;
      here = set.from[member]!;
    } else here = set.from;
    set = ir.sets[here]!;
  }
  const terms = allOf(asked.reverse());
  return rowEvents(ir, here)[0]!.kinds.map((kind) => [kind, terms]);
}

/** What the parts of a condition that look at this event alone ask of it. */
function ownTerms(where: Expr | null, at: number): Terms {
  const own = conjuncts(where).filter((part) => exprFields(part).every((ref) => ref.at === at));
  return allOf(own.map(termsOf));
}
