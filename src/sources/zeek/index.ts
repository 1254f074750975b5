import { lineRegions } from '../../bytes/line-regions.ts';
import { BatchBuilder } from '../../columns/batch-builder.ts';
import type { ByteInput } from '../../model/byte-input.ts';
import type { ReadOptions, Source, SourceBatch } from '../../model/source.ts';
import { LogReader, MAX_LINE } from './log-reader.ts';
import { recognise } from './recognise.ts';

/** Zeek's logs, as tables with `#` lines and as JSON lines; of all streams only conn.log is used. */
export const zeek: Source = {
  name: 'zeek',
  gives: ['flow/start', 'flow/end'],
  splitting: 'lines',
  recognise,
  read,
};

async function* read(input: ByteInput, { part, want, state }: ReadOptions): AsyncGenerator<SourceBatch> {
  const builder = new BatchBuilder(part, want);
  const reader = new LogReader(builder, state ?? '');
  for await (const region of lineRegions(input, MAX_LINE)) {
    if (region.kind === 'too-long') reader.tooLong();
    else
      for (let at = region.from; at < region.to; ) {
        at = reader.scan(region, at);
        if (builder.full) yield reader.take();
      }
  }
  const end = { state: reader.state, unfinished: reader.unfinished, notes: [] };
  yield { ...reader.take(), end };
}
