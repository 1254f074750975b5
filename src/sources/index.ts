import type { Source } from '../model/source.ts';
import type { Want } from '../model/want.ts';
import { csv, jsonl } from './mapped/index.ts';
import { pcap } from './pcap/index.ts';
import { suricata } from './suricata/index.ts';
import { zeek } from './zeek/index.ts';
import { zeekNames } from './zeek/names/index.ts';

export { checkMapping } from './mapped/index.ts';

/** Every format, in the order in which they are tried. */
export const SOURCES: readonly Source[] = [pcap, zeek, suricata, jsonl, csv];

/** The formats that a run reads, in that order: logs that only name hosts are of no use to those who ask for no names. */
export function sourcesFor(want: Want): readonly Source[] {
  return want.kinds['host/name'] === undefined ? SOURCES : [zeekNames, ...SOURCES];
}
