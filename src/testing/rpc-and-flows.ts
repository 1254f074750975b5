import fc from 'fast-check';
import type { StatedEvent } from './stated-events.ts';

/** The time at which the events begin. */
export const SINCE = 1_600_000_000_000_000;

const PORTS = [135, 445, 49_151, 49_152, 49_671, 50_500, 5001];
const HOSTS = ['10.0.0.1', '10.0.0.2', '::ffff:10.0.0.2', 'fe80::1'];

const ends = fc.record({
  src_ip: fc.constantFrom(...HOSTS),
  src_port: fc.constantFrom(1025, 49_152, 50_000, 50_001),
  dest_ip: fc.constantFrom(...HOSTS),
  dest_port: fc.constantFrom(...PORTS),
});

/** Flows and RPC of few hosts, ports and ids, within four seconds, from two inputs. */
export const RPC_AND_FLOWS: fc.Arbitrary<StatedEvent> = fc
  .record({
    kind: fc.constantFrom<StatedEvent['kind'][]>(
      'flow/start',
      'flow/start',
      'flow/end',
      'rpc/map',
      'rpc/bind',
      'rpc/call',
    ),
    time: fc.integer({ min: 0, max: 4_000_000 }),
    part: fc.constantFrom(0, 0, 1),
    ends,
    id: fc.constantFrom('a', 'b', 'c', 'd', undefined),
    port: fc.constantFrom(...PORTS, undefined),
    named: fc.constantFrom(...HOSTS, undefined, undefined),
    bytes: fc.constantFrom(0, 7, undefined),
    state: fc.constantFrom('S0', 'REJ', 'SF', 'OTH', undefined),
    activated: fc.constantFrom('ef', undefined),
    protocol: fc.constantFrom('gssapi,smb,dce_rpc', 'ssl', undefined, undefined),
  })
  .map(({ kind, time, part, ends: between, id, port, named, bytes, state, activated, protocol }) => {
    const rpc = { interface: 'ab', opnum: 3, status: 'answered', auth_level: 6 };
    const flow = { conn_state: state, application_protocol: protocol };
    const own =
      kind === 'flow/end'
        ? { ...flow, start_time: SINCE + time - 5, in_bytes: bytes, out_bytes: bytes }
        : kind === 'rpc/map'
          ? { ...rpc, mapped_port: port, mapped_ip: named, class_id: activated }
          : kind.startsWith('rpc/')
            ? rpc
            : flow;
    return { kind, time: SINCE + time, part, fields: { ...between, flow_id: id, ...own } };
  });
