import type { FieldType } from '../../model/car-table.ts';
import type { EventKind } from '../../model/event-kind.ts';
import type { TimeFormat } from './time-format.ts';

/** What the columns of a table, or the keys of JSON lines, mean: the user's mapping file, understood. */
export interface Mapping {
  /** Null for JSON lines. */
  readonly table: TableDialect | null;
  /** Values that stand for an unknown one, without white space around them. */
  readonly unset: readonly string[];
  readonly events: readonly EventMapping[];
}

/** How a table is written. Characters are ASCII, as byte values. */
export interface TableDialect {
  readonly delimiter: number;
  /** Null where no value is quoted. */
  readonly quote: number | null;
  /** A line that begins with it is no row; null where there are none. */
  readonly comment: number | null;
  /** Names of the columns where the file has no line with them; null where its first line does. */
  readonly columns: readonly string[] | null;
}

/** A kind of event that records give. */
export interface EventMapping {
  readonly kind: EventKind;
  /** All must hold for a record to give the event. */
  readonly where: readonly Condition[];
  readonly time: TimeMapping;
  readonly fields: readonly FieldMapping[];
}

/** The column has one of these values; they are in lower case. */
export interface Condition {
  readonly column: string;
  readonly oneOf: readonly string[];
}

/** A column, or a dotted path into a JSON object, that holds a time. */
export interface TimeMapping {
  readonly column: string;
  readonly format: TimeFormat;
  /** Of times that state none: `UTC`, `+02:00`. */
  readonly zone: string | null;
}

export interface FieldMapping {
  readonly field: string;
  readonly type: FieldType;
  readonly column: string;
  /** How to read it where `type` is `time`. */
  readonly time: TimeMapping | null;
}

/** All columns that a mapping names, each once. */
export function columnsOf({ events }: Mapping): readonly string[] {
  const columns = events.flatMap(({ where, time, fields }) => [
    ...where.map(({ column }) => column),
    time.column,
    ...fields.map(({ column }) => column),
  ]);
  return [...new Set(columns)];
}
