import { afterSeparators, type Words } from '../../bytes/words.ts';
import type { Fault } from './fault.ts';
import type { Row } from './row.ts';
import type { TableLayout } from './table-layout.ts';

const BACKSLASH = 0x5c;

/**
 * Finds the columns of the row from `from` to `to`, where its line end begins.
 * @returns what is wrong with it
 */
export function readTableRow(
  view: Words,
  from: number,
  to: number,
  layout: TableLayout,
  row: Row,
): Fault | null {
  const { bytes } = view;
  const { pattern, columns, rest } = layout;
  row.begin(bytes);
  let start = from;
  let read = 0;
  for (; read < columns.length; read++) {
    const { slot, gap, isText, isAlwaysSet } = columns[read]!;
    if (gap > 0 && start >= 0) start = afterSeparators(view, start, gap, pattern);
    if (start < 0) break;
    const next = afterSeparators(view, start, 1, pattern);
    const end = next < 0 ? to : next - 1;
    if (isAlwaysSet) row.set(slot, start, end);
    else if (!isUnset(bytes, start, end, layout)) {
      if (isText && isEscaped(bytes, start, end)) row.setDecoded(slot, decode(bytes.subarray(start, end)));
      else row.set(slot, start, end);
    }
    start = next;
  }
  // Past the last column that is read stand as many others as the header names, and no more.
  if (rest > 1 && start >= 0) start = afterSeparators(view, start, rest - 1, pattern);
  const isWhole = rest === 0 ? start < 0 : start >= 0 && afterSeparators(view, start, 1, pattern) < 0;
  return isWhole && read === columns.length ? null : wrongWidth(bytes, from, to, layout);
}

function wrongWidth(bytes: Uint8Array, from: number, to: number, layout: TableLayout): Fault | null {
  let width = 1;
  for (let i = from; i < to; i++) if (bytes[i] === layout.separator) width += 1;
  if (width === layout.width) return null;
  return { code: 'damaged-record', detail: `${width} columns where #fields names ${layout.width}` };
}

function isEscaped(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] === BACKSLASH) return true;
  return false;
}

/** Empty is unset, too: no value that is read here says anything by being empty. */
function isUnset(bytes: Uint8Array, from: number, to: number, { unset, empty }: TableLayout): boolean {
  return from === to || equals(bytes, from, to, unset) || equals(bytes, from, to, empty);
}

function equals(bytes: Uint8Array, from: number, to: number, other: Uint8Array): boolean {
  if (to - from !== other.length) return false;
  for (let i = 0; i < other.length; i++) if (bytes[from + i] !== other[i]) return false;
  return true;
}

/** Zeek writes the bytes that would be misread as `\xHH`. */
function decode(value: Uint8Array): Uint8Array {
  const text = Array.from(value, (byte) => String.fromCharCode(byte)).join('');
  const plain = text.replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}
