import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileInput } from '../host/file-input.ts';
import { fileOf } from './command.ts';
import { CORPUS, type Manifest } from './corpus.ts';
import { unpackAll } from './packing.ts';
import { type FlowStart, pairsOf } from './pairs.ts';
import { zeekFlows } from './zeek-flows.ts';

/** A capture or log of the corpus with what a run over it must give. */
export interface CorpusCase {
  readonly name: string;
  /** The capture or log itself. */
  readonly bare: string;
  /** As it was published: packed, or the same as `bare`. */
  readonly published: string;
  /** The link type, or the format of a log. */
  readonly link: string;
  readonly cutShort: boolean;
  readonly totals: {
    readonly flows: number;
    readonly mapper_flows: number;
    readonly endpoint_candidates: number;
  };
  readonly flows: readonly FlowStart[];
  /** In the form of `pairsOf`. */
  readonly pairs: readonly string[];
}

/**
 * The cases of the manifest. The expected rows of captures are the corpus' own; those of logs come of the plain
 * reading of the log, and their count from the manifest. Both are held against a nested loop over the flows.
 */
export async function corpusCases({ captures, zeek }: Manifest): Promise<CorpusCase[]> {
  const cases: CorpusCase[] = captures.map((capture) => {
    const flows = expectedFlows(capture.id);
    const pairs = expectedPairs(capture.id);
    assert.deepEqual(pairs, pairsOf(flows), `${capture.id}: the corpus at odds with itself`);
    assert.equal(pairs.length, capture.rpc_pairs);
    return {
      name: capture.id,
      bare: join(CORPUS!, capture.extracted ?? capture.file),
      published: join(CORPUS!, capture.file),
      link: capture.encapsulation,
      cutShort: capture.cut_short,
      totals: totals(capture),
      flows,
      pairs,
    };
  });
  for (const [i, log] of zeek.entries()) {
    const published = join(CORPUS!, log.file);
    const member = (await unpackAll(fileInput(published))).find((leaf) => leaf.member === log.member)!;
    const bare = fileOf(`corpus-${i}-${log.member}`);
    writeFileSync(bare, member.bytes);
    const flows = zeekFlows(member.bytes.toString());
    const pairs = pairsOf(flows);
    assert.equal(pairs.length, log.rpc_pairs);
    const name = `${log.file}!${log.member}`;
    cases.push({ name, bare, published, link: 'zeek', cutShort: false, totals: totals(log), flows, pairs });
  }
  return cases;
}

function totals({ flows, mapper_flows, endpoint_candidates }: CorpusCase['totals']): CorpusCase['totals'] {
  return { flows, mapper_flows, endpoint_candidates };
}

function expectedFlows(id: string): FlowStart[] {
  return table(`${id}.flows.csv`).map(([time, src_ip, src_port, dest_ip, dest_port]) => ({
    micros: microsOf(time!),
    src_ip: src_ip!,
    src_port: Number(src_port),
    dest_ip: dest_ip!,
    dest_port: Number(dest_port),
  }));
}

function expectedPairs(id: string): string[] {
  return table(`${id}.rows.csv`)
    .map(([mapperTime, mapperPort, endpointTime, endpointPort, src, dest, destPort]) => {
      const mapper = `${microsOf(mapperTime!)} ${src} ${mapperPort} > ${dest} 135`;
      return `${mapper} | ${microsOf(endpointTime!)} ${src} ${endpointPort} > ${dest} ${destPort}`;
    })
    .sort();
}

function table(name: string): string[][] {
  const lines = readFileSync(join(CORPUS!, 'expected', name), 'utf8')
    .trim()
    .split(/\r?\n/);
  return lines.slice(1).map((line) => line.split(','));
}

/** Nanoseconds, cut. */
function microsOf(nanos: string): number {
  return Number(nanos.slice(0, -3));
}
