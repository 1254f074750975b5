import type { Recognition } from '../../model/source.ts';
import { afterDirective, describesCalls, describesConn, type Header, NO_HEADER } from './header.ts';
import { CALL_MARKS, CONN_MARKS, isCallStream, isConnStream, OTHER_MARKS, STREAM_FIELDS } from './streams.ts';

const HEAD_BYTES = 1 << 16;
const DIRECTIVE = /^#(?:separator[ \t]\S|(?:fields|path|set_separator|unset_field|empty_field)[^\w :]\S)/;
const CONN_ROW = /^\d{9,10}\.\d+\t[^\t]+\t[0-9a-f.:]+\t\d{1,5}\t[0-9a-f.:]+\t\d{1,5}\t(?:tcp|udp|icmp)\t/;

type Plain = Readonly<Record<string, unknown>>;

/** Judged by the lines of the head: one that is damaged does not hide what the others are. */
export function recognise(head: Uint8Array): Recognition | null {
  const lines = new TextDecoder().decode(head).split(/\r?\n/);
  return recogniseTable(lines) ?? recogniseJson(lines, head.length >= HEAD_BYTES);
}

function recogniseTable(lines: readonly string[]): Recognition | null {
  if (lines.some((line) => DIRECTIVE.test(line))) {
    const headers = headersOf(lines);
    const conn = headers.find(describesConn);
    if (conn !== undefined) return { what: `${conn.path ?? 'conn'}.log, TSV`, used: true };
    const calls = headers.find(describesCalls);
    if (calls !== undefined) return { what: `${calls.path ?? 'dce_rpc'}.log, TSV`, used: true };
    const named = headers.find(({ path }) => path !== null);
    // Without any name it may yet be a conn.log whose header is damaged: its rows are read, and rejected by name.
    const unknown = headers.every(({ path, fields }) => path === null && fields === null);
    return { what: named === undefined ? 'Zeek log, TSV' : `${named.path}.log, TSV`, used: unknown };
  }
  return lines.some((line) => CONN_ROW.test(line))
    ? { what: 'conn.log without its #fields line, TSV', used: true }
    : null;
}

/** The header after each `#` line. */
function headersOf(lines: readonly string[]): readonly Header[] {
  const headers: Header[] = [];
  let header = NO_HEADER;
  for (const line of lines) {
    if (!line.startsWith('#')) continue;
    header = afterDirective(header, line);
    headers.push(header);
  }
  return headers;
}

function recogniseJson(lines: readonly string[], isCut: boolean): Recognition | null {
  const names = new Set<string>();
  for (const line of lines) {
    const object = objectOf(line);
    const name = object === null ? null : streamOf(object);
    if (name !== null) names.add(name);
  }
  if (names.size > 1) names.delete('');
  const [first] = names;
  if (first === undefined) return null;
  const isOfUse = [...names].some((name) => isConnStream(name) || isCallStream(name));
  if (names.size > 1) {
    const shown = [...names].sort().slice(0, 3).join(', ');
    const what = `combined log (${shown}${names.size > 3 ? ', …' : ''}), JSON lines`;
    return { what, used: isCut || isOfUse };
  }
  return {
    what: first === '' ? 'Zeek log, JSON lines' : `${first}.log, JSON lines`,
    // Every record names its stream, so a log of all streams may well begin with many of one other.
    used: isCut || isOfUse,
  };
}

function objectOf(line: string): Plain | null {
  if (!line.trimStart().startsWith('{')) return null;
  try {
    return JSON.parse(line) as Plain;
  } catch {
    return null;
  }
}

/** The stream that a record belongs to: '' for one of Zeek's whose name is unknown, null for none of Zeek's. */
function streamOf(object: Plain): string | null {
  for (const field of STREAM_FIELDS) {
    const name = object[field];
    if (typeof name === 'string') return name;
  }
  if (!hasTuple(object)) return 'ts' in object && typeof object.uid === 'string' ? '' : null;
  if (CALL_MARKS.every((mark) => mark in object)) return 'dce_rpc';
  if (CONN_MARKS.some((mark) => mark in object)) return 'conn';
  return 'proto' in object && !OTHER_MARKS.some((mark) => mark in object) ? 'conn' : '';
}

function hasTuple(object: Plain): boolean {
  const { id } = object;
  return (
    'id.orig_h' in object ||
    'id_orig_h' in object ||
    (typeof id === 'object' && id !== null && 'orig_h' in id)
  );
}
