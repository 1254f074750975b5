import type { BatchBuilder } from '../../columns/batch-builder.ts';
import { type ParsedAddress, parseAddress } from '../../model/address.ts';
import type { RejectCode } from '../../model/reject.ts';
import { type Conversation, writeConversation, writeMessage } from '../../records/conversation.ts';
import { WantedKinds } from '../../records/wanted-kinds.ts';
import { CALL_REQUIRED, CALL_SLOT, type CallColumn } from './call-columns.ts';
import { CalledNames } from './called-names.ts';
import { bad as badValue, type Fault, missing } from './fault.ts';
import type { Row } from './row.ts';
import { durationOf, portOf, textOf, timeOf } from './values.ts';

/** The kinds of events that come of dce_rpc.log. */
export const CALL_KINDS = ['rpc/call', 'flow/message'] as const;

/** Turns records of dce_rpc.log into events: each is a call, and a message of its flow. */
export class RpcCalls {
  private readonly builder: BatchBuilder;
  private readonly wanted: WantedKinds;
  private readonly names = new CalledNames();

  private constructor(builder: BatchBuilder, wanted: WantedKinds) {
    this.builder = builder;
    this.wanted = wanted;
  }

  /** Null where nobody wants them. */
  static of(builder: BatchBuilder): RpcCalls | null {
    const wanted = new WantedKinds(builder, CALL_KINDS);
    return wanted.none ? null : new RpcCalls(builder, wanted);
  }

  /** To be called after every `take` of the batch. */
  renew(): void {
    this.wanted.renew();
  }

  /**
   * Counts the record, with its events where it has any.
   * @param damage what is wrong with the record as a whole
   * @returns what is wrong with it, and then nothing is counted
   */
  add(row: Row, damage: Fault | null): Fault | null {
    const { builder } = this;
    const [srcPort, destPort] = [port(row, 'id.orig_p'), port(row, 'id.resp_p')];
    if (srcPort !== null && destPort !== null && !this.wanted.mayWant(srcPort, destPort)) {
      builder.skipped();
      return null;
    }
    if (damage !== null) return damage;
    for (const column of CALL_REQUIRED) if (!row.has(CALL_SLOT[column])) return missing(column);
    if (srcPort === null) return bad('bad-port', row, 'id.orig_p');
    if (destPort === null) return bad('bad-port', row, 'id.resp_p');
    const time = timeOf(row, CALL_SLOT.ts);
    if (time === null) return bad('bad-time', row, 'ts');
    if (row.has(CALL_SLOT.rtt) && durationOf(row, CALL_SLOT.rtt) === null)
      return bad('bad-number', row, 'rtt');
    const srcIp = address(row, 'id.orig_h');
    if (srcIp === null) return bad('bad-address', row, 'id.orig_h');
    const destIp = address(row, 'id.resp_h');
    if (destIp === null) return bad('bad-address', row, 'id.resp_h');
    this.write(row, time, srcIp, srcPort, destIp, destPort);
    return null;
  }

  private write(
    row: Row,
    time: number,
    srcIp: ParsedAddress,
    srcPort: number,
    destIp: ParsedAddress,
    destPort: number,
  ): void {
    const { builder, wanted } = this;
    const uid = text(row, 'uid');
    const ends: Conversation = {
      srcIp,
      srcPort,
      destIp,
      destPort,
      flowId: uid,
      communityId: text(row, 'community_id'),
    };
    const called = this.names.of(text(row, 'endpoint'), text(row, 'operation'));
    const status = row.has(CALL_SLOT.rtt) ? 'answered' : 'unanswered';
    const pipe = pipeOf(text(row, 'named_pipe'));
    const common = { time, srcPort, destPort };
    const isKept = wanted.put({
      ...common,
      kind: 'rpc/call',
      write(columns) {
        writeConversation(columns, ends);
        columns.text('uid', uid);
        columns.text('interface', called.interface);
        columns.text('interface_name', called.interfaceName);
        columns.text('proto_info.rpc_interface', called.rpcInterface);
        columns.number('opnum', called.opnum);
        columns.text('operation', called.operation);
        columns.text('named_pipe', pipe);
        columns.text('status', status);
      },
    });
    const isMessageKept = wanted.put({
      ...common,
      kind: 'flow/message',
      write: (columns) => writeMessage(columns, ends, called.rpcInterface),
    });
    if (isKept || isMessageKept) builder.kept();
    else builder.skipped();
  }
}

function port(row: Row, column: CallColumn): number | null {
  const slot = CALL_SLOT[column];
  return row.has(slot) ? portOf(row, slot) : null;
}

function address(row: Row, column: CallColumn): ParsedAddress | null {
  return parseAddress(textOf(row, CALL_SLOT[column]));
}

function text(row: Row, column: CallColumn): string | null {
  const slot = CALL_SLOT[column];
  return row.has(slot) ? textOf(row, slot) : null;
}

function bad(code: RejectCode, row: Row, column: CallColumn): Fault {
  return badValue(code, row, column, CALL_SLOT[column]);
}

/** What Zeek calls a pipe is the address that the server named in its bind_ack: a port where no pipe is used. */
function pipeOf(named: string | null): string | null {
  if (named === null || /^\d+$/.test(named)) return null;
  return named.replace(/^\\+pipe\\+/i, '');
}
