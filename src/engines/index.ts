import type { Engine } from '../model/engine.ts';
import type { DuckdbDriver } from './duckdb/index.ts';

/** Native parts that an engine may need; the host opens them. */
export interface Drivers {
  readonly duckdb: () => Promise<DuckdbDriver>;
}

/** An engine that the user may choose; its code is loaded when he does. */
export interface EngineEntry {
  readonly name: string;
  load(drivers: Drivers): Promise<Engine>;
}

/** The first is the default. */
export const ENGINES: readonly EngineEntry[] = [
  { name: 'stream', load: async () => (await import('./stream/index.ts')).stream },
  {
    name: 'duckdb',
    load: async (drivers) => (await import('./duckdb/index.ts')).createDuckdb(await drivers.duckdb()),
  },
];
