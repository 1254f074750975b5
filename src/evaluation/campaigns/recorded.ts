import { intruderCalls } from '../../knowledge/intruder-calls.ts';
import { parseIsoTime } from '../../model/time.ts';
import { grouped } from '../grouped.ts';
import { knownCalls } from '../known-calls.ts';
import { callKey, MAPPER_CALL, type Routine, type Transport } from '../world/routine.ts';
import type { Kind } from './kinds.ts';
import type { PlannedHop } from './stage.ts';

const MICROS_PER_HOUR = 3_600_000_000;
const MAPPER_PORT = 135;
const SMB_PORTS = [139, 445];
/** A pair is an intruder's hop where a call of it runs code, or weighs so much among intruders' calls. */
const TELLING = 2;
/** What only a controller is asked. */
const TO_CONTROLLERS = [callKey('drsuapi', 3), callKey('netlogon', 4)];

interface RecordedCall {
  readonly client: string;
  readonly server: string;
  readonly port: number;
  /** Parts connections of the same two hosts. */
  readonly flow: string;
  readonly time: number;
  readonly call: string;
  readonly pipe: string | null;
}

/**
 * A campaign out of a recorded attack: what `rpctrail events --object rpc --format jsonl` gave of a capture. Each
 * address becomes a host of the enterprise (who is asked for replication or log-on secrets a controller, all others
 * workstations), the times between calls are kept, and the pairs that show nothing of an intruder are left out.
 * @returns null where nothing of an intruder is in it
 */
export function recordedKind(name: string, lines: string): Kind | null {
  const calls = lines.split('\n').flatMap(readCall);
  const { weights } = intruderCalls();
  const { execution } = knownCalls();
  const pairs = [...grouped(calls, ({ client, server }) => `${client} ${server}`).values()].filter((pair) =>
    pair.some(({ call }) => execution.has(call) || (weights.get(call) ?? 0) >= TELLING),
  );
  if (pairs.length === 0) return null;
  const first = Math.min(...pairs.flat().map(({ time }) => time));
  const controllers = new Set(
    pairs.flat().flatMap(({ server, call }) => (TO_CONTROLLERS.includes(call) ? [server] : [])),
  );
  return {
    name,
    family: 'other',
    days: 1,
    plan: (stage) => {
      const hosts = new Map<string, number>();
      const hostOf = (address: string): number => {
        const known = hosts.get(address);
        if (known !== undefined) return known;
        const host = controllers.has(address) ? stage.controller() : stage.desk();
        hosts.set(address, host);
        return host;
      };
      const hour = stage.hour();
      return pairs.map((pair): PlannedHop => {
        const flows = [...grouped(pair, ({ flow }) => flow).values()].flatMap(routineOf);
        return {
          day: 0,
          hour,
          client: hostOf(pair[0]!.client),
          servers: [hostOf(pair[0]!.server)],
          routines: flows.map(({ routine }) => routine),
          starts: flows.map(({ start }) => (start - first) / MICROS_PER_HOUR),
          pace: 1,
        };
      });
    },
  };
}

/** None for a line that is no call of a known interface. */
function readCall(line: string): RecordedCall[] {
  if (line.trim() === '') return [];
  const record = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const { action, src_ip, src_port, dest_ip, dest_port, interface: uuid, opnum, named_pipe } = record;
  const time = parseIsoTime(String(record.time));
  if (action !== 'call' || uuid === undefined || opnum === undefined || time === null) return [];
  return [
    {
      client: String(src_ip),
      server: String(dest_ip),
      port: Number(dest_port),
      flow: `${src_ip} ${src_port} ${dest_ip} ${dest_port}`,
      time,
      call: `${uuid}#${opnum}`,
      pipe: typeof named_pipe === 'string' ? named_pipe : null,
    },
  ];
}

/** What was said on one connection; nothing for one on which a mapper alone was asked for a port. */
function routineOf(flow: readonly RecordedCall[]): { readonly routine: Routine; readonly start: number }[] {
  const { port, pipe, time: start } = flow[0]!;
  const isMapper = port === MAPPER_PORT;
  const transport: Transport = isMapper ? 'mapper' : SMB_PORTS.includes(port) ? 'pipe' : 'tcp';
  const steps = flow
    .filter(({ call }) => call !== MAPPER_CALL)
    .map(({ call, time }) => ({ call, after: time - start, onMapper: isMapper }));
  if (steps.length === 0) return [];
  const routine = { name: `recorded ${transport}`, transport, pipe, asksAlways: false, steps };
  return [{ routine, start }];
}
