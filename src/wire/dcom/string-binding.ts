import { parseAddress } from '../../model/address.ts';
import type { MappedProtocol, Mapping } from '../mapping.ts';
import type { NdrReader } from '../ndr/ndr-reader.ts';

/** Where an object server or its resolver listens. */
export type StringBinding = Pick<Mapping, 'protocol' | 'port' | 'pipe' | 'address' | 'host'>;

/** Tower ids, [MS-DCOM] 2.2.19.3. */
const PROTOCOLS: Readonly<Record<number, MappedProtocol>> = { 7: 'tcp', 8: 'udp', 15: 'pipe', 31: 'http' };

const LEADING_BACKSLASHES = /^\\+/;
const IN_BRACKETS = /^\[(.*)\]$/;
const PORT = /^\d{1,5}$/;

/**
 * DUALSTRINGARRAY, [MS-DCOM] 2.2.19.1, where a pointer led to it. Bindings without an endpoint, as resolvers give
 * them, say nothing and are left out, as are those of other protocols and the security bindings.
 */
export function readDualStringArray(reader: NdrReader): StringBinding[] {
  const size = reader.count(2);
  const entries = reader.u16();
  const securityOffset = reader.u16();
  const bindings: StringBinding[] = [];
  let tower = 0;
  let text = '';
  let ended = false;
  for (let i = 0; i < size; i++) {
    const unit = reader.u16();
    if (ended || i >= entries || i >= securityOffset) continue;
    if (tower === 0) {
      tower = unit;
      ended = unit === 0;
    } else if (unit !== 0) text += String.fromCharCode(unit);
    else {
      const binding = parseStringBinding(tower, text);
      if (binding !== null) bindings.push(binding);
      tower = 0;
      text = '';
    }
  }
  return bindings;
}

/**
 * `host[endpoint]`, where the host of a pipe begins with backslashes and IPv6 may stand in brackets.
 * @returns null where it names no endpoint.
 */
export function parseStringBinding(tower: number, text: string): StringBinding | null {
  const protocol = PROTOCOLS[tower];
  const bracket = text.lastIndexOf('[');
  if (protocol === undefined || bracket < 0 || !text.endsWith(']')) return null;
  const place = text.slice(0, bracket).replace(LEADING_BACKSLASHES, '').replace(IN_BRACKETS, '$1');
  const endpoint = text.slice(bracket + 1, -1);
  const address = parseAddress(place)?.bytes ?? null;
  const host = address !== null || place === '' ? null : place;
  if (protocol === 'pipe')
    return endpoint === '' ? null : { protocol, port: null, pipe: endpoint, address, host };
  const port = PORT.test(endpoint) ? Number(endpoint) : 0;
  return port === 0 || port > 0xffff ? null : { protocol, port, pipe: null, address, host };
}
