import type { IdWriter, NumberWriter, PortWriter } from '../columns/column-writer.ts';
import type { KindBuilder } from '../columns/kind-builder.ts';
import type { ParsedAddress } from '../model/address.ts';

/**
 * The wanted columns of one kind in the batch under construction, by name, each asked for once: make another after
 * every `take`. What is null is not set.
 */
export class NamedColumns {
  private readonly builder: KindBuilder;
  private readonly writers = new Map<string, IdWriter | NumberWriter | PortWriter | null>();
  /** Most texts come again and again. */
  private readonly ids = new Map<string, number>();

  constructor(builder: KindBuilder) {
    this.builder = builder;
  }

  /** @param bytes hold 16 bytes of an address at `at` */
  address(field: string, bytes: Uint8Array | null, at: number): void {
    if (bytes === null) return;
    const writer = this.ip(field);
    if (writer !== null) writer.values[this.builder.row] = this.builder.addresses.intern(bytes, at);
  }

  parsedAddress(field: string, { bytes, scope }: ParsedAddress): void {
    const writer = this.ip(field);
    const { addresses, row } = this.builder;
    if (writer !== null)
      writer.values[row] =
        scope === null ? addresses.intern(bytes, 0) : addresses.internScoped(bytes, 0, scope);
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

  private ip(field: string): IdWriter | null {
    return this.writer(field, () => this.builder.ip(field)) as IdWriter | null;
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
