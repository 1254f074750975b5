import type { NdrReader } from '../ndr/ndr-reader.ts';
import { UUID_BYTES } from '../rpc/uuid.ts';

const POINTER_BYTES = 4;

/** ORPCTHIS, [MS-DCOM] 2.2.13.3: version, flags, reserved, causality id, extensions. */
export function skipOrpcThis(reader: NdrReader): void {
  reader.u32();
  reader.u32();
  reader.u32();
  reader.uuid();
  skipExtensions(reader);
}

/** ORPCTHAT, [MS-DCOM] 2.2.13.4: flags, extensions. */
export function skipOrpcThat(reader: NdrReader): void {
  reader.u32();
  skipExtensions(reader);
}

/** A pointer to ORPC_EXTENT_ARRAY, [MS-DCOM] 2.2.13.2. */
function skipExtensions(reader: NdrReader): void {
  if (!reader.pointer()) return;
  reader.u32();
  reader.u32();
  if (!reader.pointer()) return;
  const count = reader.count(POINTER_BYTES);
  let extents = 0;
  for (let i = 0; i < count; i++) if (reader.pointer()) extents += 1;
  for (let i = 0; i < extents && !reader.failed; i++) {
    const size = reader.count(1);
    reader.uuid();
    reader.u32();
    reader.skip(size);
  }
}

/** MInterfacePointer, [MS-DCOM] 2.2.14, where a pointer led to it: a marshalled OBJREF. */
export function readInterfacePointer(reader: NdrReader): Uint8Array {
  const size = reader.count(1);
  const length = reader.u32();
  return reader.octets(size).subarray(0, length);
}

/** An array of UUIDs where a pointer led to it. */
export function readUuids(reader: NdrReader): string[] {
  const count = reader.count(UUID_BYTES);
  const uuids: string[] = [];
  for (let i = 0; i < count; i++) {
    const uuid = reader.uuid();
    if (uuid !== null) uuids.push(uuid);
  }
  return uuids;
}
