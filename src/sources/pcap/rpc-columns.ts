import type { IdWriter, NumberWriter, PortWriter } from '../../columns/column-writer.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import { ADDRESS_BYTES } from '../../model/address.ts';
import { PORTS_AT, portAt } from './flow-columns.ts';

/** The wanted columns of RPC rows in the batch under construction, asked for once. What is null is not set. */
export class RpcColumns {
  private readonly builder: KindBuilder;
  private readonly writers = new Map<string, IdWriter | NumberWriter | PortWriter | null>();
  /** Most texts come again and again. */
  private readonly ids = new Map<string, number>();

  constructor(builder: KindBuilder) {
    this.builder = builder;
  }

  /** @param tuple source, destination, source port, destination port */
  ends(tuple: Uint8Array): void {
    this.address('src_ip', tuple, 0);
    this.address('dest_ip', tuple, ADDRESS_BYTES);
    this.port('src_port', portAt(tuple, PORTS_AT));
    this.port('dest_port', portAt(tuple, PORTS_AT + 2));
  }

  address(field: string, bytes: Uint8Array | null, at: number): void {
    if (bytes === null) return;
    const writer = this.writer(field, () => this.builder.ip(field)) as IdWriter | null;
    if (writer !== null) writer.values[this.builder.row] = this.builder.addresses.intern(bytes, at);
  }

  port(field: string, port: number | null): void {
    if (port === null) return;
    const writer = this.writer(field, () => this.builder.port(field)) as PortWriter | null;
    writer?.set(this.builder.row, port);
  }

  number(field: string, value: number | null): void {
    if (value === null) return;
    const writer = this.writer(field, () => this.builder.number(field)) as NumberWriter | null;
    if (writer !== null) writer.values[this.builder.row] = value;
  }

  text(field: string, text: string | null): void {
    if (text === null) return;
    const writer = this.writer(field, () => this.builder.text(field)) as IdWriter | null;
    if (writer !== null) writer.values[this.builder.row] = this.idOf(text);
  }

  private writer<W extends IdWriter | NumberWriter | PortWriter>(field: string, make: () => W | null) {
    let writer = this.writers.get(field);
    if (writer === undefined) {
      writer = make();
      this.writers.set(field, writer);
    }
    return writer;
  }

  private idOf(text: string): number {
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.builder.texts.internString(text);
      this.ids.set(text, id);
    }
    return id;
  }
}
