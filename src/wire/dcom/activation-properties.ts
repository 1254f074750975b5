import { NdrReader } from '../ndr/ndr-reader.ts';
import { readU32 } from '../rpc/pdu.ts';
import { readUuid } from '../rpc/uuid.ts';
import { readUuids } from './orpc.ts';

/** "MEOW" */
const SIGNATURE = 0x574f_454d;
const CUSTOM = 4;
const CLSID_AT = 24;
/** Signature, flags, iid, clsid, extension, reserved: then the data of a custom OBJREF. */
const OBJREF_BYTES = 48;
/** dwSize and dwReserved before the CustomHeader, from which its sizes count. */
const BLOB_BYTES = 8;
const SERIALIZED_BYTES = 16;
const PROPERTIES_IN = '00000338-0000-0000-c000-000000000046';
const PROPERTIES_OUT = '00000339-0000-0000-c000-000000000046';
/** MAX_ACTPROP_LIMIT */
const MOST_PROPERTIES = 10;

/**
 * The properties that stand in an activation properties BLOB, by CLSID, [MS-DCOM] 2.2.22; `objref` is the custom
 * OBJREF that carries it, little-endian by definition.
 * @returns those that are whole, each a reader behind its serialization headers; empty where it is no such BLOB.
 */
export function readActivationProperties(objref: Uint8Array): ReadonlyMap<string, NdrReader> {
  const properties = new Map<string, NdrReader>();
  if (objref.length < OBJREF_BYTES + BLOB_BYTES) return properties;
  if (readU32(objref, 0, true) !== SIGNATURE || readU32(objref, 4, true) !== CUSTOM) return properties;
  const clsid = readUuid(objref, CLSID_AT, true);
  if (clsid !== PROPERTIES_IN && clsid !== PROPERTIES_OUT) return properties;
  const start = OBJREF_BYTES + BLOB_BYTES;
  const header = serialized(objref, start, objref.length);
  if (header === null) return properties;
  header.u32();
  const headerSize = header.u32();
  header.u32();
  header.u32();
  header.u32();
  header.uuid();
  const pointers = [header.pointer(), header.pointer(), header.pointer()];
  const clsids = pointers[0] ? readUuids(header) : [];
  const count = pointers[1] ? header.count(4) : 0;
  let at = start + headerSize;
  for (let i = 0; i < Math.min(count, MOST_PROPERTIES); i++) {
    const end = at + header.u32();
    const property = header.failed || end > objref.length ? null : serialized(objref, at, end);
    if (property !== null && clsids[i] !== undefined) properties.set(clsids[i]!, property);
    at = end;
  }
  return properties;
}

/** What is serialized behind the headers of type serialization version 1, [MS-RPCE] 2.2.6. */
function serialized(bytes: Uint8Array, at: number, end: number): NdrReader | null {
  if (end - at < SERIALIZED_BYTES || bytes[at] !== 1) return null;
  const littleEndian = bytes[at + 1] === 0x10;
  return new NdrReader(bytes, at + SERIALIZED_BYTES, end, { littleEndian, ndr64: false });
}
