/** rpctrail in Node: the core, with files, threads, disk and DuckDB. */
export { createDuckdb } from './engines/duckdb/index.ts';
export { loadDuckdbDriver } from './host/duckdb-driver.ts';
export { fileInput } from './host/file-input.ts';
export { nodeInflaters } from './host/inflaters.ts';
export { resolveInputs } from './host/inputs.ts';
export { type Run, type RunRequest, readAll } from './host/run.ts';
export * from './index.ts';
