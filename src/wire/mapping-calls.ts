import {
  ACTIVATION,
  remoteActivation,
  remoteCreateInstance,
  remoteGetClassObject,
  SCM_ACTIVATOR,
} from './dcom/activation-calls.ts';
import { OXID_RESOLVER, resolveOxid, resolveOxid2, serverAlive2 } from './dcom/resolver-calls.ts';
import { eptLookup, eptMap, eptMapAuth, MAPPER } from './epm/mapper-calls.ts';
import type { Mapping } from './mapping.ts';
import { NdrReader } from './ndr/ndr-reader.ts';
import type { RpcCall } from './rpc/rpc-observer.ts';

/** Reads what a call was answered. Nothing stands in a request that is not there. */
type MappingReader = (request: NdrReader, response: NdrReader) => Mapping[];

/** The calls whose answers say where an interface is to be found, by interface and operation number. */
const MAPPING_CALLS: ReadonlyMap<string, ReadonlyMap<number, MappingReader>> = new Map([
  [
    MAPPER,
    new Map<number, MappingReader>([
      [2, eptLookup],
      [3, eptMap],
      [7, eptMapAuth],
      [8, eptMapAuth],
    ]),
  ],
  [
    SCM_ACTIVATOR,
    new Map<number, MappingReader>([
      [3, remoteGetClassObject],
      [4, remoteCreateInstance],
    ]),
  ],
  [ACTIVATION, new Map<number, MappingReader>([[0, remoteActivation]])],
  [
    OXID_RESOLVER,
    new Map<number, MappingReader>([
      [0, resolveOxid],
      [4, resolveOxid2],
      [5, serverAlive2],
    ]),
  ],
]);

/** What of a call its mappings are read from. */
export type MappingCall = Pick<
  RpcCall,
  'interface' | 'opnum' | 'request' | 'response' | 'ndr64' | 'littleEndian' | 'responseLittleEndian'
>;

const NO_BYTES = new Uint8Array(0);

/** Whether the stubs of an operation are worth gathering for `mappingsOf`. */
export function wantsMappingStub(iface: string, opnum: number): boolean {
  return MAPPING_CALLS.get(iface)?.has(opnum) ?? false;
}

/** What a call told its client, in the order of the answer; none where it was not answered or not one of these. */
export function mappingsOf(call: MappingCall): Mapping[] {
  const { request, response, ndr64 } = call;
  const read = call.interface === null ? undefined : MAPPING_CALLS.get(call.interface)?.get(call.opnum);
  if (read === undefined || response === null) return [];
  return read(
    readerOf(request ?? NO_BYTES, { littleEndian: call.littleEndian, ndr64 }),
    readerOf(response, { littleEndian: call.responseLittleEndian, ndr64 }),
  );
}

function readerOf(stub: Uint8Array, form: { littleEndian: boolean; ndr64: boolean }): NdrReader {
  return new NdrReader(stub, 0, stub.length, form);
}
