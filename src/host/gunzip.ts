import { createGunzip } from 'node:zlib';
import { ContainerFault } from '../bytes/container-fault.ts';
import type { ByteInput } from '../model/byte-input.ts';
import { gathered } from './gathered.ts';
import { Replay } from './replay.ts';
import { through } from './through.ts';

const INPUT_BYTES = 1 << 20;
const OUTPUT_BYTES = 1 << 20;

/** The place from which on pieces are no longer than `bytes`. */
interface Small {
  readonly from: number;
  readonly bytes: number;
}

/**
 * Inflates all members of a gzip file. zlib inflates on a thread of its own, a few MiB ahead of the reader.
 *
 * Where it finds damage it keeps back what it inflated from the same piece of input before: the input is then
 * gone through once more with small pieces at that place, and again with single bytes, so that nothing is lost.
 */
export async function* gunzip(input: ByteInput): AsyncGenerator<Uint8Array> {
  const replay = new Replay(gathered(input, INPUT_BYTES));
  let given = 0;
  let small: Small = { from: Number.POSITIVE_INFINITY, bytes: Number.POSITIVE_INFINITY };
  try {
    for (const smaller of [256, 1, 0]) {
      const zlib = createGunzip({ chunkSize: OUTPUT_BYTES });
      const pieces = new Pieces(replay.chunks, small, () => zlib.bytesWritten);
      try {
        let known = given;
        for await (const chunk of through(pieces.stream(), zlib, zlib)) {
          const fresh = chunk.subarray(known);
          known = Math.max(0, known - chunk.length);
          given += fresh.length;
          if (fresh.length > 0) yield fresh;
        }
        await refuseGarbage(pieces, zlib.bytesWritten);
        return;
      } catch (error) {
        if (error instanceof ContainerFault) throw error;
        const fault = faultOf(error, pieces.last.from);
        if (fault.code === 'cut-short' || smaller === 0 || !(await replay.rewind())) throw fault;
        small = { from: pieces.last.from, bytes: smaller };
      }
    }
  } finally {
    await replay.close();
  }
}

/**
 * The chunks of an input, from one place on in pieces of a given size, as long as each piece is used up before
 * the next one is asked for.
 */
class Pieces {
  /** Where in the input the piece lies that was asked for last. */
  last = { from: 0, to: 0 };
  /** That piece, and what of its chunk comes after it. */
  private rest: Uint8Array = new Uint8Array(0);
  private readonly chunks: AsyncIterator<Uint8Array>;
  private readonly small: Small;
  private readonly used: () => number;

  /** @param used bytes of the input that were used up so far */
  constructor(chunks: AsyncIterator<Uint8Array>, small: Small, used: () => number) {
    this.chunks = chunks;
    this.small = small;
    this.used = used;
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    for (let from = 0; this.used() === from; from = this.last.to) {
      this.rest = this.rest.subarray(from - this.last.from);
      if (this.rest.length === 0) {
        const next = await this.chunks.next();
        if (next.done === true) return;
        this.rest = next.value;
      }
      const length = from >= this.small.from ? this.small.bytes : this.small.from - from;
      const piece = this.rest.subarray(0, length);
      this.last = { from, to: from + piece.length };
      yield piece;
    }
  }

  /** What was not given yet, from `from` on, which lies in the last piece or at its end. */
  async *after(from: number): AsyncGenerator<Uint8Array> {
    yield this.rest.subarray(from - this.last.from);
    for (let next = await this.chunks.next(); next.done !== true; next = await this.chunks.next())
      yield next.value;
  }
}

/** zlib takes no notice of what comes behind a zero byte after a member. */
async function refuseGarbage(pieces: Pieces, from: number): Promise<void> {
  for await (const chunk of pieces.after(from)) if (chunk.some((byte) => byte !== 0)) throw garbage(from);
}

const NO_MEMBER = ['incorrect header check', 'unknown compression method', 'unknown header flags set'];

function faultOf(error: unknown, at: number): ContainerFault {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'Z_BUF_ERROR')
    return new ContainerFault('cut-short', 'the compressed data stop before their end');
  if (code !== 'Z_DATA_ERROR' && code !== 'Z_NEED_DICT') throw error;
  if (NO_MEMBER.includes(message)) return garbage(at);
  return new ContainerFault(
    'damaged-container',
    `the compressed data are damaged at byte ${at} (${message})`,
  );
}

function garbage(at: number): ContainerFault {
  return new ContainerFault('damaged-container', `what follows near byte ${at} is no gzip data`);
}
