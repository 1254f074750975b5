import type { Source } from '../model/source.ts';
import { csv, jsonl } from './mapped/index.ts';
import { pcap } from './pcap/index.ts';
import { zeek } from './zeek/index.ts';

export { checkMapping } from './mapped/index.ts';

/** Every format, in the order in which they are tried. */
export const SOURCES: readonly Source[] = [pcap, zeek, jsonl, csv];
