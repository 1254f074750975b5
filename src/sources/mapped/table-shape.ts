import { CsvRecord } from './csv-record.ts';
import { HEAD_BYTES } from './limits.ts';
import type { TableDialect } from './mapping.ts';
import { afterByteOrderMark, LINE_FEED } from './text-bytes.ts';
import { isWellKnown } from './well-known.ts';

/** The beginning of a table: its records' values. */
export interface TableHead {
  readonly delimiter: number;
  readonly records: readonly (readonly string[])[];
}

const DELIMITERS = [',', '\t', ';', '|'].map((one) => one.charCodeAt(0));
const QUOTE = 0x22;
const HASH = 0x23;
const MAX_RECORDS = 200;

const decoder = new TextDecoder();

/** The bytes as a table, where they clearly are one: by its columns' names, or because all records are alike. */
export function tableHead(head: Uint8Array): TableHead | null {
  if (!isText(head)) return null;
  let best: TableHead | null = null;
  let width = 0;
  for (const delimiter of DELIMITERS) {
    const records = headRecords(head, { delimiter, quote: QUOTE, comment: HASH });
    if (!isTable(records) || records[0]!.length <= width) continue;
    best = { delimiter, records };
    width = records[0]!.length;
  }
  return best;
}

/** The complete records at the beginning, without comments and blank lines. */
export function headRecords(
  head: Uint8Array,
  { delimiter, quote, comment }: Omit<TableDialect, 'columns'>,
): readonly (readonly string[])[] {
  const bytes = head.length < HEAD_BYTES ? terminated(head) : head;
  const scanner = new CsvRecord({ delimiter, quote });
  const records: string[][] = [];
  for (let at = afterByteOrderMark(bytes, 0); at < bytes.length && records.length < MAX_RECORDS; ) {
    const lineFeed = bytes.indexOf(LINE_FEED, at);
    if (lineFeed < 0) break;
    const next = bytes[at] === comment ? -1 : scanner.scan(bytes, at, bytes.length);
    at = next < 0 ? lineFeed + 1 : next;
    if (next >= 0 && !isBlank(scanner)) records.push(valuesOf(scanner, bytes, quote));
  }
  return records;
}

function isBlank({ count, from, to }: CsvRecord): boolean {
  return count === 1 && from[0] === to[0];
}

function valuesOf(
  { count, from, to, doubled }: CsvRecord,
  bytes: Uint8Array,
  quote: number | null,
): string[] {
  const mark = quote === null ? '' : String.fromCharCode(quote);
  return Array.from({ length: count }, (_, i) => {
    const text = decoder.decode(bytes.subarray(from[i], to[i])).trim();
    return doubled[i] === 1 ? text.replaceAll(mark + mark, mark) : text;
  });
}

function isTable(records: readonly (readonly string[])[]): boolean {
  const [first, ...rest] = records;
  if (first === undefined || first.length < 2) return false;
  const alike = rest.filter(({ length }) => length === first.length).length;
  const known = first.filter(isWellKnown).length;
  if (known >= 2) return 2 * alike >= rest.length;
  return first.length >= 3 && rest.length > 0 && alike === rest.length;
}

function isText(head: Uint8Array): boolean {
  return head.subarray(0, 4096).every((byte) => byte >= 0x20 || (byte >= 0x09 && byte <= 0x0d));
}

function terminated(head: Uint8Array): Uint8Array {
  if (head.at(-1) === LINE_FEED) return head;
  const bytes = new Uint8Array(head.length + 1);
  bytes.set(head);
  bytes[head.length] = LINE_FEED;
  return bytes;
}
