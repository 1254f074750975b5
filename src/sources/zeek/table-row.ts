import { SLOT, TEXT_SLOTS } from './conn-columns.ts';
import type { Fault } from './conn-flows.ts';
import type { ConnRow } from './conn-row.ts';
import type { TableLayout } from './table-layout.ts';

const BACKSLASH = 0x5c;

/**
 * Finds the columns of the row bytes[from … to], which is without its line end.
 * @returns what is wrong with it
 */
export function readTableRow(
  bytes: Uint8Array,
  from: number,
  to: number,
  layout: TableLayout,
  row: ConnRow,
): Fault | null {
  const { separator, slots } = layout;
  row.begin(bytes);
  let column = 0;
  let start = from;
  let escaped = false;
  for (let i = from; i <= to; i++) {
    if (i < to && bytes[i] !== separator) {
      if (bytes[i] === BACKSLASH) escaped = true;
      continue;
    }
    const slot = slots[column] ?? -1;
    if (slot === SLOT.proto) row.set(slot, start, i);
    else if (slot >= 0 && !isUnset(bytes, start, i, layout)) {
      if (escaped && TEXT_SLOTS.includes(slot)) row.setDecoded(slot, decode(bytes.subarray(start, i)));
      else row.set(slot, start, i);
    }
    column += 1;
    start = i + 1;
    escaped = false;
  }
  if (column === slots.length) return null;
  return { code: 'damaged-record', detail: `${column} columns where #fields names ${slots.length}` };
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
