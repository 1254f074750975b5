import type { ByteInput } from '../model/byte-input.ts';
import { ContainerFault } from './container-fault.ts';
import { crc32 } from './crc32.ts';
import type { Inflaters } from './inflaters.ts';
import { readAll, restartable } from './restartable.ts';
import { PASSWORD, wrongPassword, ZIP_CRYPTO_HEADER, ZipCrypto } from './zip-crypto.ts';
import { LOCAL_HEADER, LOCAL_HEADER_BYTES, type ZipRecord } from './zip-record.ts';

export interface ZipMember {
  readonly bytes: ByteInput;
  /** What `bytes` ends with where the archive ends before the member does. */
  readonly cut: ContainerFault | null;
}

/** The content of a member of a seekable archive, or why it cannot be had. */
export async function zipMember(
  archive: ByteInput,
  record: ZipRecord,
  inflaters: Inflaters,
): Promise<ZipMember | ContainerFault> {
  const { size, crc, encryption } = record;
  if (record.content !== undefined) return { bytes: { size, stream: record.content }, cut: null };
  if (encryption === 'aes' || encryption === 'other')
    return new ContainerFault('cannot-open', 'encrypted in a way that rpctrail cannot undo');
  const unpack = METHODS[record.method];
  if (unpack === undefined)
    return new ContainerFault(
      'cannot-open',
      `packed by method ${record.method}, which rpctrail does not know`,
    );
  const contentAt = await contentOf(archive, record.headerAt);
  if (contentAt === null)
    return new ContainerFault(
      'damaged-container',
      `no member begins at byte ${record.headerAt} of the archive`,
    );
  const contentEnd = contentAt + record.compressedSize;
  const cut = contentEnd > archive.size! ? cutShort() : null;
  const stored = archive.slice!(contentAt, Math.min(contentEnd, archive.size!));
  const whole = cut === null ? stored : restartable(null, () => cutAtEnd(stored, cut));
  const packed = encryption === 'none' ? whole : restartable(null, () => decrypted(whole, record.checkByte));
  return { bytes: unpack(packed, { size, crc }, inflaters), cut };
}

type Unpack = (packed: ByteInput, facts: Pick<ZipRecord, 'size' | 'crc'>, inflaters: Inflaters) => ByteInput;

/** By the numbers of APPNOTE 4.4.5. */
const METHODS: Readonly<Record<number, Unpack>> = {
  0: (packed, { crc }) => ({ ...packed, stream: () => checked(packed.stream(), crc) }),
  8: (packed, { size, crc }, { gunzip }) => ({
    size,
    stream: () => gunzip(restartable(null, () => asGzip(packed, size, crc))),
  }),
  93: (packed, { size, crc }, { unzstd }) => ({ size, stream: () => checked(unzstd(packed), crc) }),
};

function cutShort(): ContainerFault {
  return new ContainerFault('cut-short', 'the zip archive stops within this member');
}

/** Where the content of a member begins, by its local header. */
async function contentOf(archive: ByteInput, headerAt: number): Promise<number | null> {
  const header = await readAll(archive.slice!(headerAt, headerAt + LOCAL_HEADER_BYTES));
  if (header.length < LOCAL_HEADER_BYTES) return null;
  const view = new DataView(header.buffer, header.byteOffset);
  if (view.getUint32(0, true) !== LOCAL_HEADER) return null;
  return headerAt + LOCAL_HEADER_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
}

async function* cutAtEnd(input: ByteInput, cut: ContainerFault) {
  yield* input.stream();
  throw cut;
}

async function* decrypted(input: ByteInput, checkByte: number): AsyncGenerator<Uint8Array> {
  const crypto = new ZipCrypto(PASSWORD);
  let headerLeft = ZIP_CRYPTO_HEADER;
  for await (const chunk of input.stream()) {
    const plain = crypto.decrypt(chunk);
    const header = plain.subarray(0, headerLeft);
    headerLeft -= header.length;
    if (header.length > 0 && headerLeft === 0 && header[header.length - 1] !== checkByte)
      throw wrongPassword();
    if (plain.length > header.length) yield plain.subarray(header.length);
  }
}

/** Raw deflate data in the wrapping of a gzip file: who inflates it checks length and checksum as well. */
async function* asGzip(packed: ByteInput, size: number | null, crc: number | null) {
  yield Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff);
  yield* packed.stream();
  if (size === null || crc === null) return;
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc, true);
  trailer.setUint32(4, size % 2 ** 32, true);
  yield new Uint8Array(trailer.buffer);
}

async function* checked(chunks: AsyncIterable<Uint8Array>, crc: number | null) {
  let sum = 0;
  for await (const chunk of chunks) {
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (crc !== null && sum !== crc)
    throw new ContainerFault('damaged-container', 'the bytes differ from those that were packed (CRC-32)');
}
