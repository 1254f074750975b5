import { type ParsedAddress, parseAddress } from '../../model/address.ts';
import { type Micros, parseIsoTime } from '../../model/time.ts';
import type { Conversation } from '../../records/conversation.ts';
import { bad, countAt, type Fault, type JsonObject, missing, textAt } from './json-record.ts';

const MAX_PORT = 65_535;
/** Ports that only servers of RPC have: the endpoint mapper, SMB, RPC over HTTP. */
const SERVER_PORTS: ReadonlySet<number> = new Set([135, 139, 445, 593]);

/** A time with its zone; null where it is absent. @param name as messages call it */
export function timeAt(object: JsonObject, key: string, name: string): Micros | Fault | null {
  const value = object[key];
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return bad('bad-time', name, value);
  const time = parseIsoTime(value);
  if (time !== null) return time;
  return bad(parseIsoTime(value, 'Z') === null ? 'bad-time' : 'no-zone', name, value);
}

/** @param line the record's own text: a flow's id may have more digits than a number keeps */
export function conversationOf(record: JsonObject, line: string): Conversation | Fault {
  const srcIp = addressAt(record, 'src_ip');
  if ('code' in srcIp) return srcIp;
  const destIp = addressAt(record, 'dest_ip');
  if ('code' in destIp) return destIp;
  const srcPort = portAt(record, 'src_port');
  if (typeof srcPort !== 'number') return srcPort;
  const destPort = portAt(record, 'dest_port');
  if (typeof destPort !== 'number') return destPort;
  const communityId = textAt(record, 'community_id');
  return { srcIp, srcPort, destIp, destPort, flowId: flowIdOf(record, line), communityId };
}

/**
 * The same with the client as its source. Suricata puts the side first that it takes for the client, which it can
 * only guess where it has not seen the beginning.
 */
export function askedBy(record: JsonObject, conversation: Conversation): Conversation {
  const { srcIp, srcPort, destIp, destPort } = conversation;
  const isAnswer =
    textAt(record, 'direction') === 'to_client' || (SERVER_PORTS.has(srcPort) && !SERVER_PORTS.has(destPort));
  if (!isAnswer) return conversation;
  return { ...conversation, srcIp: destIp, srcPort: destPort, destIp: srcIp, destPort: srcPort };
}

function addressAt(record: JsonObject, key: string): ParsedAddress | Fault {
  const text = textAt(record, key);
  if (text === null) return missing(key);
  return parseAddress(text) ?? bad('bad-address', key, text);
}

function portAt(record: JsonObject, key: string): number | Fault {
  const port = countAt(record, key);
  if (port === null) return missing(key);
  return port <= MAX_PORT ? port : bad('bad-port', key, record[key]);
}

function flowIdOf(record: JsonObject, line: string): string | null {
  const id = record.flow_id;
  if (typeof id === 'string') return id === '' ? null : id;
  if (typeof id !== 'number') return null;
  return Number.isSafeInteger(id) ? String(id) : (/"flow_id"\s*:\s*(\d+)/.exec(line)?.[1] ?? null);
}
