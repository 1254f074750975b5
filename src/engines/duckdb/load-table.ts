import type { EventKind } from '../../model/event-kind.ts';
import type { EventStore, EventTable } from '../../model/event-store.ts';
import { duckdb, type HeldField, STORE_SCHEMA } from '../../sql/index.ts';
import { CHUNK_ROWS, type DuckdbSession } from './driver.ts';
import { feedsOf } from './feeds.ts';

/** Chunks after which the event loop has a turn. */
const CHUNKS_A_TURN = 64;

/** Makes the table of a kind, with the rows that the store has of it and the columns that queries read. */
export async function loadTable(
  session: DuckdbSession,
  store: EventStore,
  kind: EventKind,
  fields: readonly HeldField[],
): Promise<void> {
  const table = store.tables.get(kind) ?? emptyTable(kind);
  const feeds = feedsOf(store, table, fields);
  const name = STORE_SCHEMA.table(kind);
  const columns = feeds.map((feed) => `${duckdb.quote(feed.name)} ${feed.type}`);
  await session.run(`CREATE TABLE ${duckdb.quote(name)} (${columns.join(', ')})`);
  if (table.count === 0) return;
  const loader = await session.load(
    name,
    feeds.map(({ type }) => type),
  );
  for (let from = 0, chunk = 1; from < table.count; from += CHUNK_ROWS, chunk++) {
    const count = Math.min(CHUNK_ROWS, table.count - from);
    loader.append(
      count,
      feeds.map((feed) => feed.fill(from, count)),
    );
    if (chunk % CHUNKS_A_TURN === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  loader.close();
}

function emptyTable(kind: EventKind): EventTable {
  return {
    kind,
    count: 0,
    time: new Float64Array(0),
    record: new Uint32Array(0),
    fields: {},
    part: () => 0,
  };
}
