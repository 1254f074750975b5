import type { Source } from '../model/source.ts';
import { pcap } from './pcap/index.ts';

/** Every format, in the order in which they are tried. */
export const SOURCES: readonly Source[] = [pcap];
