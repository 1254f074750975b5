import { operationOf } from '../../knowledge/rpc-interfaces.ts';
import { ADDRESS_BYTES } from '../../model/address.ts';
import type { NamedColumns } from '../../records/named-columns.ts';
import { carName, writeInterface } from '../../records/rpc-interface-fields.ts';
import type { Connection } from '../../wire/connection.ts';
import { flowId } from '../../wire/flow-id.ts';
import type { Mapping } from '../../wire/mapping.ts';
import type { RpcAuth, RpcBind, RpcCall } from '../../wire/rpc/rpc-observer.ts';
import type { Mark, Side } from '../../wire/stream/byte-sink.ts';
import { TUPLE_BYTES, turnTuple } from '../../wire/tuple.ts';
import { PORTS_AT, portAt } from './flow-columns.ts';
import type { RpcKind } from './rpc-kinds.ts';

/** Between whom RPC is heard, worked out once a connection. */
export class RpcEnds {
  private readonly connection: Connection;
  private turned: Uint8Array | null = null;
  private id: string | null = null;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** The tuple with whoever asked as its source. */
  tuple(asker: Side): Uint8Array {
    if (asker === 'client') return this.connection.tuple;
    if (this.turned === null) {
      this.turned = new Uint8Array(TUPLE_BYTES);
      turnTuple(this.connection.tuple, this.turned);
    }
    return this.turned;
  }

  get flowId(): string {
    const { tuple, sequence, start } = this.connection;
    this.id ??= flowId(tuple, sequence, start);
    return this.id;
  }
}

/** An event that waits for room in a batch. */
export interface RpcEvent {
  readonly kind: RpcKind;
  /** The packet that completed what it is about. */
  readonly mark: Mark;
  write(columns: NamedColumns): void;
}

export function bindEvent(ends: RpcEnds, bind: RpcBind, pipe: string | null): RpcEvent {
  return {
    kind: 'rpc/bind',
    mark: bind.mark,
    write(columns) {
      writeCommon(columns, ends, bind, pipe);
      writeInterface(columns, bind.interface, bind.version);
      columns.text('status', bind.result);
    },
  };
}

export function callEvent(ends: RpcEnds, call: RpcCall, pipe: string | null): RpcEvent {
  return {
    kind: 'rpc/call',
    mark: call.mark,
    write(columns) {
      writeCommon(columns, ends, call, pipe);
      writeInterface(columns, call.interface, call.version);
      writeOperation(columns, call);
      columns.text('status', call.fault === null ? call.outcome : `fault ${hex(call.fault)}`);
    },
  };
}

/** What was told of one endpoint, when it was told. */
export function mapEvent(ends: RpcEnds, mapping: Mapping, call: RpcCall, pipe: string | null): RpcEvent {
  return {
    kind: 'rpc/map',
    mark: call.answeredAt ?? call.mark,
    write(columns) {
      writeCommon(columns, ends, call, pipe);
      writeInterface(columns, mapping.interface, mapping.version);
      writeOperation(columns, call);
      columns.address('mapped_ip', mapping.address, 0);
      columns.port('mapped_port', mapping.port);
      columns.text('class_id', mapping.activation?.clsid ?? null);
      columns.text('status', mapping.status === 0 ? 'ok' : hex(mapping.status));
    },
  };
}

/** A bind or a request as CAR has it: a message of the flow, whose `proto_info` names the interface. */
export function messageEvent(ends: RpcEnds, asked: RpcBind | RpcCall): RpcEvent {
  return {
    kind: 'flow/message',
    mark: asked.mark,
    write(columns) {
      writeEnds(columns, ends.tuple(asked.side));
      columns.text('flow_id', ends.flowId);
      columns.text('transport_protocol', 'tcp');
      columns.text('application_protocol', 'dce_rpc');
      columns.text('proto_info.rpc_interface', asked.interface === null ? null : carName(asked.interface));
    },
  };
}

interface Asked {
  readonly side: Side;
  readonly auth: RpcAuth | null;
}

function writeCommon(columns: NamedColumns, ends: RpcEnds, { side, auth }: Asked, pipe: string | null): void {
  writeEnds(columns, ends.tuple(side));
  columns.text('flow_id', ends.flowId);
  columns.text('named_pipe', pipe);
  if (auth === null) return;
  columns.number('auth_type', auth.type);
  columns.number('auth_level', auth.level);
}

/** @param tuple source, destination, source port, destination port */
function writeEnds(columns: NamedColumns, tuple: Uint8Array): void {
  columns.address('src_ip', tuple, 0);
  columns.address('dest_ip', tuple, ADDRESS_BYTES);
  columns.port('src_port', portAt(tuple, PORTS_AT));
  columns.port('dest_port', portAt(tuple, PORTS_AT + 2));
}

function writeOperation(columns: NamedColumns, call: RpcCall): void {
  columns.number('opnum', call.opnum);
  if (call.interface !== null)
    columns.text('operation', operationOf(call.interface, call.opnum)?.name ?? null);
}

/** As the documents write status codes: `0x1c010003`. */
function hex(status: number): string {
  return `0x${status.toString(16).padStart(8, '0')}`;
}
