import type { RejectCode } from '../../model/reject.ts';
import type { Row } from './row.ts';
import { shownValue } from './values.ts';

/** What is wrong with a record. */
export interface Fault {
  readonly code: RejectCode;
  readonly detail: string;
}

export function missing(column: string): Fault {
  return { code: 'missing-field', detail: `${column} is not set` };
}

/** @param slot where the row has the value of that column */
export function bad(code: RejectCode, row: Row, column: string, slot: number): Fault {
  return { code, detail: `${column} ${shownValue(row, slot)}` };
}
