import type { Column } from '../model/batch.ts';
import { taken } from './taken.ts';

/** One column while its batch is built; rows not set are unknown. */
export interface ColumnWriter {
  /** Makes the row unknown again. */
  clear(row: number): void;
  /** The column's first `count` rows; the writer is done with then. */
  finish(count: number): Column;
}

export class PortWriter implements ColumnWriter {
  readonly values: Uint16Array;
  private readonly unknown: Uint8Array;

  constructor(capacity: number) {
    this.values = new Uint16Array(capacity);
    this.unknown = new Uint8Array(capacity).fill(1);
  }

  set(row: number, port: number): void {
    this.values[row] = port;
    this.unknown[row] = 0;
  }

  /** Says of rows from … to, whose `values` were set, that they are known. */
  setKnown(from: number, to: number): void {
    this.unknown.fill(0, from, to);
  }

  clear(row: number): void {
    this.unknown[row] = 1;
  }

  finish(count: number): Column {
    const unknown = taken(this.unknown, count);
    return {
      type: 'port',
      values: taken(this.values, count),
      unknown: unknown.includes(1) ? unknown : null,
    };
  }
}

/** Ids into the batch's addresses or texts. */
export class IdWriter implements ColumnWriter {
  readonly values: Uint32Array;
  private readonly type: 'ip' | 'text';

  constructor(type: 'ip' | 'text', capacity: number) {
    this.type = type;
    this.values = new Uint32Array(capacity);
  }

  clear(row: number): void {
    this.values[row] = 0;
  }

  finish(count: number): Column {
    return { type: this.type, values: taken(this.values, count) };
  }
}

export class NumberWriter implements ColumnWriter {
  readonly values: Float64Array;

  constructor(capacity: number) {
    this.values = new Float64Array(capacity).fill(Number.NaN);
  }

  clear(row: number): void {
    this.values[row] = Number.NaN;
  }

  finish(count: number): Column {
    return { type: 'number', values: taken(this.values, count) };
  }
}
