import { type Micros, parseEpochSeconds, parseIsoTime } from '../../../model/time.ts';

/** A record of a log by the names of its columns. */
export interface LogRecord {
  /** Null where it is not set. */
  text(column: string): string | null;
  /** The members of a set or vector. */
  list(column: string): readonly string[];
}

/** Seconds since 1970 from here on are milliseconds: Zeek writes either into JSON. */
const MILLIS_FROM = 1e11;

/** The time of the record; null where it cannot be read. */
export function timeOf(record: LogRecord): Micros | null {
  const text = record.text('ts');
  if (text === null) return null;
  if (Number(text) >= MILLIS_FROM) return parseEpochSeconds(`${text}e-3`);
  return parseEpochSeconds(text) ?? parseIsoTime(text, 'Z');
}

/** Microseconds of a column that holds seconds; null where it holds none. */
export function secondsOf(record: LogRecord, column: string): Micros | null {
  const text = record.text(column);
  return text === null ? null : parseEpochSeconds(text);
}

/** A row of a table: `cells` in the order of `columns`. */
export function tableRecord(
  columns: ReadonlyMap<string, number>,
  cells: readonly string[],
  unset: string,
  empty: string,
): LogRecord {
  const text = (column: string) => {
    const cell = cells[columns.get(column) ?? -1];
    return cell === undefined || cell === unset || cell === empty || cell === '' ? null : cell;
  };
  return { text, list: (column) => text(column)?.split(',') ?? [] };
}

/** An object of JSON. */
export function jsonRecord(object: Readonly<Record<string, unknown>>): LogRecord {
  return {
    text(column) {
      const value = object[column];
      return typeof value === 'string' && value !== ''
        ? value
        : typeof value === 'number'
          ? String(value)
          : null;
    },
    list(column) {
      const value = object[column];
      return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(',') : [];
    },
  };
}
