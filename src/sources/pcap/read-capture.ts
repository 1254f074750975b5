import type { ByteInput } from '../../model/byte-input.ts';
import type { ReadOptions, SourceBatch } from '../../model/source.ts';
import type { Want } from '../../model/want.ts';
import type { Framing } from './framing.ts';
import { PacketEvents } from './packet-events.ts';
import { PcapFraming } from './pcap-framing.ts';
import { PcapngFraming } from './pcapng-framing.ts';
import { pcapVariant } from './recognise.ts';
import { Remainder } from './remainder.ts';
import { RPC_KINDS } from './rpc-kinds.ts';
import type { RpcRows } from './rpc-rows.ts';

const MAGIC_BYTES = 4;
/** What of a chunk is joined at first to the remainder of the one before; as much again as there is after that. */
const STEP = 1 << 12;

/**
 * Reads a capture chunk by chunk. Packets are taken apart where they lie; only those that cross into the next
 * chunk are copied.
 */
export async function* readCapture(input: ByteInput, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const events = new PacketEvents(options, await rpcRowsFor(options.want));
  const rest = new Remainder();
  let framing: Framing | null = null;
  for await (const chunk of input.stream()) {
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    let at = 0;
    while (at < bytes.length) {
      if (rest.size === 0 && framing !== null) {
        at = framing.read(bytes, at, bytes.length, false);
        if (events.full) yield events.takeBatch();
        else {
          rest.append(bytes, at, bytes.length);
          at = bytes.length;
        }
        continue;
      }
      const end = Math.min(bytes.length, at + Math.max(STEP, rest.size));
      rest.append(bytes, at, end);
      at = end;
      if (rest.size < MAGIC_BYTES) continue;
      framing ??= framingOf(rest.bytes.subarray(0, rest.size), events);
      rest.drop(framing.read(rest.bytes, 0, rest.size, false));
      while (events.full) {
        yield events.takeBatch();
        rest.drop(framing.read(rest.bytes, 0, rest.size, false));
      }
      if (rest.size > at) continue;
      at -= rest.size;
      rest.size = 0;
    }
  }
  if (framing === null) events.note('cut-short', 'the file ends inside its header');
  else
    for (let done = false; !done; ) {
      rest.drop(framing.read(rest.bytes, 0, rest.size, true));
      done = rest.size === 0 && !events.full;
      if (!done) yield events.takeBatch();
    }
  while (events.finishSome()) yield events.takeBatch();
  const { lacksPayload } = events;
  yield { ...events.takeBatch(), end: { state: '', unfinished: false, lacksPayload, notes: events.notes() } };
}

/** Hearing RPC is the larger part of reading captures: it is loaded only where RPC is wanted. */
async function rpcRowsFor({ kinds }: Want): Promise<typeof RpcRows | null> {
  if (!RPC_KINDS.some((kind) => kinds[kind] !== undefined)) return null;
  return (await import('./rpc-rows.ts')).RpcRows;
}

function framingOf(head: Uint8Array, events: PacketEvents): Framing {
  const variant = pcapVariant(head);
  return variant === null ? new PcapngFraming(events) : new PcapFraming(variant, events);
}
