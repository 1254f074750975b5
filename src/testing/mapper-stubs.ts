import type { NdrForm } from '../wire/ndr/ndr-reader.ts';
import { latin, NDR_LE, NdrWriter } from './ndr-writer.ts';
import { type Bytes, be16, join } from './packets.ts';
import { NDR, type Syntax } from './rpc-pdus.ts';

/** Stubs of the endpoint mapper made byte by byte, for tests. */

export const NO_UUID = '00000000-0000-0000-0000-000000000000';
export const NOT_REGISTERED = 0x16c9_a0d6;

/** A floor's sides behind the first two floors. */
type Floor = readonly [left: Bytes, right: Bytes];

const CONNECTIONS: Floor = [[0x0b], [0, 0]];
const DATAGRAMS: Floor = [[0x0a], [0, 0]];
const ip = (address: Bytes): Floor => [[0x09], address];
const host = (name: string): Floor => [[0x11], [...latin(name), 0]];

export const overTcp = (port: number, address: Bytes = [10, 0, 0, 2]) => [
  CONNECTIONS,
  [[0x07], be16(port)] as const,
  ip(address),
];
export const overUdp = (port: number, address: Bytes = [10, 0, 0, 2]) => [
  DATAGRAMS,
  [[0x08], be16(port)] as const,
  ip(address),
];
export const overHttp = (port: number, address: Bytes = [10, 0, 0, 2]) => [
  CONNECTIONS,
  [[0x1f], be16(port)] as const,
  ip(address),
];
export const overPipe = (name: string, server = '\\\\SERVER') => [
  CONNECTIONS,
  [[0x0f], [...latin(name), 0]] as const,
  host(server),
];
export const locally = (name: string) => [[[0x0c], [0, 0]] as const, [[0x10], [...latin(name), 0]] as const];

/** @param transfer the second floor's syntax */
export function tower(iface: Syntax, floors: readonly Floor[], transfer: Syntax = NDR): Uint8Array {
  const all = [syntaxFloor(iface), syntaxFloor(transfer), ...floors];
  const sides = all.flat().flatMap((side) => [...le16(side.length), ...side]);
  return join(le16(all.length), sides);
}

function syntaxFloor([uuid, major, minor]: Syntax): Floor {
  return [[0x0d, ...new NdrWriter(NDR_LE).uuid(uuid).bytes, ...le16(major)], le16(minor)];
}

function le16(value: number): number[] {
  return [...be16(value)].reverse();
}

export interface MapFields {
  readonly object?: string | null;
  readonly tower?: Uint8Array | null;
  readonly most?: number;
}

const HANDLE = new Uint8Array(20);
/** No request has so many pointers. */
const ANSWER_REFERENT = 3;

export function eptMapRequest(form: NdrForm, fields: MapFields = {}): Uint8Array {
  const { object = NO_UUID, tower: asked = null, most = 4 } = fields;
  const stub = new NdrWriter(form).pointer(object !== null);
  if (object !== null) stub.uuid(object);
  stub.pointer(asked !== null);
  if (asked !== null) writeTwr(stub, asked);
  return stub.align(4).raw(HANDLE).u32(most).bytes;
}

/** @param sid of the account that runs the server, bytes of its sub-authorities */
export function eptMapAuthRequest(form: NdrForm, asked: Uint8Array, sid: Bytes | null): Uint8Array {
  const stub = new NdrWriter(form).uuid(NO_UUID);
  writeTwr(stub, asked);
  stub.pointer(sid !== null);
  if (sid !== null)
    stub
      .size(sid.length / 4)
      .raw([1, sid.length / 4, 0, 0, 0, 0, 0, 5])
      .raw(sid);
  return stub.align(4).raw(HANDLE).u32(4).bytes;
}

/** A null among the towers is a null pointer. */
export function eptMapAnswer(
  form: NdrForm,
  towers: readonly (Uint8Array | null)[],
  status = 0,
  most = 4,
): Uint8Array {
  const stub = new NdrWriter(form, ANSWER_REFERENT).raw(HANDLE).u32(towers.length);
  stub.size(most, 0, towers.length);
  for (const told of towers) stub.pointer(told !== null);
  for (const told of towers) if (told !== null) writeTwr(stub, told);
  return stub.u32(status).bytes;
}

/** @param inquiry 0 all, 1 by interface, 2 by object, 3 by both */
export function eptLookupRequest(form: NdrForm, inquiry: number, iface: Syntax | null): Uint8Array {
  const stub = new NdrWriter(form)
    .u32(inquiry)
    .pointer()
    .uuid(NO_UUID)
    .pointer(iface !== null);
  if (iface !== null) stub.uuid(iface[0]).u16(iface[1], iface[2]);
  return stub.u32(1).raw(HANDLE).u32(500).bytes;
}

export function eptLookupAnswer(
  form: NdrForm,
  entries: readonly { readonly annotation: string; readonly tower: Uint8Array }[],
  status = 0,
): Uint8Array {
  const stub = new NdrWriter(form, ANSWER_REFERENT)
    .raw(HANDLE)
    .u32(entries.length)
    .size(500, 0, entries.length);
  for (const { annotation } of entries) {
    const text = [...latin(annotation), 0];
    stub
      .align(form.ndr64 ? 8 : 4)
      .uuid(NO_UUID)
      .pointer()
      .size(0, text.length)
      .raw(text);
  }
  for (const entry of entries) writeTwr(stub, entry.tower);
  return stub.u32(status).bytes;
}

function writeTwr(stub: NdrWriter, octets: Uint8Array): void {
  stub.size(octets.length).u32(octets.length).raw(octets);
}
