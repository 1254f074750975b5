import type { JsonObject } from './lines-shape.ts';
import type { TableHead } from './table-shape.ts';

/** Some records of a file, as a mapping names their columns. */
export interface Samples {
  /** Null for JSON lines. */
  readonly delimiter: string | null;
  /** In order of appearance. */
  readonly columns: readonly string[];
  /** By column, every value of it that the record has. */
  readonly records: readonly ReadonlyMap<string, readonly string[]>[];
}

export function sampleTable({ delimiter, records }: TableHead): Samples {
  const [columns = [], ...rows] = records;
  return {
    delimiter: String.fromCharCode(delimiter),
    columns: columns.filter((column) => column !== ''),
    records: rows.map((values) => new Map(columns.map((column, i) => [column, [values[i] ?? '']]))),
  };
}

export function sampleLines(objects: readonly JsonObject[]): Samples {
  const records = objects.map((object) => {
    const values = new Map<string, string[]>();
    gather(object, '', values, 0);
    return values;
  });
  return { delimiter: null, columns: [...new Set(records.flatMap((values) => [...values.keys()]))], records };
}

const MAX_DEPTH = 8;

function gather(value: unknown, path: string, into: Map<string, string[]>, depth: number): void {
  if (value === null || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) for (const item of value) gather(item, path, into, depth + 1);
  else if (typeof value === 'object') {
    for (const [key, item] of Object.entries(value))
      gather(item, path === '' ? key : `${path}.${key}`, into, depth + 1);
  } else into.set(path, [...(into.get(path) ?? []), String(value)]);
}
