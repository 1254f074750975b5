import type { RejectCode } from '../../model/reject.ts';

const MAX_PORT = 65_535;
const SHOWN_LENGTH = 60;

/** What is wrong with a record. */
export interface Fault {
  readonly code: RejectCode;
  readonly detail: string;
}

/** A whole number, in decimal (also `135.0`, `1.35e2`) or as `0x1a4`; null where the text is none. */
export function wholeNumberOf(text: string): number | null {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (!/^(?:[+-]?\d+(?:\.\d*)?(?:e[+-]?\d+)?|0x[0-9a-f]+)$/i.test(text)) return null;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : null;
}

/** Null where the text is no number from 0 to 65535. */
export function portOf(text: string): number | null {
  const number = wholeNumberOf(text);
  return number !== null && number >= 0 && number <= MAX_PORT ? number : null;
}

/** 1 for true, 0 for false, null where the text is neither. */
export function truthOf(text: string): number | null {
  if (/^(?:true|yes|t|y|1)$/i.test(text)) return 1;
  return /^(?:false|no|f|n|0)$/i.test(text) ? 0 : null;
}

/** What stands after the last slash of a path. */
export function fileNameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

export function badValue(code: RejectCode, column: string, text: string): Fault {
  const shown = JSON.stringify(text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text);
  return { code, detail: `${column} ${shown}` };
}
