import type { SmbObserver } from '../wire/smb/smb-observer.ts';
import type { Mark, Side } from '../wire/stream/byte-sink.ts';

/** What a pipe heard of. */
export interface HeardPipe {
  readonly name: string | null;
  readonly opened: Mark;
  readonly client: number[];
  readonly server: number[];
  readonly pieces: { readonly side: Side; readonly length: number; readonly mark: Mark }[];
  readonly gaps: { readonly side: Side; readonly length: number }[];
  /** How often, and by which record at last. */
  ended: number;
  endedBy: number;
}

/** Writes down all that an SMB connection shows of its pipes. */
export class PipeEar implements SmbObserver {
  readonly pipes: HeardPipe[] = [];
  readonly sealed: string[] = [];

  pipe(name: string | null, opened: Mark) {
    const heard: HeardPipe = {
      name,
      opened,
      client: [],
      server: [],
      pieces: [],
      gaps: [],
      ended: 0,
      endedBy: 0,
    };
    this.pipes.push(heard);
    return {
      bytes(side: Side, bytes: Uint8Array, from: number, to: number, mark: Mark) {
        if (from < 0 || to > bytes.length || from >= to) throw new Error(`no bytes: ${from} to ${to}`);
        if (heard.ended > 0) throw new Error('bytes after the end');
        for (const byte of bytes.subarray(from, to)) heard[side].push(byte);
        heard.pieces.push({ side, length: to - from, mark });
      },
      gap(side: Side, length: number) {
        heard.gaps.push({ side, length });
      },
      end({ record }: Mark) {
        heard.ended += 1;
        heard.endedBy = record;
      },
    };
  }

  encrypted(mark: Mark) {
    this.sealed.push(`encrypted ${mark.record}`);
  }

  compressed(mark: Mark) {
    this.sealed.push(`compressed ${mark.record}`);
  }
}

/** The PDUs of DCE/RPC that a pipe's bytes are made of: side, type, length, call id; null where they are not. */
export function pdusOf(pipe: HeardPipe): string[] | null {
  const pdus: string[] = [];
  for (const side of ['client', 'server'] as const) {
    const bytes = Uint8Array.from(pipe[side]);
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length; ) {
      if (bytes.length - at < 16 || bytes[at] !== 5) return null;
      const little = (bytes[at + 4]! & 0x10) !== 0;
      const length = view.getUint16(at + 8, little);
      if (length < 16 || at + length > bytes.length) return null;
      pdus.push(`${side} ${bytes[at + 2]} ${length} #${view.getUint32(at + 12, little)}`);
      at += length;
    }
  }
  return pdus;
}
