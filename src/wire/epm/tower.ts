import { ADDRESS_BYTES, writeV4 } from '../../model/address.ts';
import type { MappedProtocol } from '../mapping.ts';
import { readU16 } from '../rpc/pdu.ts';
import { readUuid, UUID_BYTES } from '../rpc/uuid.ts';
import { versionText } from '../rpc/version.ts';

/** A protocol tower: which interface, and how and where it is reached. */
export interface Tower {
  readonly interface: string | null;
  readonly version: string | null;
  readonly protocol: MappedProtocol | null;
  readonly port: number | null;
  readonly pipe: string | null;
  readonly address: Uint8Array | null;
  readonly host: string | null;
}

/** The first byte of a floor's left side: [C706] appendix I, [MS-RPCE] 2.2.1.2. */
const UUID = 0x0d;
const TCP = 0x07;
const UDP = 0x08;
const IP = 0x09;
const NAMED_PIPE = 0x0f;
const LOCAL = 0x10;
const NETBIOS = 0x11;
const HTTP = 0x1f;

function protocolOf(id: number): MappedProtocol | null {
  switch (id) {
    case TCP:
      return 'tcp';
    case UDP:
      return 'udp';
    case HTTP:
      return 'http';
    case NAMED_PIPE:
      return 'pipe';
    case LOCAL:
      return 'local';
    default:
      return null;
  }
}

/** The left side of a floor that names an interface: its kind, the UUID, the major version. */
const UUID_FLOOR_BYTES = 1 + UUID_BYTES + 2;
const INTERFACE_FLOOR = 0;
/** Floors 1 and 2 name the interface and its transfer syntax; only those behind them say how it is reached. */
const FIRST_PROTOCOL_FLOOR = 2;

/**
 * A tower's octets: little-endian whatever the byte order of the call, but for ports and addresses, which are in
 * network order.
 * @returns null where its floors do not fit into it.
 */
export function readTower(octets: Uint8Array): Tower | null {
  const size = octets.length;
  if (size < 2) return null;
  const tower: { -readonly [K in keyof Tower]: Tower[K] } = {
    interface: null,
    version: null,
    protocol: null,
    port: null,
    pipe: null,
    address: null,
    host: null,
  };
  const floors = readU16(octets, 0, true);
  let at = 2;
  for (let floor = 0; floor < floors; floor++) {
    const left = at + 2;
    if (left > size) return null;
    const leftEnd = left + readU16(octets, at, true);
    const right = leftEnd + 2;
    if (right > size) return null;
    at = right + readU16(octets, leftEnd, true);
    if (at > size) return null;
    if (floor === INTERFACE_FLOOR && octets[left] === UUID && leftEnd - left >= UUID_FLOOR_BYTES) {
      tower.interface = readUuid(octets, left + 1, true);
      const minor = at - right < 2 ? 0 : readU16(octets, right, true);
      tower.version = versionText(readU16(octets, left + 1 + UUID_BYTES, true), minor);
    }
    if (floor < FIRST_PROTOCOL_FLOOR || leftEnd === left) continue;
    const id = octets[left]!;
    tower.protocol ??= protocolOf(id);
    if (id === TCP || id === UDP || id === HTTP) tower.port ??= portAt(octets, right, at);
    else if (id === NAMED_PIPE || id === LOCAL) tower.pipe ??= textAt(octets, right, at);
    else if (id === IP) tower.address ??= addressAt(octets, right, at);
    else if (id === NETBIOS) tower.host ??= textAt(octets, right, at)?.replace(/^\\+/, '') ?? null;
  }
  return tower;
}

function portAt(octets: Uint8Array, from: number, to: number): number | null {
  return to - from === 2 ? readU16(octets, from, false) || null : null;
}

function addressAt(octets: Uint8Array, from: number, to: number): Uint8Array | null {
  let some = 0;
  for (let i = from; i < to; i++) some |= octets[i]!;
  if (some === 0) return null;
  if (to - from === ADDRESS_BYTES) return octets.slice(from, to);
  if (to - from !== 4) return null;
  const address = new Uint8Array(ADDRESS_BYTES);
  writeV4(address, 0, octets[from]!, octets[from + 1]!, octets[from + 2]!, octets[from + 3]!);
  return address;
}

function textAt(octets: Uint8Array, from: number, to: number): string | null {
  let text = '';
  for (let at = from; at < to && octets[at] !== 0; at++) text += String.fromCharCode(octets[at]!);
  return text === '' ? null : text;
}
