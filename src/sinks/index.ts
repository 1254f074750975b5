import type { Sink } from '../model/sink.ts';
import { csv } from './csv/csv-sink.ts';
import { json, jsonl } from './json/json-sink.ts';
import { table } from './table/table-sink.ts';

/** Every form in which results leave; the first is for people, the rest for machines. */
export const SINKS: readonly Sink[] = [table, jsonl, json, csv];
