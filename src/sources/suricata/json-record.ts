import type { RejectCode } from '../../model/reject.ts';

/** An object of JSON whose members nobody has looked at. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** What is wrong with a record. */
export interface Fault {
  readonly code: RejectCode;
  readonly detail: string;
}

const SHOWN_LENGTH = 60;

export function isFault(value: object): value is Fault {
  return 'code' in value;
}

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null;
}

/** The member where it is a text that is not empty, else null. */
export function textAt(object: JsonObject, key: string): string | null {
  const value = object[key];
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The member where it is a whole number from 0, in digits or in quotes; NaN where it is anything else but absent. */
export function countAt(object: JsonObject, key: string): number | null {
  const value = object[key];
  if (value === undefined || value === null) return null;
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(number) && (number as number) >= 0 ? (number as number) : Number.NaN;
}

export function missing(field: string): Fault {
  return { code: 'missing-field', detail: `${field} is not set` };
}

export function bad(code: RejectCode, field: string, value: unknown): Fault {
  const text = JSON.stringify(value) ?? '';
  return {
    code,
    detail: `${field} ${text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}…` : text}`,
  };
}
