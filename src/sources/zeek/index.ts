import { lineRegions } from '../../bytes/line-regions.ts';
import { BatchBuilder } from '../../columns/batch-builder.ts';
import type { ByteInput } from '../../model/byte-input.ts';
import type { ReadOptions, Source, SourceBatch } from '../../model/source.ts';
import { LogReader, MAX_LINE } from './log-reader.ts';
import { recognise } from './recognise.ts';

/**
 * Zeek's logs, as tables with `#` lines and as JSON lines; of all streams only conn.log is used.
 * @param vectors whether to read with WebAssembly where it is there: it is faster, and reads the same
 */
export function zeekSource(vectors: boolean): Source {
  return {
    name: 'zeek',
    gives: ['flow/start', 'flow/end'],
    splitting: 'lines',
    recognise,
    read: (input, options) => read(input, options, vectors),
  };
}

export const zeek = zeekSource(true);

async function* read(
  input: ByteInput,
  { part, want, state }: ReadOptions,
  vectors: boolean,
): AsyncGenerator<SourceBatch> {
  const builder = new BatchBuilder(part, want);
  const reader = new LogReader(builder, state ?? '', vectors);
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
