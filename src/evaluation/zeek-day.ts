import { interfaceOf, operationOf } from '../knowledge/rpc-interfaces.ts';
import { Random } from './random.ts';
import {
  AFTER_MAPPER,
  asksMapper,
  type Conversation,
  callTime,
  type WorldDay,
} from './world/conversation.ts';
import { MAPPER_CALL } from './world/routine.ts';

const MAPPER_PORT = 135;
const SMB_PORT = 445;
const DYNAMIC_FROM = 49_152;
const DYNAMIC_PORTS = 16_384;
/** Services of Windows take the first of the dynamic ports. */
const SERVICE_FROM = 49_664;
const SERVICE_PORTS = 64;
const RTT = '0.000412';
const LASTS = 120_000;

const CONN_COLUMNS = [
  ['ts', 'time'],
  ['uid', 'string'],
  ['id.orig_h', 'addr'],
  ['id.orig_p', 'port'],
  ['id.resp_h', 'addr'],
  ['id.resp_p', 'port'],
  ['proto', 'enum'],
  ['service', 'string'],
  ['duration', 'interval'],
  ['orig_bytes', 'count'],
  ['resp_bytes', 'count'],
  ['conn_state', 'string'],
  ['missed_bytes', 'count'],
  ['history', 'string'],
] as const;
const CALL_COLUMNS = [
  ['ts', 'time'],
  ['uid', 'string'],
  ['id.orig_h', 'addr'],
  ['id.orig_p', 'port'],
  ['id.resp_h', 'addr'],
  ['id.resp_p', 'port'],
  ['rtt', 'interval'],
  ['named_pipe', 'string'],
  ['endpoint', 'string'],
  ['operation', 'string'],
] as const;

/** A day as Zeek would have logged it: the texts of its two logs. */
export interface ZeekDay {
  readonly conn: string;
  readonly dceRpc: string;
}

/** @param nameOf the address of a host on that day */
export function zeekDay({ day, conversations }: WorldDay, nameOf: (host: number) => string): ZeekDay {
  const conn: Line[] = [];
  const calls: Line[] = [];
  const order = [...conversations].sort((a, b) => a.start - b.start);
  for (const [n, conversation] of order.entries())
    for (const flow of flowsOf(conversation, new Random(day, n))) {
      const uid = `C${day.toString(36)}${n.toString(36)}${flow.port === MAPPER_PORT ? 'm' : 'd'}`;
      const ends = [
        uid,
        nameOf(conversation.client),
        flow.sourcePort,
        nameOf(conversation.server),
        flow.port,
      ].join('\t');
      const last = flow.calls.at(-1)?.time ?? flow.start;
      const duration = seconds(last + LASTS - flow.start);
      conn.push({
        time: flow.start,
        text: `${ends}\ttcp\t${flow.service}\t${duration}\t900\t700\tSF\t0\tShADadFf`,
      });
      for (const { time, call } of flow.calls)
        calls.push({ time, text: `${ends}\t${RTT}\t${flow.pipe ?? flow.port}\t${zeekNames(call)}` });
    }
  return { conn: logOf('conn', CONN_COLUMNS, conn), dceRpc: logOf('dce_rpc', CALL_COLUMNS, calls) };
}

interface Line {
  readonly time: number;
  readonly text: string;
}

interface Flow {
  readonly start: number;
  readonly sourcePort: number;
  readonly port: number;
  readonly service: string;
  /** As Zeek writes it; null where the server's port stands in its place. */
  readonly pipe: string | null;
  readonly calls: readonly { readonly time: number; readonly call: string }[];
}

function flowsOf(conversation: Conversation, random: Random): readonly Flow[] {
  const { routine, start, server, asks } = conversation;
  const steps = routine.steps.map((step) => ({ ...step, time: callTime(conversation, step) }));
  const sourcePort = DYNAMIC_FROM + random.below(DYNAMIC_PORTS - 1);
  if (routine.transport === 'pipe' || routine.transport === 'files') {
    const pipe = routine.pipe === null ? null : `\\\\pipe\\\\${routine.pipe}`;
    const service = pipe === null ? 'smb' : 'dce_rpc,smb';
    return [{ start, sourcePort, port: SMB_PORT, service, pipe, calls: steps }];
  }
  const onMapper = steps.filter((step) => step.onMapper);
  const question = asksMapper(conversation) ? [{ time: start, call: MAPPER_CALL }] : [];
  const mapper: Flow = {
    start,
    sourcePort,
    port: MAPPER_PORT,
    service: 'dce_rpc',
    pipe: null,
    calls: [...question, ...onMapper],
  };
  if (routine.transport === 'mapper') return [mapper];
  const own = steps.filter((step) => !step.onMapper);
  const dynamic: Flow = {
    start: start + (asks ? AFTER_MAPPER : 0),
    sourcePort: sourcePort + 1,
    port: SERVICE_FROM + ((server * 31 + routine.name.length) % SERVICE_PORTS),
    service: 'dce_rpc',
    pipe: null,
    calls: own,
  };
  return asks ? [mapper, dynamic] : [dynamic];
}

/** `endpoint` and `operation` of a call. */
function zeekNames(call: string): string {
  const [uuid = '', opnum = ''] = call.split('#');
  const operation = operationOf(uuid, Number(opnum));
  const endpoint = interfaceOf(uuid)?.name ?? `unknown-${uuid}`;
  return `${endpoint}\t${operation?.zeek ?? operation?.name ?? `unknown-${opnum}`}`;
}

function logOf(
  path: string,
  columns: readonly (readonly [name: string, type: string])[],
  lines: readonly Line[],
): string {
  const head = [
    '#separator \\x09',
    '#set_separator\t,',
    '#empty_field\t(empty)',
    '#unset_field\t-',
    `#path\t${path}`,
    `#fields\t${columns.map(([name]) => name).join('\t')}`,
    `#types\t${columns.map(([, type]) => type).join('\t')}`,
  ];
  const rows = [...lines]
    .sort((a, b) => a.time - b.time)
    .map(({ time, text }) => `${seconds(time)}\t${text}\n`);
  return `${head.join('\n')}\n${rows.join('')}`;
}

/** Microseconds as Zeek writes seconds. */
function seconds(micros: number): string {
  const whole = Math.floor(micros / 1_000_000);
  return `${whole}.${String(micros - whole * 1_000_000).padStart(6, '0')}`;
}
