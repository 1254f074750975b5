import { CALL_REQUIRED } from './call-columns.ts';
import { REQUIRED } from './conn-columns.ts';
import { CALL_MARKS, isCallStream, isConnStream } from './streams.ts';

/** What a log's `#` lines have said so far. */
export interface Header {
  /** One byte: Zeek itself reads no longer ones. */
  readonly separator: number;
  readonly unset: string;
  readonly empty: string;
  /** The stream's name; null where no line gave it. */
  readonly path: string | null;
  /** The columns' names; null where no line gave them. */
  readonly fields: readonly string[] | null;
}

const TAB = 0x09;

export const NO_HEADER: Header = { separator: TAB, unset: '-', empty: '(empty)', path: null, fields: null };

/** The header as a following share is told of it; '' for none. */
export function headerState(header: Header): string {
  if (header === NO_HEADER) return '';
  const { separator, unset, empty, path, fields } = header;
  return JSON.stringify({ separator, unset, empty, path, fields });
}

/** @param state what `headerState` gave */
export function headerOfState(state: string): Header {
  return state === '' ? NO_HEADER : (JSON.parse(state) as Header);
}

/**
 * The header after one more line that begins with `#`, given without its line end. `#separator` begins a new
 * header. Other lines (`#open`, `#close`, comments) leave it as it is.
 */
export function afterDirective(header: Header, line: string): Header {
  const stated = /^#separator[ \t](.*)$/.exec(line);
  if (stated !== null) return { ...NO_HEADER, separator: separatorOf(stated[1]!) };
  const parts = /^#([a-z_]+)([^a-z_])(.*)$/s.exec(line);
  if (parts === null) return header;
  const [, name, separator, rest] = parts as unknown as [string, string, string, string];
  switch (name) {
    case 'unset_field':
      return { ...header, unset: rest };
    case 'empty_field':
      return { ...header, empty: rest };
    case 'path':
      return { ...header, path: rest };
    case 'fields':
      // What stands after the word is the separator, whatever became of the line that states it.
      return { ...header, separator: asciiOr(separator, TAB), fields: rest.split(separator) };
    default:
      return header;
  }
}

function separatorOf(stated: string): number {
  const escaped = /^\\x([0-9a-f]{2})/i.exec(stated);
  return escaped === null ? asciiOr(stated, TAB) : Number.parseInt(escaped[1]!, 16);
}

/** The first character's code where it is one byte, as a separator must be. */
function asciiOr(text: string, otherwise: number): number {
  const code = text.charCodeAt(0);
  return code < 0x80 ? code : otherwise;
}

/** Whether the rows under the header are those of conn.log, by the stream's name or else by the columns. */
export function describesConn({ path, fields }: Header): boolean {
  if (path === 'conn') return true;
  if (path !== null && !isConnStream(path)) return false;
  if (fields === null) return false;
  return fields.includes('conn_state') || (fields.includes('proto') && fields.includes('duration'));
}

/** Whether they are those of dce_rpc.log, told in the same way. */
export function describesCalls({ path, fields }: Header): boolean {
  if (path !== null) return isCallStream(path);
  return fields !== null && CALL_MARKS.every((mark) => fields.includes(mark));
}

/** The columns that a row of conn.log or dce_rpc.log needs and the header does not name. */
export function missingColumns(header: Header & { readonly fields: readonly string[] }): readonly string[] {
  const required = describesConn(header) ? REQUIRED : describesCalls(header) ? CALL_REQUIRED : [];
  return required.filter((column) => !header.fields.includes(column));
}
