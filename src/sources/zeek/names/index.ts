import { lineRegions } from '../../../bytes/line-regions.ts';
import { BatchBuilder } from '../../../columns/batch-builder.ts';
import type { ByteInput } from '../../../model/byte-input.ts';
import type { ReadOptions, Source, SourceBatch } from '../../../model/source.ts';
import { NO_LIMITS } from '../../../model/want.ts';
import { NameReader } from './name-reader.ts';
import { recogniseNames } from './recognise.ts';

const MAX_LINE = 1 << 20;

/** Which host had which address, by Zeek's dhcp.log and dns.log. The user's limits are about traffic, not about this. */
export const zeekNames: Source = {
  name: 'zeek-names',
  gives: ['host/name'],
  splitting: 'lines',
  recognise: recogniseNames,
  read,
};

async function* read(input: ByteInput, { part, want, state }: ReadOptions): AsyncGenerator<SourceBatch> {
  const builder = new BatchBuilder(part, { ...want, limits: NO_LIMITS });
  const reader = new NameReader(builder, state ?? '');
  for await (const region of lineRegions(input, MAX_LINE)) {
    if (region.kind === 'too-long') reader.tooLong();
    else
      for (let at = region.from; at < region.to; ) {
        at = reader.scan(region.bytes, at, region.to, region.kind === 'tail');
        if (builder.full) yield reader.take();
      }
  }
  yield { ...reader.take(), end: { state: reader.state, unfinished: reader.unfinished, notes: [] } };
}
