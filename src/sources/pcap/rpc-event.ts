import type { Mapping } from '../../wire/mapping.ts';
import type { RpcAuth, RpcBind, RpcCall } from '../../wire/rpc/rpc-observer.ts';
import type { Mark, Side } from '../../wire/stream/byte-sink.ts';
import type { RpcColumns } from './rpc-columns.ts';
import type { RpcEnds } from './rpc-ends.ts';
import type { RpcKind } from './rpc-kinds.ts';

/** An event that waits for room in a batch. */
export interface RpcEvent {
  readonly kind: RpcKind;
  /** The packet that completed what it is about. */
  readonly mark: Mark;
  write(columns: RpcColumns): void;
}

export function bindEvent(ends: RpcEnds, bind: RpcBind, pipe: string | null): RpcEvent {
  return {
    kind: 'rpc/bind',
    mark: bind.mark,
    write(columns) {
      writeCommon(columns, ends, bind, pipe);
      columns.interface(bind.interface, bind.version);
      columns.status.set(bind.result);
    },
  };
}

export function callEvent(ends: RpcEnds, call: RpcCall, pipe: string | null): RpcEvent {
  return {
    kind: 'rpc/call',
    mark: call.mark,
    write(columns) {
      writeCommon(columns, ends, call, pipe);
      columns.interface(call.interface, call.version);
      columns.operation(call.interface, call.opnum);
      columns.status.set(call.fault === null ? call.outcome : `fault ${hex(call.fault)}`);
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
      columns.interface(mapping.interface, mapping.version);
      columns.operation(call.interface, call.opnum);
      columns.mappedIp.set(mapping.address, 0);
      columns.mappedPort.set(mapping.port);
      columns.classId.set(mapping.activation?.clsid ?? null);
      columns.status.set(mapping.status === 0 ? 'ok' : hex(mapping.status));
    },
  };
}

/** A bind or a request as CAR has it: a message of the flow, whose `proto_info` names the interface. */
export function messageEvent(ends: RpcEnds, asked: RpcBind | RpcCall): RpcEvent {
  return {
    kind: 'flow/message',
    mark: asked.mark,
    write(columns) {
      columns.ends(ends.of(asked.side));
      columns.transport.set('tcp');
      columns.application.set('dce_rpc');
      columns.interfaceInCar(asked.interface);
    },
  };
}

interface Asked {
  readonly side: Side;
  readonly auth: RpcAuth | null;
}

function writeCommon(columns: RpcColumns, ends: RpcEnds, { side, auth }: Asked, pipe: string | null): void {
  columns.ends(ends.of(side));
  columns.pipe.set(pipe);
  if (auth === null) return;
  columns.authType.set(auth.type);
  columns.authLevel.set(auth.level);
}

/** As the documents write status codes: `0x1c010003`. */
function hex(status: number): string {
  return `0x${status.toString(16).padStart(8, '0')}`;
}
