import type { IdWriter, NumberWriter, PortWriter } from '../../columns/column-writer.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';

/** A column of texts in the batch under construction, asked for at its first value. What is null is not set. */
export class TextColumn {
  private readonly builder: KindBuilder;
  private readonly field: string;
  private writer: IdWriter | null | undefined;
  /** Most texts come again and again. */
  private readonly ids = new Map<string, number>();

  constructor(builder: KindBuilder, field: string) {
    this.builder = builder;
    this.field = field;
  }

  set(text: string | null): void {
    if (text === null) return;
    let id = this.ids.get(text);
    if (id === undefined) {
      id = this.idOf(text);
      this.ids.set(text, id);
    }
    this.setId(id);
  }

  /** @returns what `setId` takes, 0 where nobody wants the column or there is no text */
  idOf(text: string | null): number {
    return text === null || this.wanted === null ? 0 : this.builder.texts.internString(text);
  }

  /** The id of a text as bytes. */
  idOfBytes(text: Uint8Array): number {
    return this.wanted === null ? 0 : this.builder.texts.intern(text, 0, text.length);
  }

  setId(id: number): void {
    if (id !== 0) this.wanted!.values[this.builder.row] = id;
  }

  private get wanted(): IdWriter | null {
    if (this.writer === undefined) this.writer = this.builder.text(this.field);
    return this.writer;
  }
}

/** As TextColumn, of addresses. */
export class AddressColumn {
  private readonly builder: KindBuilder;
  private readonly field: string;
  private writer: IdWriter | null | undefined;

  constructor(builder: KindBuilder, field: string) {
    this.builder = builder;
    this.field = field;
  }

  /** @param bytes hold 16 bytes of an address at `at` */
  set(bytes: Uint8Array | null, at: number): void {
    if (bytes !== null) this.setId(this.idOf(bytes, at));
  }

  idOf(bytes: Uint8Array, at: number): number {
    return this.wanted === null ? 0 : this.builder.addresses.intern(bytes, at);
  }

  setId(id: number): void {
    if (id !== 0) this.wanted!.values[this.builder.row] = id;
  }

  private get wanted(): IdWriter | null {
    if (this.writer === undefined) this.writer = this.builder.ip(this.field);
    return this.writer;
  }
}

/** As TextColumn, of ports. */
export class PortColumn {
  private readonly builder: KindBuilder;
  private readonly field: string;
  private writer: PortWriter | null | undefined;

  constructor(builder: KindBuilder, field: string) {
    this.builder = builder;
    this.field = field;
  }

  set(port: number | null): void {
    if (port === null) return;
    if (this.writer === undefined) this.writer = this.builder.port(this.field);
    this.writer?.set(this.builder.row, port);
  }
}

/** As TextColumn, of numbers. */
export class NumberColumn {
  private readonly builder: KindBuilder;
  private readonly field: string;
  private writer: NumberWriter | null | undefined;

  constructor(builder: KindBuilder, field: string) {
    this.builder = builder;
    this.field = field;
  }

  set(value: number): void {
    if (this.writer === undefined) this.writer = this.builder.number(this.field);
    if (this.writer !== null) this.writer.values[this.builder.row] = value;
  }
}
