import { EventRows } from '../columns/event-rows.ts';
import type { EventStore } from '../model/event-store.ts';
import type { Flow } from './flow.ts';
import { type Mappers, WINDOW } from './mappers.ts';
import { DYNAMIC_FROM, MAPPER_PORT } from './ports.ts';

/**
 * Which rows of flow/start are endpoints in rows of CAR-2014-05-001 as it is published. Without its pairs, of which
 * there can be very many.
 */
export class StrictEndpoints {
  private readonly rows: EventRows;
  /** Times of flows to a mapper, ascending, by client and server as they stand in the input. */
  private readonly mappers = new Map<string, number[]>();

  constructor(store: EventStore) {
    this.rows = new EventRows(store, 'flow/start');
    const { rows } = this;
    for (let row = 0; row < rows.count; row++) {
      if (rows.port('dest_port', row) !== MAPPER_PORT) continue;
      const pair = this.pairOf(row);
      if (pair === null) continue;
      const times = this.mappers.get(pair);
      if (times === undefined) this.mappers.set(pair, [rows.time(row)]);
      else times.push(rows.time(row));
    }
    for (const times of this.mappers.values()) times.sort((a, b) => a - b);
  }

  has(row: number): boolean {
    const { rows } = this;
    if (rows.port('src_port', row) < DYNAMIC_FROM || rows.port('dest_port', row) < DYNAMIC_FROM) return false;
    const pair = this.pairOf(row);
    const times = pair === null ? undefined : this.mappers.get(pair);
    if (times === undefined) return false;
    const time = rows.time(row);
    let low = 0;
    let high = times.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle]! > time - WINDOW) high = middle;
      else low = middle + 1;
    }
    return low < times.length && times[low]! < time;
  }

  /** Whether any record of the flow's beginning is one. */
  finds(flow: Flow): boolean {
    return flow.views.some((view) =>
      view.some(({ begun, first }) => begun && first.kind === 'flow/start' && this.has(first.row)),
    );
  }

  private pairOf(row: number): string | null {
    const [client, server] = [this.rows.id('src_ip', row), this.rows.id('dest_ip', row)];
    return client === 0 || server === 0 ? null : `${client} ${server}`;
  }
}

export type StrictMiss =
  | 'mapper'
  | 'pipe'
  | 'source-port'
  | 'low-port'
  | 'no-start'
  | 'no-mapper'
  | 'mapper-age'
  | 'cached'
  | 'other-form';

export const STRICT_MISSES: Readonly<Record<StrictMiss, string>> = {
  mapper: 'it is a conversation with the endpoint mapper itself',
  pipe: 'it went through a named pipe of SMB, which needs no endpoint mapper',
  'source-port': "the client's port is below 49152",
  'low-port': "the server's port is below 49152: a legacy range, or a fixed port",
  'no-start': 'the input does not hold the beginning of the connection',
  'no-mapper': 'no connection to the endpoint mapper came before: the client knew the port already',
  'mapper-age': "the mapper's connection was older than two seconds, and still in use",
  'other-form': 'its addresses are written in another form there, or the clocks of the inputs differ',
  cached: "the mapper's connection was over for more than two seconds: the client remembered the answer",
};

/** Why strict CAR does not find a flow that it does not find. */
export function strictMisses(flow: Flow, mappers: Mappers, isPipe: boolean): readonly StrictMiss[] {
  if (isPipe) return ['pipe'];
  if (flow.serverPort === MAPPER_PORT) return ['mapper'];
  const misses: StrictMiss[] = [];
  if (!flow.views.some((view) => view.some(({ begun }) => begun))) misses.push('no-start');
  if (flow.clientPort < DYNAMIC_FROM) misses.push('source-port');
  if (flow.serverPort < DYNAMIC_FROM) misses.push('low-port');
  const last = mappers.lastFlow(flow.start);
  if (last === null) misses.push('no-mapper');
  else if (last.start <= flow.start - WINDOW)
    misses.push(last.end + WINDOW > flow.start ? 'mapper-age' : 'cached');
  return misses.length === 0 ? ['other-form'] : misses;
}
