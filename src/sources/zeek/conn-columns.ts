/** What is read of a record of conn.log, by slot; the names are those of Zeek's own columns. */
export const CONN_COLUMNS = [
  'ts',
  'uid',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'proto',
  'service',
  'duration',
  'orig_bytes',
  'resp_bytes',
  'conn_state',
  'orig_pkts',
  'resp_pkts',
  'community_id',
] as const;

export type ConnColumn = (typeof CONN_COLUMNS)[number];

export const SLOT = Object.freeze(
  Object.fromEntries(CONN_COLUMNS.map((name, slot) => [name, slot])) as Record<ConnColumn, number>,
);

/** Without these a record says nothing. */
export const REQUIRED: readonly ConnColumn[] = [
  'ts',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'proto',
];

/** Lengths and counts. */
export const NUMBER_SLOTS: readonly number[] = [
  SLOT.duration,
  SLOT.orig_bytes,
  SLOT.resp_bytes,
  SLOT.orig_pkts,
  SLOT.resp_pkts,
];

/** What is kept as text, and may hold what Zeek has to escape. */
export const TEXT_SLOTS: readonly number[] = [SLOT.uid, SLOT.service, SLOT.conn_state, SLOT.community_id];
