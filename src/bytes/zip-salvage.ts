import type { ByteInput } from '../model/byte-input.ts';
import { readAll } from './restartable.ts';
import {
  checkByteOf,
  encryptionOf,
  hasDescriptor,
  LOCAL_HEADER,
  LOCAL_HEADER_BYTES,
  type ZipRecord,
} from './zip-record.ts';

const DESCRIPTOR = 0x08074b50;
const DESCRIPTOR_BYTES = 24;
const CENTRAL_HEADER = 0x02014b50;
const ZIP64_EXTRA = 0x0001;
const UNKNOWN_32 = 0xffffffff;

/** The files in a zip archive without a usable directory, by the headers that stand before each. */
export async function* salvagedRecords(archive: ByteInput): AsyncGenerator<ZipRecord> {
  const length = archive.size!;
  for (let at = 0; at < length; ) {
    const header = view(await readAll(archive.slice!(at, at + LOCAL_HEADER_BYTES)));
    if (header.byteLength >= 4 && header.getUint32(0, true) === CENTRAL_HEADER) return;
    if (header.byteLength < LOCAL_HEADER_BYTES || header.getUint32(0, true) !== LOCAL_HEADER) {
      const next = await find(archive, LOCAL_HEADER, at + 1);
      if (next === null) return;
      at = next;
      continue;
    }
    const nameAt = at + LOCAL_HEADER_BYTES;
    const extraAt = nameAt + header.getUint16(26, true);
    const contentAt = extraAt + header.getUint16(28, true);
    const name = new TextDecoder().decode(await readAll(archive.slice!(nameAt, extraAt)));
    const flags = header.getUint16(6, true);
    const method = header.getUint16(8, true);
    const facts = hasDescriptor(flags)
      ? await factsBehind(archive, contentAt)
      : factsBefore(header, view(await readAll(archive.slice!(extraAt, contentAt))));
    if (!name.endsWith('/'))
      yield {
        name,
        method,
        encryption: encryptionOf(flags, method),
        headerAt: at,
        ...facts,
        checkByte: checkByteOf(flags, facts.crc ?? 0, header.getUint16(10, true)),
      };
    at = contentAt + facts.compressedSize;
  }
}

type Facts = Pick<ZipRecord, 'compressedSize' | 'size' | 'crc'>;

function factsBefore(header: DataView, extra: DataView): Facts {
  let size = header.getUint32(22, true);
  let compressedSize = header.getUint32(18, true);
  for (let at = 0; at + 4 <= extra.byteLength; at += 4 + extra.getUint16(at + 2, true)) {
    if (extra.getUint16(at, true) !== ZIP64_EXTRA || at + 20 > extra.byteLength) continue;
    if (size === UNKNOWN_32) size = Number(extra.getBigUint64(at + 4, true));
    if (compressedSize === UNKNOWN_32) compressedSize = Number(extra.getBigUint64(at + 12, true));
  }
  return { compressedSize, size, crc: header.getUint32(14, true) };
}

/**
 * What the descriptor behind the content says: it is known by stating how far back the content begins. Without
 * one the member ends beyond the archive.
 */
async function factsBehind(archive: ByteInput, contentAt: number): Promise<Facts> {
  for (let from = contentAt; ; ) {
    const at = await find(archive, DESCRIPTOR, from);
    if (at === null) return { compressedSize: Number.POSITIVE_INFINITY, size: null, crc: null };
    const descriptor = view(await readAll(archive.slice!(at, at + DESCRIPTOR_BYTES)));
    const compressedSize = at - contentAt;
    if (descriptor.byteLength >= 16 && descriptor.getUint32(8, true) === compressedSize) {
      const wide = descriptor.byteLength === DESCRIPTOR_BYTES && descriptor.getUint32(12, true) === 0;
      const size = wide ? Number(descriptor.getBigUint64(16, true)) : descriptor.getUint32(12, true);
      return { compressedSize, size, crc: descriptor.getUint32(4, true) };
    }
    from = at + 1;
  }
}

/** Where the four bytes of a signature next stand at or after `from`. */
async function find(archive: ByteInput, signature: number, from: number): Promise<number | null> {
  let carried = new Uint8Array(0);
  let at = from;
  for await (const chunk of archive.slice!(from, archive.size!).stream()) {
    const bytes = new Uint8Array(carried.length + chunk.length);
    bytes.set(carried);
    bytes.set(chunk, carried.length);
    const words = view(bytes);
    const first = signature & 0xff;
    for (let i = bytes.indexOf(first); i >= 0 && i + 4 <= bytes.length; i = bytes.indexOf(first, i + 1))
      if (words.getUint32(i, true) === signature) return at + i;
    const kept = Math.min(3, bytes.length);
    at += bytes.length - kept;
    carried = bytes.slice(bytes.length - kept);
  }
  return null;
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
