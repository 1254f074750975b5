import type { KindBuilder } from '../../columns/kind-builder.ts';
import { interfaceOf, operationOf } from '../../knowledge/rpc-interfaces.ts';
import { ADDRESS_BYTES } from '../../model/address.ts';
import { carName } from '../../records/rpc-interface-fields.ts';
import { PORTS_AT, portAt } from './flow-columns.ts';
import { AddressColumn, NumberColumn, PortColumn, TextColumn } from './row-columns.ts';
import type { Ends } from './rpc-ends.ts';

/** The ids of what a row says of its ends. */
interface EndIds {
  readonly source: number;
  readonly destination: number;
  readonly flow: number;
}

/** The ids of what a row says of its interface, and of the names of operations by number. */
interface InterfaceIds {
  readonly uuid: number;
  readonly name: number;
  readonly carName: number;
  readonly operations: Map<number, number>;
}

/**
 * The wanted columns of one kind of RPC rows in the batch under construction: make another after every `take`. What
 * rows have in common, their ends and interfaces, is put into the batch's dictionaries once.
 */
export class RpcColumns {
  readonly pipe: TextColumn;
  readonly version: TextColumn;
  readonly status: TextColumn;
  readonly authType: NumberColumn;
  readonly authLevel: NumberColumn;
  readonly opnum: NumberColumn;
  readonly mappedIp: AddressColumn;
  readonly mappedPort: PortColumn;
  readonly classId: TextColumn;
  readonly transport: TextColumn;
  readonly application: TextColumn;
  private readonly srcIp: AddressColumn;
  private readonly destIp: AddressColumn;
  private readonly srcPort: PortColumn;
  private readonly destPort: PortColumn;
  private readonly flowId: TextColumn;
  private readonly uuid: TextColumn;
  private readonly name: TextColumn;
  private readonly carName: TextColumn;
  private readonly operationName: TextColumn;
  private readonly endIds = new Map<Ends, EndIds>();
  private lastEnds: Ends | null = null;
  private lastIds: EndIds = { source: 0, destination: 0, flow: 0 };
  private readonly interfaceIds = new Map<string, InterfaceIds>();

  constructor(builder: KindBuilder) {
    this.pipe = new TextColumn(builder, 'named_pipe');
    this.version = new TextColumn(builder, 'version');
    this.status = new TextColumn(builder, 'status');
    this.authType = new NumberColumn(builder, 'auth_type');
    this.authLevel = new NumberColumn(builder, 'auth_level');
    this.opnum = new NumberColumn(builder, 'opnum');
    this.mappedIp = new AddressColumn(builder, 'mapped_ip');
    this.mappedPort = new PortColumn(builder, 'mapped_port');
    this.classId = new TextColumn(builder, 'class_id');
    this.transport = new TextColumn(builder, 'transport_protocol');
    this.application = new TextColumn(builder, 'application_protocol');
    this.srcIp = new AddressColumn(builder, 'src_ip');
    this.destIp = new AddressColumn(builder, 'dest_ip');
    this.srcPort = new PortColumn(builder, 'src_port');
    this.destPort = new PortColumn(builder, 'dest_port');
    this.flowId = new TextColumn(builder, 'flow_id');
    this.uuid = new TextColumn(builder, 'interface');
    this.name = new TextColumn(builder, 'interface_name');
    this.carName = new TextColumn(builder, 'proto_info.rpc_interface');
    this.operationName = new TextColumn(builder, 'operation');
  }

  ends(ends: Ends): void {
    const { tuple } = ends;
    const ids = ends === this.lastEnds ? this.lastIds : this.idsOfEnds(ends);
    this.lastEnds = ends;
    this.lastIds = ids;
    this.srcIp.setId(ids.source);
    this.destIp.setId(ids.destination);
    this.srcPort.set(portAt(tuple, PORTS_AT));
    this.destPort.set(portAt(tuple, PORTS_AT + 2));
    this.flowId.setId(ids.flow);
  }

  /** @param uuid in lower case, as `version` null where it is unknown */
  interface(uuid: string | null, version: string | null): void {
    if (uuid === null) return;
    const ids = this.idsOf(uuid);
    this.uuid.setId(ids.uuid);
    this.name.setId(ids.name);
    this.carName.setId(ids.carName);
    this.version.set(version);
  }

  /** As CAR's texts call it, and nothing else. */
  interfaceInCar(uuid: string | null): void {
    if (uuid !== null) this.carName.set(carName(uuid));
  }

  operation(uuid: string | null, opnum: number): void {
    this.opnum.set(opnum);
    if (uuid === null) return;
    const { operations } = this.idsOf(uuid);
    let id = operations.get(opnum);
    if (id === undefined) {
      id = this.operationName.idOf(operationOf(uuid, opnum)?.name ?? null);
      operations.set(opnum, id);
    }
    this.operationName.setId(id);
  }

  private idsOfEnds(ends: Ends): EndIds {
    let ids = this.endIds.get(ends);
    if (ids === undefined) {
      const { tuple, flowId } = ends;
      const source = this.srcIp.idOf(tuple, 0);
      const destination = this.destIp.idOf(tuple, ADDRESS_BYTES);
      ids = { source, destination, flow: this.flowId.idOfBytes(flowId) };
      this.endIds.set(ends, ids);
    }
    return ids;
  }

  private idsOf(uuid: string): InterfaceIds {
    let ids = this.interfaceIds.get(uuid);
    if (ids === undefined) {
      ids = {
        uuid: this.uuid.idOf(uuid),
        name: this.name.idOf(interfaceOf(uuid)?.name ?? null),
        carName: this.carName.idOf(carName(uuid)),
        operations: new Map(),
      };
      this.interfaceIds.set(uuid, ids);
    }
    return ids;
  }
}
