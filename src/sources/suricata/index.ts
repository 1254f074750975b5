import { lineRegions } from '../../bytes/line-regions.ts';
import { BatchBuilder } from '../../columns/batch-builder.ts';
import type { ByteInput } from '../../model/byte-input.ts';
import type { ReadOptions, Source, SourceBatch } from '../../model/source.ts';
import { RPC_KINDS } from './dcerpc-record.ts';
import { EveLines, isEvents } from './eve-lines.ts';
import { FLOW_KINDS } from './flow-record.ts';
import { recognise } from './recognise.ts';

/** Longer lines are rejected unread. */
const MAX_LINE = 1 << 20;
const LINE_FEED = 0x0a;

/** Suricata's EVE log: of its records those of flows, and of RPC over TCP or within SMB, are used. */
export const suricata: Source = {
  name: 'suricata',
  gives: [...FLOW_KINDS, ...RPC_KINDS],
  splitting: 'lines',
  recognise,
  read,
};

async function* read(input: ByteInput, { part, want }: ReadOptions): AsyncGenerator<SourceBatch> {
  const builder = new BatchBuilder(part, want);
  const lines = new EveLines(builder);
  let unfinished = false;
  for await (const region of lineRegions(input, MAX_LINE)) {
    if (region.kind === 'too-long') {
      builder.reject('too-long', `a line of more than ${MAX_LINE} bytes`);
      continue;
    }
    const { kind, bytes, to } = region;
    for (let at = region.from; at < to; ) {
      const end = bytes.indexOf(LINE_FEED, at);
      const outcome =
        end - at > MAX_LINE
          ? ({ code: 'too-long', detail: `a line of more than ${MAX_LINE} bytes` } as const)
          : lines.read(bytes, afterByteOrderMark(bytes, at), end, kind === 'tail');
      at = end + 1;
      if (builder.full) yield lines.take();
      if (outcome === 'unused') builder.unused();
      else if (outcome === 'skipped') builder.skipped();
      else if (isEvents(outcome)) {
        let stayed = false;
        for (const event of outcome) {
          if (builder.full) yield lines.take();
          if (lines.put(event)) stayed = true;
        }
        if (stayed) builder.kept();
        else builder.skipped();
      } else if (kind === 'tail') unfinished = true;
      else builder.reject(outcome.code, outcome.detail);
    }
  }
  yield { ...lines.take(), end: { state: '', unfinished, notes: [] } };
}

function afterByteOrderMark(bytes: Uint8Array, at: number): number {
  return bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf ? at + 3 : at;
}
