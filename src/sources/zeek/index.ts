import { lineRegions } from '../../bytes/line-regions.ts';
import { BatchBuilder } from '../../columns/batch-builder.ts';
import type { ByteInput } from '../../model/byte-input.ts';
import type { ReadOptions, Source, SourceBatch } from '../../model/source.ts';
import { FLOW_KINDS } from './conn-flows.ts';
import { LogReader, MAX_LINE } from './log-reader.ts';
import { recognise } from './recognise.ts';
import { CALL_KINDS } from './rpc-calls.ts';

/**
 * Zeek's logs, as tables with `#` lines and as JSON lines; of all streams conn.log and dce_rpc.log are used.
 * @param vectors whether to read with WebAssembly where it is there: it is faster, and reads the same
 */
export function zeekSource(vectors: boolean): Source {
  return {
    name: 'zeek',
    gives: [...FLOW_KINDS, ...CALL_KINDS],
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
