import { type Mapping, refusal } from '../mapping.ts';
import type { NdrReader } from '../ndr/ndr-reader.ts';
import { UUID_BYTES } from '../rpc/uuid.ts';
import { versionText } from '../rpc/version.ts';
import { readTower, type Tower } from './tower.ts';

/** The endpoint mapper, ept v3.0: [C706] appendix O, [MS-RPCE] 2.2.1.2. */
export const MAPPER = 'e1af8308-5d1f-11c9-91a4-08002b14a0fa';

const HANDLE_BYTES = 20;
const POINTER_BYTES = 4;
const ENTRY_BYTES = UUID_BYTES + POINTER_BYTES + 8;
/** Inquiry types of ept_lookup that go by interface: by it alone, and by it and object. */
const BY_INTERFACE = 1;
const BY_BOTH = 3;

type Asked = Pick<Mapping, 'interface' | 'version' | 'protocol'>;

const NOTHING_ASKED: Asked = { interface: null, version: null, protocol: null };

/**
 * ept_map: where is this interface? A mapping for each tower of the answer, or one that keeps its status where it
 * has none. The request's own tower, whose port and address are fillers, says no more than what was asked for.
 * @returns none where the answer cannot be read to its end.
 */
export function eptMap(request: NdrReader, response: NdrReader): Mapping[] {
  if (request.pointer()) request.uuid();
  return mappings(request.pointer() ? towerAsked(request) : NOTHING_ASKED, readTowers(response));
}

/** ept_map_auth, as ept_map with references for pointers and the SID of the server. Windows alone has it. */
export function eptMapAuth(request: NdrReader, response: NdrReader): Mapping[] {
  request.uuid();
  return mappings(towerAsked(request), readTowers(response));
}

/** ept_lookup: the mapper's entries, all or those of an interface. As for ept_map. */
export function eptLookup(request: NdrReader, response: NdrReader): Mapping[] {
  return mappings(interfaceAsked(request), readEntries(response));
}

function towerAsked(request: NdrReader): Asked {
  const tower = readTwr(request);
  if (tower === null) return NOTHING_ASKED;
  return { interface: tower.interface, version: tower.version, protocol: tower.protocol };
}

function interfaceAsked(request: NdrReader): Asked {
  const inquiry = request.u32();
  if (request.pointer()) request.uuid();
  if ((inquiry !== BY_INTERFACE && inquiry !== BY_BOTH) || !request.pointer()) return NOTHING_ASKED;
  const uuid = request.uuid();
  const version = versionText(request.u16(), request.u16());
  return request.failed ? NOTHING_ASKED : { interface: uuid, version, protocol: null };
}

interface Told {
  readonly towers: readonly Tower[];
  readonly status: number;
}

function readTowers(response: NdrReader): Told | null {
  response.skip(HANDLE_BYTES);
  response.u32();
  const count = response.varyingCount(POINTER_BYTES);
  let pointers = 0;
  for (let i = 0; i < count; i++) if (response.pointer()) pointers += 1;
  return readTold(response, pointers);
}

function readEntries(response: NdrReader): Told | null {
  response.skip(HANDLE_BYTES);
  response.u32();
  const count = response.varyingCount(ENTRY_BYTES);
  let pointers = 0;
  for (let i = 0; i < count; i++) {
    response.alignWide();
    response.uuid();
    if (response.pointer()) pointers += 1;
    response.skip(response.varyingPart(1));
  }
  return readTold(response, pointers);
}

function readTold(response: NdrReader, count: number): Told | null {
  const towers: Tower[] = [];
  for (let i = 0; i < count && !response.failed; i++) {
    const tower = readTwr(response);
    if (tower !== null) towers.push(tower);
  }
  const status = response.u32();
  return response.failed ? null : { towers, status };
}

/** twr_t: the octets are as many as the tower says, which the array may exceed. */
function readTwr(reader: NdrReader): Tower | null {
  const size = reader.count(1);
  const length = reader.u32();
  const octets = reader.octets(size);
  return reader.failed ? null : readTower(octets.subarray(0, length));
}

function mappings(asked: Asked, told: Told | null): Mapping[] {
  if (told === null) return [];
  const { towers, status } = told;
  if (towers.length === 0) return [refusal(status, asked, null)];
  return towers.map((tower) => ({
    interface: tower.interface ?? asked.interface,
    version: tower.interface === null ? asked.version : tower.version,
    protocol: tower.protocol,
    port: tower.port,
    pipe: tower.pipe,
    address: tower.address,
    host: tower.host,
    status,
    activation: null,
  }));
}
