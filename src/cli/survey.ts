import { AddressDictionary } from '../columns/address-dictionary.ts';
import { ADDRESS_BYTES } from '../model/address.ts';
import type { Batch, Column, EventColumns } from '../model/batch.ts';
import type { EventKind } from '../model/event-kind.ts';

const MAPPER_PORT = 135;
const DYNAMIC_FROM = 49152;

/** Counts what goes by, without keeping it. */
export class Survey {
  flows = 0;
  /** Flows to the endpoint mapper. */
  mapperFlows = 0;
  /** Flows with both ports in Windows' dynamic range. */
  endpointCandidates = 0;
  /** By kind, the fields that any event has. */
  readonly fields = new Map<EventKind, Set<string>>();
  private readonly addresses = new AddressDictionary();

  /** Distinct addresses of events. */
  get hosts(): number {
    return this.addresses.count;
  }

  add(batch: Batch): void {
    for (const columns of batch.events) {
      this.noteFields(columns);
      this.noteAddresses(columns);
      if (columns.kind === 'flow/start') this.countFlows(columns);
    }
  }

  private countFlows({ count, fields }: EventColumns): void {
    this.flows += count;
    const [src, dest] = [fields.src_port, fields.dest_port];
    if (dest?.type !== 'port') return;
    for (let row = 0; row < count; row++) {
      if (dest.unknown?.[row] === 1) continue;
      if (dest.values[row] === MAPPER_PORT) this.mapperFlows += 1;
      if (dest.values[row]! < DYNAMIC_FROM || src?.type !== 'port' || src.unknown?.[row] === 1) continue;
      if (src.values[row]! >= DYNAMIC_FROM) this.endpointCandidates += 1;
    }
  }

  private noteFields({ kind, count, fields }: EventColumns): void {
    const known = this.fields.get(kind) ?? new Set();
    for (const [name, column] of Object.entries(fields))
      if (!known.has(name) && hasKnown(column, count)) known.add(name);
    this.fields.set(kind, known);
  }

  private noteAddresses({ count, fields, addresses }: EventColumns): void {
    const used = new Uint8Array(addresses.count + 1);
    for (const column of Object.values(fields))
      if (column.type === 'ip') for (let row = 0; row < count; row++) used[column.values[row]!] = 1;
    for (let id = 1; id <= addresses.count; id++)
      if (used[id] === 1) this.addresses.intern(addresses.bytes, ADDRESS_BYTES * id);
  }
}

function hasKnown(column: Column, count: number): boolean {
  switch (column.type) {
    case 'port':
      return column.unknown === null || column.unknown.subarray(0, count).includes(0);
    case 'number':
      return column.values.subarray(0, count).some((value) => !Number.isNaN(value));
    default:
      return column.values.subarray(0, count).some((id) => id !== 0);
  }
}
