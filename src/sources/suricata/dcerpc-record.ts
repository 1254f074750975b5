import { operationOf } from '../../knowledge/rpc-interfaces.ts';
import type { Micros } from '../../model/time.ts';
import { type Conversation, writeConversation, writeMessage } from '../../records/conversation.ts';
import { carName, writeInterface } from '../../records/rpc-interface-fields.ts';
import type { WaitingEvent } from '../../records/wanted-kinds.ts';
import { askedBy, conversationOf, timeAt } from './eve-values.ts';
import {
  asObject,
  bad,
  countAt,
  type Fault,
  isFault,
  type JsonObject,
  missing,
  textAt,
} from './json-record.ts';

/** The kinds of events that come of records of RPC. */
export const RPC_KINDS = ['rpc/bind', 'rpc/call', 'flow/message'] as const;

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const MAX_OPNUM = 65_535;
/** Results of a presentation context. */
const ACCEPTED = 0;
const FEATURES_NEGOTIATED = 3;

/** What a record tells of an interface: one entry for each presentation context. */
interface Context {
  readonly uuid: string;
  readonly version: string | null;
  readonly result: number | null;
}

/** What a transaction says, where it says it and when. */
interface Said {
  readonly conversation: Conversation;
  readonly time: Micros;
  readonly contexts: readonly Context[];
  readonly response: string | null;
}

/**
 * The binds or the call of a transaction, each with the message of the flow that it is; none where it is neither,
 * or where Suricata missed what was asked.
 * @param rpc the record's own `dcerpc`, or that of its `smb`
 */
export function rpcEvents(
  record: JsonObject,
  rpc: JsonObject,
  line: string,
): readonly WaitingEvent[] | Fault {
  const request = textAt(rpc, 'request');
  const isBind = request === 'BIND' || request === 'ALTER_CONTEXT';
  if (!isBind && request !== 'REQUEST') return [];
  const conversation = conversationOf(record, line);
  if (isFault(conversation)) return conversation;
  const time = timeAt(record, 'timestamp', 'timestamp');
  if (time === null) return missing('timestamp');
  if (typeof time !== 'number') return time;
  const contexts = contextsOf(rpc);
  if (isFault(contexts)) return contexts;
  const said = {
    conversation: askedBy(record, conversation),
    time,
    contexts,
    response: textAt(rpc, 'response'),
  };
  if (isBind) return bindEvents(said);
  // In SMB it stands beside `req`.
  const req = asObject(rpc.req) ?? {};
  const opnum = countAt(req, 'opnum') ?? countAt(rpc, 'opnum');
  if (opnum !== null && !(opnum <= MAX_OPNUM)) return bad('bad-number', 'opnum', req.opnum ?? rpc.opnum);
  return callEvents(said, opnum);
}

function contextsOf(rpc: JsonObject): readonly Context[] | Fault {
  if (!Array.isArray(rpc.interfaces)) return [];
  const contexts: Context[] = [];
  for (const entry of rpc.interfaces as readonly unknown[]) {
    const one = asObject(entry) ?? {};
    const uuid = textAt(one, 'uuid');
    if (uuid === null || !UUID.test(uuid)) return bad('damaged-record', 'interfaces', entry);
    const result = countAt(one, 'ack_result');
    if (Number.isNaN(result)) return bad('bad-number', 'ack_result', one.ack_result);
    contexts.push({ uuid: uuid.toLowerCase(), version: textAt(one, 'version'), result });
  }
  return contexts;
}

/** Each interface once, however many transfer syntaxes were offered for it. */
function bindEvents(said: Said): readonly WaitingEvent[] {
  const { conversation, time, contexts, response } = said;
  const asked = new Map<string, Context[]>();
  for (const context of contexts) {
    if (context.result === FEATURES_NEGOTIATED) continue;
    const key = `${context.uuid} ${context.version}`;
    const same = asked.get(key);
    if (same === undefined) asked.set(key, [context]);
    else same.push(context);
  }
  const { srcPort, destPort } = conversation;
  return [...asked.values()].flatMap((offers) => {
    const { uuid, version } = offers[0]!;
    const status = bindStatus(offers, response);
    const bind: WaitingEvent = {
      kind: 'rpc/bind',
      time,
      srcPort,
      destPort,
      write(columns) {
        writeConversation(columns, conversation);
        writeInterface(columns, uuid, version);
        columns.text('status', status);
      },
    };
    return [bind, messageOf(said, uuid)];
  });
}

/** Null where the record does not tell. */
function bindStatus(offers: readonly Context[], response: string | null): string | null {
  if (offers.some(({ result }) => result === ACCEPTED)) return 'accepted';
  if (response === 'BINDNAK' || offers.some(({ result }) => result !== null)) return 'refused';
  return response === 'UNREPLIED' ? 'unanswered' : null;
}

function callEvents(said: Said, opnum: number | null): readonly WaitingEvent[] {
  const { conversation, time, response } = said;
  const { srcPort, destPort } = conversation;
  const called = calledOf(said.contexts);
  const uuid = called?.uuid ?? null;
  const operation = uuid === null || opnum === null ? undefined : operationOf(uuid, opnum);
  const call: WaitingEvent = {
    kind: 'rpc/call',
    time,
    srcPort,
    destPort,
    write(columns) {
      writeConversation(columns, conversation);
      writeInterface(columns, uuid, called?.version ?? null);
      columns.number('opnum', opnum);
      columns.text('operation', operation?.name ?? null);
      columns.text('status', CALL_STATUS.get(response ?? '') ?? null);
    },
  };
  return [call, messageOf(said, uuid)];
}

const CALL_STATUS: ReadonlyMap<string, string> = new Map([
  ['RESPONSE', 'answered'],
  ['FAULT', 'fault'],
  ['UNREPLIED', 'unanswered'],
]);

/** The interface of a call's context; null where several were bound under the same number. */
function calledOf(contexts: readonly Context[]): Context | null {
  const open = contexts.filter(({ result }) => result === null || result === ACCEPTED);
  const [first] = open;
  if (first === undefined) return null;
  return open.every(({ uuid, version }) => uuid === first.uuid && version === first.version) ? first : null;
}

function messageOf({ conversation, time }: Said, uuid: string | null): WaitingEvent {
  const { srcPort, destPort } = conversation;
  return {
    kind: 'flow/message',
    time,
    srcPort,
    destPort,
    write: (columns) => writeMessage(columns, conversation, uuid === null ? null : carName(uuid)),
  };
}
