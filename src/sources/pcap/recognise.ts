import type { Recognition } from '../../model/source.ts';

export interface PcapVariant {
  readonly littleEndian: boolean;
  /** Fractions of a second that a record's time counts in: a million, or a billion. */
  readonly perSecond: 1_000_000 | 1_000_000_000;
  /** Bytes before each packet: 24 in Kuznetzov's variant, 16 else. */
  readonly recordHeader: 16 | 24;
}

export const PCAPNG_MAGIC = 0x0a0d0d0a;
const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** The variant of pcap that a file beginning with these bytes is; null where it is none. */
export function pcapVariant(head: Uint8Array): PcapVariant | null {
  if (head.length < 4) return null;
  const view = new DataView(head.buffer, head.byteOffset, 4);
  for (const littleEndian of [true, false]) {
    const magic = view.getUint32(0, littleEndian);
    if (magic === 0xa1b2c3d4) return { littleEndian, perSecond: 1_000_000, recordHeader: 16 };
    if (magic === 0xa1b23c4d) return { littleEndian, perSecond: 1_000_000_000, recordHeader: 16 };
    if (magic === 0xa1b2cd34) return { littleEndian, perSecond: 1_000_000, recordHeader: 24 };
  }
  return null;
}

/** The byte order of a pcapng section whose header begins with these bytes; null where it is none. */
export function sectionOrder(bytes: Uint8Array, at: number, end: number): 'little' | 'big' | null {
  if (end - at < 12) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 12);
  if (view.getUint32(0) !== PCAPNG_MAGIC) return null;
  if (view.getUint32(8, true) === BYTE_ORDER_MAGIC) return 'little';
  return view.getUint32(8, false) === BYTE_ORDER_MAGIC ? 'big' : null;
}

export function recognise(head: Uint8Array): Recognition | null {
  const variant = pcapVariant(head);
  if (variant !== null) {
    const finer = variant.perSecond === 1_000_000_000 ? ', nanoseconds' : '';
    const modified = variant.recordHeader === 24 ? ', modified' : '';
    return { what: `pcap${finer}${modified}`, used: true };
  }
  return sectionOrder(head, 0, head.length) === null ? null : { what: 'pcapng', used: true };
}
