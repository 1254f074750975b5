import { type Mapping, refusal } from '../mapping.ts';
import type { NdrReader } from '../ndr/ndr-reader.ts';
import { readDualStringArray, type StringBinding } from './string-binding.ts';

/** IObjectExporter, also IOXIDResolver, [MS-DCOM] 3.1.2.5.1. */
export const OXID_RESOLVER = '99fcfec4-5260-101b-bbcb-00aa0021347a';

const NOTHING_ASKED = { interface: null, version: null, protocol: null, activation: null };

/**
 * ResolveOxid: a mapping for each binding of an object server that names an endpoint, or one that keeps the status
 * of a call that failed. Which interfaces are there is not told.
 * @returns none where the answer cannot be read to its end.
 */
export function resolveOxid(_request: NdrReader, response: NdrReader): Mapping[] {
  const bindings = readBindings(response);
  response.uuid();
  response.u32();
  return mappings(bindings, response);
}

/** ResolveOxid2 tells the version of the object server's DCOM too. */
export function resolveOxid2(_request: NdrReader, response: NdrReader): Mapping[] {
  const bindings = readBindings(response);
  response.uuid();
  response.u32();
  response.u32();
  return mappings(bindings, response);
}

/** ServerAlive2: the bindings of the resolver itself, which rarely name an endpoint. */
export function serverAlive2(_request: NdrReader, response: NdrReader): Mapping[] {
  response.u32();
  const bindings = readBindings(response);
  response.u32();
  return mappings(bindings, response);
}

function readBindings(response: NdrReader): StringBinding[] {
  return response.pointer() ? readDualStringArray(response) : [];
}

function mappings(bindings: readonly StringBinding[], response: NdrReader): Mapping[] {
  const status = response.u32();
  if (response.failed) return [];
  if (bindings.length === 0) return status === 0 ? [] : [refusal(status, NOTHING_ASKED, null)];
  return bindings.map((binding) => ({ ...NOTHING_ASKED, ...binding, status }));
}
