import { writeConversation } from '../../records/conversation.ts';
import type { NamedColumns } from '../../records/named-columns.ts';
import type { WaitingEvent } from '../../records/wanted-kinds.ts';
import { connState } from './conn-state.ts';
import { conversationOf, timeAt } from './eve-values.ts';
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

/** The kinds of events that come of flow records. */
export const FLOW_KINDS = ['flow/start', 'flow/end'] as const;

/**
 * The beginning of a TCP flow, and its end. Suricata counts bytes with the headers of packets, so that they are not
 * told: elsewhere they are those of the payload.
 */
export function flowEvents(record: JsonObject, line: string): readonly WaitingEvent[] | Fault {
  const flow = asObject(record.flow);
  if (flow === null) return missing('flow');
  const conversation = conversationOf(record, line);
  if (isFault(conversation)) return conversation;
  const start = timeAt(flow, 'start', 'flow.start');
  if (start === null) return missing('flow.start');
  if (typeof start !== 'number') return start;
  const end = timeAt(flow, 'end', 'flow.end');
  if (end !== null && typeof end !== 'number') return end;
  const packets = packetsOf(flow);
  if (isFault(packets)) return packets;
  const tcp = asObject(record.tcp) ?? {};
  const state = connState(textAt(tcp, 'tcp_flags_ts'), textAt(tcp, 'tcp_flags_tc'));
  const protocol = textAt(record, 'app_proto');
  const { srcPort, destPort } = conversation;
  const write = (columns: NamedColumns): void => {
    writeConversation(columns, conversation);
    columns.number('start_time', start);
    columns.text('transport_protocol', 'tcp');
    columns.text('application_protocol', protocol === 'failed' ? null : protocol);
    columns.text('conn_state', state);
  };
  const began: WaitingEvent = { kind: 'flow/start', time: start, srcPort, destPort, write };
  if (end === null) return [began];
  const ended: WaitingEvent = {
    kind: 'flow/end',
    time: end,
    srcPort,
    destPort,
    write(columns) {
      write(columns);
      columns.number('end_time', end);
      columns.number('packet_count', packets.total);
    },
  };
  return [began, ended];
}

/** `total` is null where one of the directions is not counted. */
function packetsOf(flow: JsonObject): { readonly total: number | null } | Fault {
  let total: number | null = 0;
  for (const key of ['pkts_toserver', 'pkts_toclient']) {
    const packets = countAt(flow, key);
    if (Number.isNaN(packets)) return bad('bad-number', `flow.${key}`, flow[key]);
    total = packets === null || total === null ? null : total + packets;
  }
  return { total };
}
