import { fieldsUsed } from '../ir/fields-used.ts';
import { ANALYTICS } from '../knowledge/analytics.ts';
import { compile } from '../language/index.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { Ir } from '../model/ir.ts';

/** A built-in analytic, and what none of its outputs can do without; it can run where that is nothing. */
export interface Runnable {
  readonly id: string;
  /** What the inputs do not have for the output that comes nearest to having all. */
  readonly missing: readonly string[];
}

/** What inputs give: by kind, the fields that any event has. */
type Given = ReadonlyMap<EventKind, ReadonlySet<string>>;

export function runnableAnalytics(given: Given): readonly Runnable[] {
  return ANALYTICS.map(({ id, text }) => {
    const ir = compile(text).ir!;
    const lacks = ir.outputs.map((output) => missingFor({ ...ir, outputs: [output] }, given));
    return { id, missing: lacks.reduce((least, lack) => (lack.length < least.length ? lack : least)) };
  });
}

function missingFor(ir: Ir, given: Given): readonly string[] {
  return [...fieldsUsed(ir)].flatMap(([kind, used]) => {
    const fields = given.get(kind);
    if (fields === undefined) return [`${kind} events`];
    return [...used].filter((field) => !fields.has(field)).map((field) => `${field} of ${kind}`);
  });
}
