/** rpctrail's core: it needs nothing but JavaScript, and runs in a browser as it does in Node. */

export { blobInput } from './bytes/blob-input.ts';
export { ContainerFault } from './bytes/container-fault.ts';
export type { Inflaters } from './bytes/inflaters.ts';
export { EventPool } from './columns/event-pool.ts';
export { type EventView, viewEvent } from './columns/event-view.ts';
export { parseNetwork } from './columns/networks.ts';
export { stream } from './engines/stream/index.ts';
export { compare } from './evidence/compare.ts';
export { findingsTable } from './evidence/findings-table.ts';
export { findingsOf, findingsWant, HostGroups } from './evidence/index.ts';
export { storyOf } from './evidence/story.ts';
export { StrongestFindings } from './evidence/strongest.ts';
export { spanOf } from './ir/span.ts';
export { wantOf } from './ir/want.ts';
export { ANALYTICS } from './knowledge/analytics.ts';
export {
  type Compilation,
  compile,
  compileFile,
  explainIr,
  formatDiagnostics,
  type NamedCompilation,
  printProgram,
} from './language/index.ts';
export type * from './model/batch.ts';
export type * from './model/byte-input.ts';
export { CAR_EXTENSIONS, CAR_TABLE, type CarObject, type FieldType } from './model/car-table.ts';
export type * from './model/diagnostic.ts';
export type * from './model/engine.ts';
export type * from './model/event-kind.ts';
export type * from './model/event-store.ts';
export * from './model/finding.ts';
export type * from './model/ir.ts';
export type * from './model/match.ts';
export type * from './model/origin.ts';
export { REJECT_CODES, type Reject, type RejectCode } from './model/reject.ts';
export type * from './model/source.ts';
export { formatTime, type Micros, parseIsoTime } from './model/time.ts';
export * from './model/want.ts';
export type * from './pipeline/input-report.ts';
export { matchesOf, mergeByTime } from './pipeline/matches.ts';
export { PartBook } from './pipeline/part-book.ts';
export { type ReadMessage, type ReadRequest, type ReadTools, readInput } from './pipeline/read-input.ts';
export { SOURCES } from './sources/index.ts';
export { toSql } from './sql/index.ts';
