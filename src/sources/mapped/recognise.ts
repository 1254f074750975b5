import type { Recognition } from '../../model/source.ts';
import { lineObjects } from './lines-shape.ts';
import { columnsOf, type Mapping, type TableDialect } from './mapping.ts';
import { proposeMapping } from './propose.ts';
import { readMapping } from './read-mapping.ts';
import { sampleLines, sampleTable } from './samples.ts';
import { headRecords, tableHead } from './table-shape.ts';

/** JSON lines are used where the mapping is for them. */
export function recogniseLines(head: Uint8Array, mappingText?: string | null): Recognition | null {
  const objects = lineObjects(head);
  if (objects === null) return null;
  if (mappingText == null) return unmapped('JSON lines', proposeMapping(sampleLines(objects)));
  const { mapping } = readMapping(mappingText);
  // A mapping that cannot be read is told of where the file is read.
  if (mapping === null || mapping.table === null) return { what: 'JSON lines', used: true };
  return { what: 'JSON lines, and the mapping is for csv', used: false };
}

/** Tables are used where the mapping is for them; whether it fits the columns is seen when they are read. */
export function recogniseTable(head: Uint8Array, mappingText?: string | null): Recognition | null {
  if (lineObjects(head) !== null) return null;
  const mapping = mappingText == null ? null : readMapping(mappingText).mapping;
  if (mapping?.table != null && fits(head, mapping, mapping.table))
    return { what: nameOf(mapping.table.delimiter), used: true };
  const table = tableHead(head);
  if (table === null) return null;
  const what = nameOf(table.delimiter);
  if (mappingText == null) return unmapped(what, proposeMapping(sampleTable(table)));
  if (mapping === null || mapping.table !== null) return { what, used: true };
  return { what: `${what}, and the mapping is for jsonl`, used: false };
}

/** Whether the head has columns that the mapping names, or as many as it says. */
function fits(head: Uint8Array, mapping: Mapping, dialect: TableDialect): boolean {
  const [first] = headRecords(head, dialect);
  if (first === undefined || first.length < 2) return false;
  if (dialect.columns !== null) return first.length === dialect.columns.length;
  return columnsOf(mapping).some((column) => first.includes(column));
}

function unmapped(what: string, proposedMapping: string | null): Recognition {
  return {
    what: `${what} without a mapping`,
    used: false,
    ...(proposedMapping === null ? {} : { proposedMapping }),
  };
}

function nameOf(delimiter: number): string {
  const character = String.fromCharCode(delimiter);
  if (character === ',') return 'CSV';
  return character === '\t' ? 'CSV with tabs' : `CSV with ${character}`;
}
