import { ADDRESS_BYTES } from '../model/address.ts';
import type { EventColumns, HiddenCounts } from '../model/batch.ts';
import { fieldsOf, fieldType, heldAs } from '../model/car-table.ts';
import { type EventKind, objectOf } from '../model/event-kind.ts';
import type { KindWant, Limits, Network } from '../model/want.ts';
import { AddressDictionary } from './address-dictionary.ts';
import { type ColumnWriter, IdWriter, NumberWriter, PortWriter } from './column-writer.ts';
import { contains } from './networks.ts';
import { PortSieve } from './sieve.ts';
import { taken } from './taken.ts';
import { TextDictionary } from './text-dictionary.ts';

/** Rows of one kind under construction. Set the columns of row `row`, then `commit`. */
export class KindBuilder {
  readonly kind: EventKind;
  readonly sieve: PortSieve;
  readonly hidden: { -readonly [K in keyof HiddenCounts]: number } = {
    since: 0,
    until: 0,
    hosts: 0,
    exclude: 0,
  };
  /** The row that is being set. */
  row = 0;
  addresses = new AddressDictionary();
  texts = new TextDictionary();
  private readonly wanted: (field: string) => boolean;
  private readonly limits: Limits;
  private readonly capacity: number;
  /** Times and numbers of records of the rows, for those who set many at once; see `commitAll`. */
  times: Float64Array;
  records: Uint32Array;
  private writers = new Map<string, ColumnWriter>();

  constructor(kind: EventKind, want: KindWant, limits: Limits, capacity: number) {
    this.kind = kind;
    this.sieve = new PortSieve(want);
    this.wanted =
      want.fields === null ? () => true : (field) => want.fields!.includes(field) || this.limited(field);
    this.limits = limits;
    this.capacity = capacity;
    this.times = new Float64Array(capacity);
    this.records = new Uint32Array(capacity);
  }

  get full(): boolean {
    return this.row === this.capacity;
  }

  /**
   * The writer of a field, null where nobody wants the field. Writers belong to the batch under construction:
   * ask anew after every `take`.
   * @throws Error where CAR's data model has no such field, or holds it as another type.
   */
  port(field: string): PortWriter | null {
    return this.writer(field, 'port', () => new PortWriter(this.capacity)) as PortWriter | null;
  }

  ip(field: string): IdWriter | null {
    return this.writer(field, 'ip', () => new IdWriter('ip', this.capacity)) as IdWriter | null;
  }

  text(field: string): IdWriter | null {
    return this.writer(field, 'text', () => new IdWriter('text', this.capacity)) as IdWriter | null;
  }

  number(field: string): NumberWriter | null {
    return this.writer(field, 'number', () => new NumberWriter(this.capacity)) as NumberWriter | null;
  }

  /**
   * Ends the row: it stays unless a limit of the user's hides it.
   * @param time microseconds @param record its number within the part, from 0
   */
  commit(time: number, record: number): boolean {
    if (!this.withinLimits(time)) {
      for (const writer of this.writers.values()) writer.clear(this.row);
      return false;
    }
    this.times[this.row] = time;
    this.records[this.row] = record;
    this.row += 1;
    return true;
  }

  /** Whether a limit of the user's may hide rows. */
  get isLimited(): boolean {
    const { since, until, hosts, exclude } = this.limits;
    return since !== null || until !== null || hosts !== null || exclude.length > 0;
  }

  /** Ends so many rows at once, `times` and `records` set, where it is not limited. */
  commitAll(rows: number): void {
    this.row += rows;
  }

  /** Forgets what was set of the row under construction. */
  abandon(): void {
    for (const writer of this.writers.values()) writer.clear(this.row);
  }

  /** The rows so far, null where there are none; begins anew. */
  take(): EventColumns | null {
    const count = this.row;
    if (count === 0) {
      // Rows that were hidden may have left much in them.
      if (this.addresses.count > 0) this.addresses = new AddressDictionary();
      if (this.texts.count > 0) this.texts = new TextDictionary();
      return null;
    }
    const fields = Object.fromEntries(
      [...this.writers].map(([name, writer]) => [name, writer.finish(count)]),
    );
    const columns: EventColumns = {
      kind: this.kind,
      count,
      time: taken(this.times, count),
      record: taken(this.records, count),
      fields,
      addresses: this.addresses.snapshot(),
      texts: this.texts.snapshot(),
    };
    this.row = 0;
    this.times = new Float64Array(this.capacity);
    this.records = new Uint32Array(this.capacity);
    this.writers = new Map();
    this.addresses = new AddressDictionary();
    this.texts = new TextDictionary();
    return columns;
  }

  private writer(field: string, held: string, make: () => ColumnWriter): ColumnWriter | null {
    const type = fieldType(objectOf(this.kind), field);
    if (type === null || heldAs(type) !== held) throw new Error(`${this.kind} has no ${held} field ${field}`);
    if (!this.wanted(field)) return null;
    let writer = this.writers.get(field);
    if (writer === undefined) {
      writer = make();
      this.writers.set(field, writer);
    }
    return writer;
  }

  /** Addresses are needed for the limits, even where the analytic does not ask for them. */
  private limited(field: string): boolean {
    const { hosts, exclude } = this.limits;
    if (hosts === null && exclude.length === 0) return false;
    return fieldsOf(objectOf(this.kind))[field] === 'ip';
  }

  private withinLimits(time: number): boolean {
    const { since, until, hosts, exclude } = this.limits;
    if (since !== null && time < since) return this.hide('since');
    if (until !== null && time >= until) return this.hide('until');
    if (hosts !== null && !this.touches(hosts)) return this.hide('hosts');
    if (exclude.length > 0 && this.touches(exclude)) return this.hide('exclude');
    return true;
  }

  private hide(limit: keyof HiddenCounts): false {
    this.hidden[limit] += 1;
    return false;
  }

  private touches(networks: readonly Network[]): boolean {
    for (const field of ['src_ip', 'dest_ip']) {
      const writer = this.writers.get(field);
      const id = writer instanceof IdWriter ? writer.values[this.row]! : 0;
      if (id === 0) continue;
      const { buffer } = this.addresses;
      if (networks.some((network) => contains(network, buffer, ADDRESS_BYTES * id))) return true;
    }
    return false;
  }
}
