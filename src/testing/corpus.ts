import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from './repository.ts';

/** The folder of shared data that is not part of the repository; null where it is not there. */
export const SHARED = existsSync(join(REPOSITORY, '../shared')) ? join(REPOSITORY, '../shared') : null;

/** The corpus of real traffic; null where it is not there (tests then say how many cases they skip). */
export const CORPUS =
  process.env.RPCTRAIL_CORPUS ?? (SHARED === null ? null : existing(join(SHARED, 'corpus')));

export interface CorpusCapture {
  readonly id: string;
  readonly file: string;
  readonly member: string | null;
  readonly extracted: string | null;
  readonly packets: number;
  readonly cut_short: boolean;
  readonly encapsulation: string;
  readonly flows: number;
  readonly mapper_flows: number;
  readonly endpoint_candidates: number;
  readonly rpc_pairs: number;
}

export interface CorpusZeek {
  readonly file: string;
  readonly member: string;
  readonly conn_rows: number;
  readonly flows: number;
  readonly mapper_flows: number;
  readonly endpoint_candidates: number;
  readonly rpc_pairs: number;
}

export interface Manifest {
  readonly captures: readonly CorpusCapture[];
  readonly zeek: readonly CorpusZeek[];
}

/** The manifest's counts, made by tshark and an independent script; null where the corpus is not there. */
export function readManifest(): Manifest | null {
  return CORPUS === null ? null : JSON.parse(readFileSync(join(CORPUS, 'manifest.json'), 'utf8'));
}

function existing(path: string): string | null {
  return existsSync(path) ? path : null;
}
