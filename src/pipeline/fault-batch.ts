import type { RejectCode } from '../model/reject.ts';
import type { SourceBatch } from '../model/source.ts';
import { NO_COUNTS } from './input-report.ts';

/** A batch that says of a whole input why it could not be read. */
export function rejectedInput(part: number, code: RejectCode, detail: string): SourceBatch {
  return { part, events: [], rejects: [{ code, part, record: null, detail }], counts: NO_COUNTS };
}
