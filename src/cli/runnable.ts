import { fieldsUsed } from '../ir/fields-used.ts';
import { ANALYTICS } from '../knowledge/analytics.ts';
import { compile } from '../language/index.ts';
import type { EventKind } from '../model/event-kind.ts';

/** A built-in analytic, and what it looks at that the inputs do not have; it can run where that is nothing. */
export interface Runnable {
  readonly id: string;
  readonly missing: readonly string[];
}

/** @param fields by kind that the inputs give, the fields that any event has */
export function runnableAnalytics(fields: ReadonlyMap<EventKind, ReadonlySet<string>>): readonly Runnable[] {
  return ANALYTICS.map(({ id, text }) => {
    const { ir } = compile(text);
    const missing = [...fieldsUsed(ir!)].flatMap(([kind, used]) => {
      const given = fields.get(kind);
      if (given === undefined) return [`${kind} events`];
      return [...used].filter((field) => !given.has(field)).map((field) => `${field} of ${kind}`);
    });
    return { id, missing };
  });
}
