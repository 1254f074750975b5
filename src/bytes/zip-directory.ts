import type { Entry as ZipEntry } from '@zip.js/zip.js/lib/zip-core-reader.js';
import type { ByteInput } from '../model/byte-input.ts';
import { readAll } from './restartable.ts';
import { aesContent } from './zip-aes.ts';
import { checkByteOf, encryptionOf, type ZipRecord } from './zip-record.ts';

/** What zip.js takes for odd and reads over, and what means that it found the directory of another archive. */
const FATAL_WARNINGS = [
  'mismatched central directory offset',
  'mismatched zip64 end of central directory record',
  'prepended central directory',
];

/** A split archive that was kept in one volume begins with a mark of four bytes. */
const FIRST_HEADER_AT_MOST = 4;

const DIRECTORY_RECORD = 0x02014b50;
const DIRECTORY_RECORD_BYTES = 46;

/**
 * The files in a zip archive by the directory at its end. Folders and symbolic links are nothing.
 * @returns null where the directory is not there, cannot be read, or does not fit the archive
 */
export async function zipDirectory(archive: ByteInput): Promise<readonly ZipRecord[] | null> {
  const { ZipReader } = await import('@zip.js/zip.js/lib/zip-core-reader.js');
  const reader = new ZipReader(seekable(archive), {
    strictness: 'balanced',
    filenameValidation: 'tolerant',
    useWebWorkers: false,
  });
  const records: ZipRecord[] = [];
  let firstHeader = Number.POSITIVE_INFINITY;
  let length = 0;
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      firstHeader = Math.min(firstHeader, entry.offset);
      length += DIRECTORY_RECORD_BYTES;
      length += entry.rawFilename.length + entry.rawExtraField.length + entry.rawComment.length;
      if (!entry.directory && !entry.symlink) records.push(recordOf(entry));
    }
  } catch {
    return null;
  }
  const foreign = (reader.warnings ?? []).some(({ reason }) => FATAL_WARNINGS.includes(reason));
  if (foreign || (length > 0 && firstHeader > FIRST_HEADER_AT_MOST)) return null;
  return (await holdsMore(archive, reader.directoryOffset! + length)) ? null : records;
}

/** Whether the directory goes on where its last member should be: the count of members may be damaged. */
async function holdsMore(archive: ByteInput, end: number): Promise<boolean> {
  const next = await readAll(archive.slice!(end, end + 4));
  return next.length === 4 && new DataView(next.buffer).getUint32(0, true) === DIRECTORY_RECORD;
}

function recordOf(entry: ZipEntry): ZipRecord {
  const { compressionMethod: method, rawBitFlag: flags = 0, signature: crc = null } = entry;
  const encryption = entry.extraFieldAES === undefined ? encryptionOf(flags, method) : 'aes';
  return {
    name: entry.filename,
    method,
    encryption,
    headerAt: entry.offset,
    compressedSize: entry.compressedSize,
    size: entry.uncompressedSize,
    crc,
    checkByte: checkByteOf(flags, crc ?? 0, Number(entry.rawLastModDate)),
    ...(encryption === 'aes' && !entry.directory ? { content: () => aesContent(entry) } : {}),
  };
}

/** The archive as zip.js wants to read it. */
function seekable(archive: ByteInput) {
  return {
    size: archive.size!,
    readable: new ReadableStream(),
    readUint8Array: (index: number, length: number) => readAll(archive.slice!(index, index + length)),
    createReadable({ offset = 0, size = archive.size! }: { offset?: number; size?: number } = {}) {
      const chunks = archive.slice!(offset, offset + size)
        .stream()
        [Symbol.asyncIterator]();
      return new ReadableStream<Uint8Array>({
        async pull(controller) {
          const next = await chunks.next();
          if (next.done === true) controller.close();
          else controller.enqueue(next.value.slice());
        },
        cancel: async () => void (await chunks.return?.()),
      });
    },
  };
}
