import type { ByteInput } from '../model/byte-input.ts';
import { ChunkCursor } from './chunk-cursor.ts';
import { ContainerFault } from './container-fault.ts';
import type { Entry } from './entry.ts';
import { TAR_BLOCK, tarHeader, text } from './tar-header.ts';

const MOST_META_BYTES = 1 << 20;
const FILE_TYPES = ['0', '7'];
/** Links, devices, folders and pipes: whatever their header says, no content follows. */
const WITHOUT_CONTENT = ['1', '2', '3', '4', '5', '6'];

/** What pax records and GNU long names say of the member that follows them. */
interface Overrides {
  readonly path?: string;
  readonly size?: number;
}

/**
 * The files of a tar archive, read as a stream. After a damaged header, reading goes on at the next whole one.
 * @param told the faults that somebody has been told of already
 */
export async function* tarEntries(
  input: ByteInput,
  told: ReadonlySet<ContainerFault>,
): AsyncGenerator<Entry> {
  const cursor = new ChunkCursor(input.stream());
  let overrides: Overrides = {};
  let state: 'members' | 'lost' | 'ended' = 'members';
  try {
    for (;;) {
      const at = cursor.position;
      const block = await cursor.take(TAR_BLOCK);
      if (block.length < TAR_BLOCK) {
        const fault = cursor.fault ?? (state === 'ended' ? null : noEnd());
        if (fault !== null && !told.has(fault)) yield { name: null, reject: fault };
        return;
      }
      if (block.every((byte) => byte === 0)) {
        state = 'ended';
        continue;
      }
      const header = tarHeader(block);
      if (header === null) {
        if (state === 'members') {
          state = 'lost';
          const detail = `no member of the tar archive begins at byte ${at}, where one should`;
          yield { name: null, reject: new ContainerFault('damaged-container', detail) };
        }
        continue;
      }
      state = 'members';
      const size = WITHOUT_CONTENT.includes(header.type) ? 0 : (overrides.size ?? header.size);
      const body = new TarBody(cursor, size);
      if (FILE_TYPES.includes(header.type)) {
        yield { name: overrides.path ?? header.name, bytes: { size, stream: () => body.stream() } };
        overrides = {};
      } else if ('xL'.includes(header.type)) {
        if (size > MOST_META_BYTES) {
          const detail = `a header of ${size} bytes at byte ${at} of the tar archive`;
          yield { name: null, reject: new ContainerFault('damaged-container', detail) };
        } else {
          const content = await cursor.take(size);
          body.left = 0;
          overrides = header.type === 'L' ? { ...overrides, path: text(content) } : paxRecords(content);
        }
      } else {
        if (header.type === 'S') {
          const detail = 'a sparse member, which rpctrail does not read';
          yield { name: overrides.path ?? header.name, reject: new ContainerFault('cannot-open', detail) };
        }
        if (header.type !== 'g' && header.type !== 'K') overrides = {};
      }
      await body.skip();
      await cursor.take((TAR_BLOCK - (size % TAR_BLOCK)) % TAR_BLOCK);
    }
  } finally {
    await cursor.close();
  }
}

function noEnd(): ContainerFault {
  return new ContainerFault('cut-short', 'the tar archive stops before its end');
}

/** The content of one member, as far as it was read. */
class TarBody {
  left: number;
  private readonly cursor: ChunkCursor;

  constructor(cursor: ChunkCursor, size: number) {
    this.cursor = cursor;
    this.left = size;
  }

  async *stream(): AsyncGenerator<Uint8Array> {
    while (this.left > 0) {
      const piece = await this.cursor.piece(this.left);
      if (piece === null) {
        this.cursor.fault ??= noEnd();
        throw this.cursor.fault;
      }
      this.left -= piece.length;
      yield piece;
    }
  }

  async skip(): Promise<void> {
    while (this.left > 0) {
      const piece = await this.cursor.piece(this.left);
      if (piece === null) return;
      this.left -= piece.length;
    }
  }
}

/** Records of the form `27 path=…\n`, whose number is the length of the record in bytes. */
function paxRecords(content: Uint8Array): Overrides {
  let overrides: Overrides = {};
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(text(content.subarray(at, at + 20)), 10);
    if (!(length > 0)) break;
    const record = text(content.subarray(at, at + length - 1));
    const [, key, value] = /^\d+ ([^=]*)=(.*)$/s.exec(record) ?? [];
    if (key === 'path') overrides = { ...overrides, path: value! };
    if (key === 'size' && /^\d+$/.test(value!)) overrides = { ...overrides, size: Number(value) };
    at += length;
  }
  return overrides;
}
