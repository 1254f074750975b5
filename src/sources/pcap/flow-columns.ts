import type { IdWriter, NumberWriter } from '../../columns/column-writer.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import { ADDRESS_BYTES } from '../../model/address.ts';

/** Where the two ports stand in a tuple. */
export const PORTS_AT = 2 * ADDRESS_BYTES;

/** The port at `at` of a tuple. */
export function portAt(tuple: Uint8Array, at: number): number {
  return (tuple[at]! << 8) | tuple[at + 1]!;
}

/** The wanted columns of flow rows in the batch under construction, asked for once. */
export class FlowColumns {
  private readonly builder: KindBuilder;
  private readonly srcIp: IdWriter | null;
  private readonly destIp: IdWriter | null;
  private readonly srcPort: ReturnType<KindBuilder['port']>;
  private readonly destPort: ReturnType<KindBuilder['port']>;
  private readonly protocol: IdWriter | null;
  private readonly texts = new Map<string, IdWriter | null>();
  private readonly numbers = new Map<string, NumberWriter | null>();

  constructor(builder: KindBuilder) {
    this.builder = builder;
    this.srcIp = builder.ip('src_ip');
    this.destIp = builder.ip('dest_ip');
    this.srcPort = builder.port('src_port');
    this.destPort = builder.port('dest_port');
    this.protocol = builder.text('transport_protocol');
  }

  /** Sets what all flows have: addresses, ports, and that they are TCP. */
  ends(tuple: Uint8Array): void {
    const { row, addresses, texts } = this.builder;
    if (this.srcIp !== null) this.srcIp.values[row] = addresses.intern(tuple, 0);
    if (this.destIp !== null) this.destIp.values[row] = addresses.intern(tuple, ADDRESS_BYTES);
    this.srcPort?.set(row, portAt(tuple, PORTS_AT));
    this.destPort?.set(row, portAt(tuple, PORTS_AT + 2));
    if (this.protocol !== null) this.protocol.values[row] = texts.internString('tcp');
  }

  number(field: string, value: number): void {
    let writer = this.numbers.get(field);
    if (writer === undefined) {
      writer = this.builder.number(field);
      this.numbers.set(field, writer);
    }
    if (writer !== null) writer.values[this.builder.row] = value;
  }

  /** @param text made only where the field is wanted */
  text(field: string, text: () => string): void {
    let writer = this.texts.get(field);
    if (writer === undefined) {
      writer = this.builder.text(field);
      this.texts.set(field, writer);
    }
    if (writer !== null) writer.values[this.builder.row] = this.builder.texts.internString(text());
  }
}
