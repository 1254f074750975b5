/** What is read of a record of dce_rpc.log, by slot; the names are those of Zeek's own columns. */
export const CALL_COLUMNS = [
  'ts',
  'uid',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'rtt',
  'named_pipe',
  'endpoint',
  'operation',
  'community_id',
] as const;

export type CallColumn = (typeof CALL_COLUMNS)[number];

export const CALL_SLOT = Object.freeze(
  Object.fromEntries(CALL_COLUMNS.map((name, slot) => [name, slot])) as Record<CallColumn, number>,
);

/** Without these a record says nothing. */
export const CALL_REQUIRED: readonly CallColumn[] = [
  'ts',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
];

/** What is kept as text, and may hold what Zeek has to escape. */
export const CALL_TEXTS: readonly number[] = [
  CALL_SLOT.uid,
  CALL_SLOT.named_pipe,
  CALL_SLOT.endpoint,
  CALL_SLOT.operation,
  CALL_SLOT.community_id,
];
