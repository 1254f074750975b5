import { makeRows, type Rows } from './rows.ts';

/** Numbers of a row: client, server, call, days low and high, nights low and high, and one to round it to 32 bytes. */
const STRIDE = 8;

/** Rows that grow: an open-addressing table. A row lies in one piece, so that finding it costs two look-ups. */
export class RowTable {
  private fields = new Int32Array(STRIDE << 8);
  /** Row number + 1 by slot; 0 is free. */
  private slots = new Int32Array(1 << 9);
  private size = 0;

  /** Rows that there are, those included whose days have all been cleared. */
  get count(): number {
    return this.size;
  }

  /** Sets days, and nights, of one row. */
  set(
    client: number,
    server: number,
    call: number,
    daysLow: number,
    daysHigh: number,
    nightsLow: number,
    nightsHigh: number,
  ): void {
    const fields = this.fields;
    const slots = this.slots;
    const mask = slots.length - 1;
    let slot = hashOf(client, server, call) & mask;
    for (let entry = slots[slot]!; entry !== 0; entry = slots[slot]!) {
      const at = (entry - 1) * STRIDE;
      if (fields[at] === client && fields[at + 1] === server && fields[at + 2] === call) {
        fields[at + 3] = fields[at + 3]! | daysLow;
        fields[at + 4] = fields[at + 4]! | daysHigh;
        fields[at + 5] = fields[at + 5]! | nightsLow;
        fields[at + 6] = fields[at + 6]! | nightsHigh;
        return;
      }
      slot = (slot + 1) & mask;
    }
    this.append(slot, [client, server, call, daysLow, daysHigh, nightsLow, nightsHigh]);
  }

  /** Takes days out of all rows. */
  clear(low: number, high: number): void {
    const { fields } = this;
    for (let at = 0; at < this.size * STRIDE; at += STRIDE) {
      fields[at + 3] = fields[at + 3]! & ~low;
      fields[at + 4] = fields[at + 4]! & ~high;
      fields[at + 5] = fields[at + 5]! & ~low;
      fields[at + 6] = fields[at + 6]! & ~high;
    }
  }

  /** Marks the hosts and the calls of all rows that hold a day with a 1. */
  mark(hosts: Uint8Array, calls: Uint8Array): void {
    const { fields } = this;
    for (let at = 0; at < this.size * STRIDE; at += STRIDE) {
      if ((fields[at + 3]! | fields[at + 4]!) === 0) continue;
      hosts[fields[at]!] = 1;
      hosts[fields[at + 1]!] = 1;
      calls[fields[at + 2]!] = 1;
    }
  }

  /** All days of all rows, as one mask. */
  days(): readonly [low: number, high: number] {
    let low = 0;
    let high = 0;
    for (let at = 0; at < this.size * STRIDE; at += STRIDE) {
      low |= this.fields[at + 3]!;
      high |= this.fields[at + 4]!;
    }
    return [low, high];
  }

  /** The rows that hold a day, under new ids and sorted by them. */
  sorted(hosts: Numbering, calls: Numbering): Rows {
    const { fields } = this;
    let order = new Int32Array(this.size);
    let length = 0;
    for (let at = 0; at < this.size * STRIDE; at += STRIDE)
      if ((fields[at + 3]! | fields[at + 4]!) !== 0) order[length++] = at;
    order = order.subarray(0, length);
    order = sortBy(order, fields, 2, calls);
    order = sortBy(order, fields, 1, hosts);
    order = sortBy(order, fields, 0, hosts);
    const rows = makeRows(length);
    for (let row = 0; row < length; row++) {
      const at = order[row]!;
      rows.client[row] = hosts.idOf[fields[at]!]!;
      rows.server[row] = hosts.idOf[fields[at + 1]!]!;
      rows.call[row] = calls.idOf[fields[at + 2]!]!;
      rows.daysLow[row] = fields[at + 3]!;
      rows.daysHigh[row] = fields[at + 4]!;
      rows.nightsLow[row] = fields[at + 5]!;
      rows.nightsHigh[row] = fields[at + 6]!;
    }
    return rows;
  }

  private append(slot: number, values: readonly number[]): void {
    if ((this.size + 1) * STRIDE > this.fields.length) {
      const fields = new Int32Array(2 * this.fields.length);
      fields.set(this.fields);
      this.fields = fields;
    }
    this.fields.set(values, this.size * STRIDE);
    this.size += 1;
    this.slots[slot] = this.size;
    if (2 * this.size > this.slots.length) this.rehash();
  }

  private rehash(): void {
    const { fields } = this;
    const slots = new Int32Array(2 * this.slots.length);
    const mask = slots.length - 1;
    for (let row = 0; row < this.size; row++) {
      const at = row * STRIDE;
      let slot = hashOf(fields[at]!, fields[at + 1]!, fields[at + 2]!) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = row + 1;
    }
    this.slots = slots;
  }
}

/** New ids for old ones. */
export interface Numbering {
  readonly idOf: Int32Array;
  /** How many new ones there are. */
  readonly count: number;
}

/** Sorts by counting, which keeps the order of equals: sorted by the last field first, rows end up sorted by all. */
function sortBy(
  order: Int32Array,
  fields: Int32Array,
  field: number,
  { idOf, count }: Numbering,
): Int32Array<ArrayBuffer> {
  const starts = new Int32Array(count + 1);
  for (const at of order) starts[idOf[fields[at + field]!]! + 1]! += 1;
  for (let id = 1; id <= count; id++) starts[id]! += starts[id - 1]!;
  const sorted = new Int32Array(order.length);
  for (const at of order) sorted[starts[idOf[fields[at + field]!]!]!++] = at;
  return sorted;
}

function hashOf(client: number, server: number, call: number): number {
  let hash = Math.imul(client, 0x9e3779b1) ^ Math.imul(server, 0x85ebca6b) ^ Math.imul(call, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return hash ^ (hash >>> 13);
}
