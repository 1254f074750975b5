/** Packets and captures made byte by byte, for tests. Numbers are in network order unless said otherwise. */

export type Bytes = Uint8Array | readonly number[];

export function join(...parts: readonly Bytes[]): Uint8Array {
  return concat(parts);
}

function concat(parts: readonly Bytes[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function be16(value: number): readonly number[] {
  return [(value >> 8) & 0xff, value & 0xff];
}

export function be32(value: number): readonly number[] {
  return [...be16(value >>> 16), ...be16(value & 0xffff)];
}

/** SYN, as most of the tests want it. */
export const S = 0x02;
export const SA = 0x12;
export const A = 0x10;
export const PA = 0x18;
export const FA = 0x11;
export const R = 0x04;
export const RA = 0x14;

export interface TcpFields {
  readonly from?: number;
  readonly to?: number;
  readonly seq?: number;
  readonly ack?: number;
  readonly flags?: number;
  readonly options?: Bytes;
  readonly payload?: Bytes;
}

export function tcp(fields: TcpFields = {}): Uint8Array {
  const { from = 50_000, to = 135, seq = 1000, ack = 0, flags = S, options = [], payload = [] } = fields;
  const words = 5 + options.length / 4;
  const head = [...be16(from), ...be16(to), ...be32(seq), ...be32(ack), words << 4, flags, 4, 0, 0, 0, 0, 0];
  return join(head, options, payload);
}

export function udp(from: number, to: number, payload: Bytes): Uint8Array {
  return join(be16(from), be16(to), be16(8 + payload.length), [0, 0], payload);
}

export interface Ipv4Fields {
  readonly src?: readonly number[];
  readonly dst?: readonly number[];
  readonly protocol?: number;
  readonly id?: number;
  /** Offset in bytes. */
  readonly fragment?: { readonly offset: number; readonly more: boolean };
  readonly options?: Bytes;
  readonly totalLength?: number;
}

export function ipv4(payload: Bytes, fields: Ipv4Fields = {}): Uint8Array {
  const { src = [10, 0, 0, 1], dst = [10, 0, 0, 2], protocol = 6, id = 7, fragment, options = [] } = fields;
  const header = 20 + options.length;
  const { totalLength = header + payload.length } = fields;
  const flags = fragment === undefined ? 0x4000 : (fragment.more ? 0x2000 : 0) | (fragment.offset >> 3);
  const head = [
    0x40 | (header / 4),
    0,
    ...be16(totalLength),
    ...be16(id),
    ...be16(flags),
    64,
    protocol,
    0,
    0,
  ];
  return join(head, src, dst, options, payload);
}

export const V6_CLIENT = [0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), 1];
export const V6_SERVER = [0x20, 1, 0xd, 0xb8, ...new Array<number>(11).fill(0), 2];

export function ipv6(payload: Bytes, next = 6): Uint8Array {
  return join([0x60, 0, 0, 0], be16(payload.length), [next, 64], V6_CLIENT, V6_SERVER, payload);
}

export function ethernet(payload: Bytes, type = 0x0800): Uint8Array {
  return join([2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2], be16(type), payload);
}

export interface CapturedPacket {
  readonly bytes: Uint8Array;
  /** Microseconds, and what of the nanosecond is finer. */
  readonly time: number;
  readonly nanos?: number;
  readonly wireLength?: number;
}

export interface PcapFields {
  readonly linkType?: number;
  readonly littleEndian?: boolean;
  readonly nanoseconds?: boolean;
  /** Kuznetzov's variant. */
  readonly modified?: boolean;
}

function ordered(littleEndian: boolean) {
  const u32 = (value: number) => (littleEndian ? [...be32(value >>> 0)].reverse() : be32(value >>> 0));
  const u16 = (value: number) => (littleEndian ? [...be16(value)].reverse() : be16(value));
  return { u16, u32 };
}

export function pcapFile(packets: readonly CapturedPacket[], fields: PcapFields = {}): Uint8Array {
  const { linkType = 1, littleEndian = true, nanoseconds = false, modified = false } = fields;
  const { u16, u32 } = ordered(littleEndian);
  const magic = modified ? 0xa1b2cd34 : nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4;
  const head = [u32(magic), u16(2), u16(4), u32(0), u32(0), u32(65_535), u32(linkType)];
  const records = packets.flatMap(({ bytes, time, nanos = 0, wireLength = bytes.length }) => {
    const micros = time % 1_000_000;
    const fraction = nanoseconds ? micros * 1000 + nanos : micros;
    const extra = modified ? [u32(0), u16(0), [0, 0]] : [];
    return [
      u32(Math.floor(time / 1_000_000)),
      u32(fraction),
      u32(bytes.length),
      u32(wireLength),
      ...extra,
      bytes,
    ];
  });
  return concat([...head, ...records]);
}

/** The blocks of one pcapng section. */
export function pcapngWriter(littleEndian: boolean) {
  const { u16, u32 } = ordered(littleEndian);
  const padded = (bytes: Bytes) => join(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4));
  const block = (type: number, ...body: readonly Bytes[]) => {
    const inner = padded(join(...body));
    return join(u32(type), u32(inner.length + 12), inner, u32(inner.length + 12));
  };
  const option = (code: number, value: Bytes) => join(u16(code), u16(value.length), padded(value));
  const count = (value: bigint) => [u32(Number(value >> 32n)), u32(Number(value & 0xffff_ffffn))];
  return {
    block,
    section: () => block(0x0a0d0d0a, u32(0x1a2b3c4d), u16(1), u16(0), u32(0xffff_ffff), u32(0xffff_ffff)),
    interface: (linkType: number, resolution?: number, offset?: bigint, snapLength = 0) => {
      const options = [];
      if (resolution !== undefined) options.push(option(9, [resolution]));
      if (offset !== undefined) {
        const [high, low] = count(BigInt.asUintN(64, offset));
        options.push(option(14, littleEndian ? join(low!, high!) : join(high!, low!)));
      }
      if (options.length > 0) options.push(option(0, []));
      return block(1, u16(linkType), u16(0), u32(snapLength), ...options);
    },
    packet: (id: number, time: bigint, bytes: Uint8Array, wireLength = bytes.length) =>
      block(
        6,
        u32(id),
        ...count(time),
        u32(bytes.length),
        u32(wireLength),
        padded(bytes),
        option(1, [0x68, 0x69]),
      ),
    obsoletePacket: (id: number, time: bigint, bytes: Uint8Array) =>
      block(2, u16(id), u16(0), ...count(time), u32(bytes.length), u32(bytes.length), bytes),
    simplePacket: (bytes: Uint8Array) => block(3, u32(bytes.length), bytes),
  };
}
