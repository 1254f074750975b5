import type { ParsedAddress } from '../model/address.ts';
import type { NamedColumns } from './named-columns.ts';

/** Between whom something was said. */
export interface Conversation {
  readonly srcIp: ParsedAddress;
  readonly srcPort: number;
  readonly destIp: ParsedAddress;
  readonly destPort: number;
  /** null where the record ties it to no connection. */
  readonly flowId: string | null;
  readonly communityId: string | null;
}

export function writeConversation(columns: NamedColumns, conversation: Conversation): void {
  columns.parsedAddress('src_ip', conversation.srcIp);
  columns.port('src_port', conversation.srcPort);
  columns.parsedAddress('dest_ip', conversation.destIp);
  columns.port('dest_port', conversation.destPort);
  columns.text('flow_id', conversation.flowId);
  columns.text('community_id', conversation.communityId);
}

/**
 * Writes RPC as CAR has it: a message of the flow, whose `proto_info` names the interface.
 * @param rpcInterface as CAR's texts call it
 */
export function writeMessage(
  columns: NamedColumns,
  conversation: Conversation,
  rpcInterface: string | null,
): void {
  writeConversation(columns, conversation);
  columns.text('transport_protocol', 'tcp');
  columns.text('application_protocol', 'dce_rpc');
  columns.text('proto_info.rpc_interface', rpcInterface);
}
