import type { NdrForm } from '../wire/ndr/ndr-reader.ts';
import { latin, NdrWriter } from './ndr-writer.ts';
import { type Bytes, join } from './packets.ts';

/** Stubs of DCOM made byte by byte, for tests; names and numbers of [MS-DCOM]. */

export const WBEM_LOCATOR = '4590f811-1d3a-11d0-891f-00aa004b2e24';
export const WBEM_LOGIN = 'f309ad18-d86a-11d0-a075-00c04fb68820';
export const DISPATCH = '00020400-0000-0000-c000-000000000046';
export const ACCESS_DENIED = 0x8007_0005;

const IPID = '0000c804-0bd0-0000-1234-000000000001';
const com = (low: string) => `${low}-0000-0000-c000-000000000046`;
const CLSIDS = {
  propertiesIn: com('00000338'),
  propertiesOut: com('00000339'),
  special: com('000001b9'),
  instantiation: com('000001ab'),
  reply: com('000001b6'),
};
/** ncacn_ip_tcp and others of the tower ids. */
export const TCP = 7;
export const UDP = 8;
export const PIPE = 15;

export type Bound = readonly [tower: number, text: string];

/** DUALSTRINGARRAY without its pointer. */
export function writeBindings(stub: NdrWriter, bindings: readonly Bound[]): NdrWriter {
  const strings = bindings.flatMap(([tower, text]) => [tower, ...latin(text), 0]);
  const first = [...strings, 0];
  // A security binding of Kerberos, whose name looks like a string binding.
  const security = [16, 0xffff, TCP, ...latin('evil[4444]'), 0, 0];
  const units = [...first, ...security];
  return stub.size(units.length).u16(units.length, first.length, ...units);
}

export interface OrpcFields {
  /** Lengths of extensions; a null one is a null pointer. */
  readonly extents?: readonly (number | null)[];
}

function writeOrpcThis(stub: NdrWriter, fields: OrpcFields): NdrWriter {
  stub.u16(5, 7).u32(0, 0).uuid(IPID);
  return writeExtents(stub, fields);
}

function writeOrpcThat(stub: NdrWriter, fields: OrpcFields): NdrWriter {
  return writeExtents(stub.u32(0), fields);
}

function writeExtents(stub: NdrWriter, { extents = [] }: OrpcFields): NdrWriter {
  stub.pointer(extents.length > 0);
  if (extents.length === 0) return stub;
  stub.u32(extents.length, 0).pointer().size(extents.length);
  for (const length of extents) stub.pointer(length !== null);
  for (const length of extents)
    if (length !== null) stub.size(length).uuid(IPID).u32(length).raw(new Uint8Array(length).fill(0xee));
  return stub;
}

function writeInterface(stub: NdrWriter, objref: Bytes): NdrWriter {
  return stub.size(objref.length).u32(objref.length).raw(objref).align(4);
}

/** Type serialization version 1. */
function serialized(littleEndian: boolean, write: (body: NdrWriter) => void): Uint8Array {
  const body = new NdrWriter({ littleEndian, ndr64: false });
  write(body);
  const { bytes } = body.align(8);
  const head = new NdrWriter({ littleEndian, ndr64: false }).raw([1, littleEndian ? 0x10 : 0]);
  return join(head.u16(8).u32(0xcccc_cccc, bytes.length, 0).bytes, bytes);
}

/** A custom OBJREF with a BLOB of properties. */
function propertiesObjref(
  littleEndian: boolean,
  clsid: string,
  properties: readonly (readonly [clsid: string, bytes: Uint8Array])[],
): Uint8Array {
  const all = properties.reduce((sum, [, bytes]) => sum + bytes.length, 0);
  const header = (size: number) =>
    serialized(littleEndian, (body) => {
      body.u32(size + all, size, 0, 2, properties.length).uuid(com('00000000'));
      body.pointer().pointer().pointer(false);
      body.size(properties.length);
      for (const [id] of properties) body.uuid(id);
      body.size(properties.length).u32(...properties.map(([, bytes]) => bytes.length));
    });
  const whole = join(header(header(0).length), ...properties.map(([, bytes]) => bytes));
  const objref = new NdrWriter({ littleEndian: true, ndr64: false });
  objref
    .u32(0x574f_454d, 4)
    .uuid(com('000001a2'))
    .uuid(clsid)
    .u32(0, whole.length + 8);
  return objref.u32(whole.length, 0).raw(whole).bytes;
}

export interface ActivationFields extends OrpcFields {
  readonly clsid?: string;
  readonly iids?: readonly string[];
  /** RemoteCreateInstance has an outer object, if a null one. */
  readonly outer?: Bytes | null;
  readonly blobLittleEndian?: boolean;
}

/** RemoteGetClassObject, or RemoteCreateInstance where `outer` is given. */
export function activationRequest(form: NdrForm, fields: ActivationFields = {}): Uint8Array {
  const { clsid = WBEM_LOCATOR, iids = [WBEM_LOGIN], outer, blobLittleEndian = true } = fields;
  const special = serialized(blobLittleEndian, (body) => body.u32(...new Array<number>(20).fill(7)));
  const instantiation = serialized(blobLittleEndian, (body) => {
    body
      .uuid(clsid)
      .u32(0x14, 0, 0, iids.length, 0)
      .pointer(iids.length > 0)
      .u32(88)
      .u16(5, 7);
    if (iids.length > 0) body.size(iids.length);
    for (const iid of iids) body.uuid(iid);
  });
  const objref = propertiesObjref(blobLittleEndian, CLSIDS.propertiesIn, [
    [CLSIDS.special, special],
    [CLSIDS.instantiation, instantiation],
  ]);
  const stub = writeOrpcThis(new NdrWriter(form), fields);
  if (outer !== undefined) stub.pointer(outer !== null);
  if (outer) writeInterface(stub, outer);
  return writeInterface(stub.pointer(), objref).bytes;
}

export interface ActivatedFields extends OrpcFields {
  readonly status?: number;
  readonly blobLittleEndian?: boolean;
}

/** The answer to both. Bindings that are null leave the properties out. */
export function activationAnswer(
  form: NdrForm,
  bindings: readonly Bound[] | null,
  fields: ActivatedFields = {},
): Uint8Array {
  const { status = 0, blobLittleEndian = true } = fields;
  const stub = writeOrpcThat(new NdrWriter(form), fields).pointer(bindings !== null);
  if (bindings === null) return stub.u32(status).bytes;
  const out = serialized(blobLittleEndian, (body) => body.u32(0, 0, 0, 0));
  const reply = serialized(blobLittleEndian, (body) => {
    body.pointer(false).pointer().u64(0x0f98_2b37, 0x0edc_3e3e);
    body.pointer().uuid(IPID).u32(4).u16(5, 7);
    writeBindings(body, bindings);
  });
  const objref = propertiesObjref(blobLittleEndian, CLSIDS.propertiesOut, [
    [CLSIDS.propertiesOut, out],
    [CLSIDS.reply, reply],
  ]);
  return writeInterface(stub, objref).u32(status).bytes;
}

export interface RemoteActivationFields extends OrpcFields {
  readonly clsid?: string;
  readonly iids?: readonly string[];
  readonly objectName?: string;
  readonly storage?: Bytes;
}

export function remoteActivationRequest(form: NdrForm, fields: RemoteActivationFields = {}): Uint8Array {
  const { clsid = WBEM_LOCATOR, iids = [WBEM_LOGIN], objectName, storage } = fields;
  const stub = writeOrpcThis(new NdrWriter(form), fields)
    .uuid(clsid)
    .pointer(objectName !== undefined);
  if (objectName !== undefined) {
    const units = [...latin(objectName), 0];
    stub.size(units.length, 0, units.length).u16(...units);
  }
  stub.pointer(storage !== undefined);
  if (storage !== undefined) writeInterface(stub, storage);
  stub.u32(2, 0xffff_ffff, iids.length).pointer(iids.length > 0);
  if (iids.length > 0) stub.size(iids.length);
  for (const iid of iids) stub.uuid(iid);
  return stub.u16(1).size(1).u16(TCP).bytes;
}

export interface RemoteActivatedFields extends OrpcFields {
  readonly status?: number;
  readonly result?: number;
  /** What became of each interface; those that are 0 have a marshalled object. */
  readonly results?: readonly number[];
}

export function remoteActivationAnswer(
  form: NdrForm,
  bindings: readonly Bound[] | null,
  fields: RemoteActivatedFields = {},
): Uint8Array {
  const { status = 0, result = 0, results = [0] } = fields;
  const stub = writeOrpcThat(new NdrWriter(form), fields).u64(0x0f98_2b37, 0x0edc_3e3e);
  stub.pointer(bindings !== null);
  if (bindings !== null) writeBindings(stub, bindings);
  stub.uuid(IPID).u32(4).u16(5, 7).u32(result).size(results.length);
  for (const each of results) stub.pointer(each === 0);
  for (const each of results) if (each === 0) writeInterface(stub, [0x4d, 0x45, 0x4f, 0x57, 1]);
  return stub
    .size(results.length)
    .u32(...results)
    .u32(status).bytes;
}

/** ResolveOxid, or ResolveOxid2 where `version` says so. */
export function resolveAnswer(
  form: NdrForm,
  bindings: readonly Bound[] | null,
  { status = 0, version = false } = {},
): Uint8Array {
  const stub = new NdrWriter(form).pointer(bindings !== null);
  if (bindings !== null) writeBindings(stub, bindings);
  stub.uuid(IPID).u32(4);
  if (version) stub.u16(5, 7);
  return stub.u32(status).bytes;
}

export function serverAliveAnswer(form: NdrForm, bindings: readonly Bound[]): Uint8Array {
  return writeBindings(new NdrWriter(form).u16(5, 7).pointer(), bindings).u32(0, 0).bytes;
}
