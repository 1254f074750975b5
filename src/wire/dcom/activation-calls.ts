import { type Activation, type Mapping, refusal } from '../mapping.ts';
import type { NdrReader } from '../ndr/ndr-reader.ts';
import { readActivationProperties } from './activation-properties.ts';
import { readInterfacePointer, readUuids, skipOrpcThat, skipOrpcThis } from './orpc.ts';
import { readDualStringArray, type StringBinding } from './string-binding.ts';

/** IRemoteSCMActivator, [MS-DCOM] 3.1.2.5.2.3. */
export const SCM_ACTIVATOR = '000001a0-0000-0000-c000-000000000046';
/** IActivation, the older one, [MS-DCOM] 3.1.2.5.2.3.1. */
export const ACTIVATION = '4d9f4ab8-7d1c-11cf-861e-0020af6e7c57';

const INSTANTIATION_INFO = '000001ab-0000-0000-c000-000000000046';
const SCM_REPLY_INFO = '000001b6-0000-0000-c000-000000000046';
const WIDE_CHARACTER_BYTES = 2;
const POINTER_BYTES = 4;

interface Told {
  readonly bindings: readonly StringBinding[];
  readonly status: number;
}

/**
 * RemoteGetClassObject: a mapping for each binding of the object server that names an endpoint, or one that keeps
 * the status of an activation that failed.
 * @returns none where the answer cannot be read to its end.
 */
export function remoteGetClassObject(request: NdrReader, response: NdrReader): Mapping[] {
  skipOrpcThis(request);
  return mappings(propertiesAsked(request), propertiesTold(response));
}

/** RemoteCreateInstance, as RemoteGetClassObject but for an outer object in the request. */
export function remoteCreateInstance(request: NdrReader, response: NdrReader): Mapping[] {
  skipOrpcThis(request);
  if (request.pointer()) readInterfacePointer(request);
  return mappings(propertiesAsked(request), propertiesTold(response));
}

/** RemoteActivation, where both stand in the parameters themselves. */
export function remoteActivation(request: NdrReader, response: NdrReader): Mapping[] {
  return mappings(parametersAsked(request), parametersTold(response));
}

function propertiesAsked(request: NdrReader): Activation | null {
  if (!request.pointer()) return null;
  const info = readActivationProperties(readInterfacePointer(request)).get(INSTANTIATION_INFO);
  if (info === undefined) return null;
  const clsid = info.uuid();
  for (let field = 0; field < 5; field++) info.u32();
  const named = info.pointer();
  info.u32();
  info.u32();
  const interfaces = named ? readUuids(info) : [];
  return clsid === null || info.failed ? null : { clsid, interfaces };
}

/** ScmReplyInfoData, [MS-DCOM] 2.2.22.2.8, in the properties of the answer. */
function propertiesTold(response: NdrReader): Told | null {
  skipOrpcThat(response);
  const properties = response.pointer()
    ? readActivationProperties(readInterfacePointer(response))
    : new Map<string, NdrReader>();
  const status = response.u32();
  if (response.failed) return null;
  const reply = properties.get(SCM_REPLY_INFO);
  return { bindings: reply === undefined ? [] : repliedBindings(reply), status };
}

function repliedBindings(reply: NdrReader): StringBinding[] {
  const reserved = reply.pointer();
  const replied = reply.pointer();
  if (reserved) reply.u32();
  if (!replied) return [];
  skipOxid(reply);
  const bound = reply.pointer();
  reply.uuid();
  reply.u32();
  reply.u32();
  const bindings = bound ? readDualStringArray(reply) : [];
  return reply.failed ? [] : bindings;
}

function parametersAsked(request: NdrReader): Activation | null {
  skipOrpcThis(request);
  const clsid = request.uuid();
  if (request.pointer()) request.skip(WIDE_CHARACTER_BYTES * request.varyingCount(WIDE_CHARACTER_BYTES));
  if (request.pointer()) readInterfacePointer(request);
  request.u32();
  request.u32();
  request.u32();
  const interfaces = request.pointer() ? readUuids(request) : [];
  return clsid === null || request.failed ? null : { clsid, interfaces };
}

function parametersTold(response: NdrReader): Told | null {
  skipOrpcThat(response);
  skipOxid(response);
  const bindings = response.pointer() ? readDualStringArray(response) : [];
  response.uuid();
  response.u32();
  response.u32();
  const result = response.u32();
  skipInterfaces(response);
  const status = response.u32();
  return response.failed ? null : { bindings, status: status || result };
}

/** The marshalled interfaces, and what became of each. */
function skipInterfaces(response: NdrReader): void {
  const count = response.count(POINTER_BYTES);
  let pointers = 0;
  for (let i = 0; i < count; i++) if (response.pointer()) pointers += 1;
  for (let i = 0; i < pointers && !response.failed; i++) readInterfacePointer(response);
  const results = response.count(4);
  for (let i = 0; i < results; i++) response.u32();
}

/** A hyper, which is aligned as such. */
function skipOxid(reader: NdrReader): void {
  reader.align(8);
  reader.skip(8);
}

function mappings(activation: Activation | null, told: Told | null): Mapping[] {
  if (told === null) return [];
  const first = activation?.interfaces[0] ?? null;
  const asked = { interface: first, version: first === null ? null : '0.0', protocol: null };
  const { bindings, status } = told;
  if (bindings.length === 0) return status === 0 ? [] : [refusal(status, asked, activation)];
  return bindings.map((binding) => ({ ...asked, ...binding, status, activation }));
}
