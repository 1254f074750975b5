import { lineRegions } from '../../bytes/line-regions.ts';
import type { ByteInput } from '../../model/byte-input.ts';
import type { ReadOptions, SourceBatch } from '../../model/source.ts';
import { JsonRecord } from './json-record.ts';
import { keyTree } from './key-tree.ts';
import { MAX_RECORD } from './limits.ts';
import type { Mapping } from './mapping.ts';
import { RecordEvents } from './record-events.ts';
import { afterByteOrderMark, LINE_FEED } from './text-bytes.ts';
import type { Fault } from './values.ts';

/** Reads JSON lines. Every line is a record, also one that is blank. */
export async function* readLines(
  input: ByteInput,
  mapping: Mapping,
  { part, want }: ReadOptions,
): AsyncGenerator<SourceBatch> {
  const events = new RecordEvents(mapping, part, want);
  const { builder } = events;
  const json = new JsonRecord(keyTree(events.columns), events.row);
  let unfinished = false;
  for await (const region of lineRegions(input, MAX_RECORD)) {
    if (region.kind === 'too-long') {
      builder.reject('too-long', `a line of more than ${MAX_RECORD} bytes`);
      continue;
    }
    const { kind, bytes, to } = region;
    for (let at = region.from; at < to; ) {
      const end = bytes.indexOf(LINE_FEED, at);
      const fault = lineFault(bytes, at, end);
      if (fault !== null && kind === 'tail') unfinished = true;
      else if (fault !== null) builder.reject(fault.code, fault.detail);
      at = end + 1;
      if (events.full) yield events.take();
    }
  }
  yield { ...events.take(), end: { state: '', unfinished, notes: [] } };

  function lineFault(bytes: Uint8Array, from: number, end: number): Fault | null {
    if (end - from > MAX_RECORD)
      return { code: 'too-long', detail: `a line of more than ${MAX_RECORD} bytes` };
    const start = afterByteOrderMark(bytes, from);
    if (isBlank(bytes, start, end)) {
      builder.unused();
      return null;
    }
    return json.read(bytes, start) ?? events.add();
  }
}

function isBlank(bytes: Uint8Array, from: number, end: number): boolean {
  for (let i = from; i < end; i++) {
    const byte = bytes[i];
    if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  }
  return true;
}
