import type { Column } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Ir } from '../model/ir.ts';
import { fieldsUsed } from './fields-used.ts';

/** What an analytic looks at and the inputs do not have. */
export interface Missing {
  /** Kinds without a single event. */
  readonly kinds: readonly EventKind[];
  /** Fields that are unknown in every event of a kind that there is. */
  readonly fields: readonly { readonly kind: EventKind; readonly field: string }[];
}

export function missingFrom(store: EventStore, ir: Ir): Missing {
  const kinds: EventKind[] = [];
  const fields: { kind: EventKind; field: string }[] = [];
  for (const [kind, names] of fieldsUsed(ir)) {
    const table = store.tables.get(kind);
    if (table === undefined || table.count === 0) kinds.push(kind);
    else
      for (const field of names)
        if (!hasKnown(table.fields[field], table.count)) fields.push({ kind, field });
  }
  return { kinds, fields };
}

function hasKnown(column: Column | undefined, count: number): boolean {
  if (column === undefined) return false;
  switch (column.type) {
    case 'port':
      return column.unknown === null || column.unknown.subarray(0, count).includes(0);
    case 'number':
      return column.values.subarray(0, count).some((value) => !Number.isNaN(value));
    default:
      return column.values.subarray(0, count).some((id) => id !== 0);
  }
}
