import { ADDRESS_BYTES, writeV4 } from '../../model/address.ts';
import type { MappedProtocol } from '../mapping.ts';
import { readU16 } from '../rpc/pdu.ts';
import { readUuid, UUID_BYTES } from '../rpc/uuid.ts';

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

const PROTOCOLS: Readonly<Record<number, MappedProtocol>> = {
  [TCP]: 'tcp',
  [UDP]: 'udp',
  [HTTP]: 'http',
  [NAMED_PIPE]: 'pipe',
  [LOCAL]: 'local',
};

const INTERFACE_FLOOR = 0;
/** Floors 1 and 2 name the interface and its transfer syntax; only those behind them say how it is reached. */
const FIRST_PROTOCOL_FLOOR = 2;

/**
 * A tower's octets: little-endian whatever the byte order of the call, but for ports and addresses, which are in
 * network order.
 * @returns null where its floors do not fit into it.
 */
export function readTower(octets: Uint8Array): Tower | null {
  if (octets.length < 2) return null;
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
    const left = sideAt(octets, at);
    const right = left === null ? null : sideAt(octets, at + 2 + left.length);
    if (left === null || right === null) return null;
    at += 4 + left.length + right.length;
    if (floor === INTERFACE_FLOOR) Object.assign(tower, interfaceOf(left, right));
    if (floor < FIRST_PROTOCOL_FLOOR || left.length === 0) continue;
    const id = left[0]!;
    const protocol = PROTOCOLS[id];
    if (protocol !== undefined) tower.protocol ??= protocol;
    if (id === TCP || id === UDP || id === HTTP) tower.port ??= portOf(right);
    else if (id === NAMED_PIPE || id === LOCAL) tower.pipe ??= textOf(right);
    else if (id === IP) tower.address ??= addressOf(right);
    else if (id === NETBIOS) tower.host ??= textOf(right)?.replace(/^\\+/, '') ?? null;
  }
  return tower;
}

/** One side of a floor, behind its length. */
function sideAt(octets: Uint8Array, at: number): Uint8Array | null {
  if (at + 2 > octets.length) return null;
  const end = at + 2 + readU16(octets, at, true);
  return end > octets.length ? null : octets.subarray(at + 2, end);
}

function interfaceOf(left: Uint8Array, right: Uint8Array): Pick<Tower, 'interface' | 'version'> | null {
  if (left[0] !== UUID || left.length < 1 + UUID_BYTES + 2) return null;
  const major = readU16(left, 1 + UUID_BYTES, true);
  const minor = right.length < 2 ? 0 : readU16(right, 0, true);
  return { interface: readUuid(left, 1, true), version: `${major}.${minor}` };
}

function portOf(right: Uint8Array): number | null {
  return right.length === 2 ? readU16(right, 0, false) || null : null;
}

function addressOf(right: Uint8Array): Uint8Array | null {
  if (right.every((byte) => byte === 0)) return null;
  if (right.length === ADDRESS_BYTES) return right.slice();
  if (right.length !== 4) return null;
  const address = new Uint8Array(ADDRESS_BYTES);
  writeV4(address, 0, right[0]!, right[1]!, right[2]!, right[3]!);
  return address;
}

function textOf(right: Uint8Array): string | null {
  let text = '';
  for (let at = 0; at < right.length && right[at] !== 0; at++) text += String.fromCharCode(right[at]!);
  return text === '' ? null : text;
}
