import { type IdWriter, type NumberWriter, PortWriter } from '../../columns/column-writer.ts';
import type { KindBuilder } from '../../columns/kind-builder.ts';
import { fieldsOf, fieldType, heldAs } from '../../model/car-table.ts';
import { objectOf } from '../../model/event-kind.ts';
import type { EventMapping, FieldMapping } from './mapping.ts';
import type { Row } from './row.ts';
import { readTime } from './time-format.ts';
import { badValue, type Fault, fileNameOf, portOf, truthOf, wholeNumberOf } from './values.ts';

/** Fields that name a program's file and are often given with the whole path. */
const FILE_NAMES: ReadonlySet<string> = new Set(['exe', 'parent_exe']);

const encoder = new TextEncoder();

/** Makes one kind of event of rows: first everything is read, and only what is sound is then written. */
export class EventReader {
  private readonly mapping: EventMapping;
  private readonly builder: KindBuilder | null;
  private readonly where: readonly { readonly column: number; readonly oneOf: ReadonlySet<string> }[];
  private readonly timeColumn: number;
  private readonly columns: readonly number[];
  /** Which fields hold their value as it stands. */
  private readonly takesBytes: readonly boolean[];
  private readonly ports: readonly {
    readonly column: number;
    readonly masks: Uint32Array;
    readonly unknown: number;
  }[];
  private writers: readonly (IdWriter | NumberWriter | PortWriter | null)[] = [];
  /** Of the row read last: numbers, and ids of addresses and texts; NaN is unknown. */
  private readonly values: Float64Array;
  private time = 0;

  /**
   * @param builder null where nobody wants events of the kind
   * @param columnOf the number of a column in rows
   */
  constructor(mapping: EventMapping, builder: KindBuilder | null, columnOf: (name: string) => number) {
    this.mapping = mapping;
    this.builder = builder;
    this.where = mapping.where.map(({ column, oneOf }) => ({
      column: columnOf(column),
      oneOf: new Set(oneOf),
    }));
    this.timeColumn = columnOf(mapping.time.column);
    this.columns = mapping.fields.map(({ column }) => columnOf(column));
    this.takesBytes = mapping.fields.map(({ field, type }) => {
      const held = heldAs(type);
      return held === 'ip' || (held === 'text' && !FILE_NAMES.has(field));
    });
    this.values = new Float64Array(mapping.fields.length);
    this.ports = builder === null ? [] : portTests(mapping, builder, columnOf);
    this.beginBatch();
  }

  /** Whether the row gives an event of the kind at all. */
  holds(row: Row): boolean {
    return this.where.every(({ column, oneOf }) => row.hasOneOf(column, oneOf));
  }

  /** Whether the run can use an event with these ports. */
  mayWant(row: Row): boolean {
    if (this.builder === null) return false;
    let mask = -1;
    for (const { column, masks, unknown } of this.ports) {
      const text = column < 0 ? null : row.text(column);
      const port = text === null ? null : portOf(text);
      if (port !== null) mask &= masks[port]!;
      else if (text === null) mask &= unknown;
    }
    return mask !== 0;
  }

  /** Reads the row; gives what is wrong with it. */
  read(row: Row): Fault | null {
    const { column, format, zone } = this.mapping.time;
    const text = row.text(this.timeColumn);
    if (text === null) return { code: 'missing-field', detail: `${column} is not set` };
    const time = readTime(text, format, zone);
    if (typeof time === 'string') return badValue(time, column, text);
    this.time = time;
    const { fields } = this.mapping;
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!;
      const column = this.columns[i]!;
      if (this.takesBytes[i] && row.isAscii(column)) {
        this.values[i] = this.internBytes(i, field, row);
        if (this.values[i] === 0) return badValue('bad-address', field.column, row.text(column)!);
        continue;
      }
      const value = row.text(column);
      if (value === null) this.values[i] = Number.NaN;
      else {
        const fault = this.readField(i, field, value);
        if (fault !== null) return fault;
      }
    }
    return null;
  }

  /** Writes what was read last; false where one of the user's limits hides it. */
  write(record: number): boolean {
    const builder = this.builder!;
    const at = builder.row;
    for (let i = 0; i < this.writers.length; i++) {
      const writer = this.writers[i]!;
      const value = this.values[i]!;
      if (writer === null || Number.isNaN(value)) continue;
      if (writer instanceof PortWriter) writer.set(at, value);
      else writer.values[at] = value;
    }
    return builder.commit(this.time, record);
  }

  /** Must be called after every batch that was taken. */
  beginBatch(): void {
    const { builder } = this;
    this.writers = this.mapping.fields.map(({ field, type }) =>
      builder === null ? null : builder[heldAs(type)](field),
    );
  }

  /** The id of a value that needs no decoding; 0 where it should be an address and is none. */
  private internBytes(i: number, { type }: FieldMapping, { bytes, start, end }: Row): number {
    const { addresses, texts } = this.builder!;
    if (type === 'ip') return addresses.internText(bytes, start, end);
    return this.writers[i] === null ? Number.NaN : texts.intern(bytes, start, end);
  }

  private readField(i: number, { field, type, column, time }: FieldMapping, text: string): Fault | null {
    let value: number | null;
    switch (type) {
      case 'ip': {
        const bytes = encoder.encode(text);
        value = this.builder!.addresses.internText(bytes, 0, bytes.length);
        if (value === 0) return badValue('bad-address', column, text);
        break;
      }
      case 'port':
        value = portOf(text);
        if (value === null) return badValue('bad-port', column, text);
        break;
      case 'time': {
        const read = readTime(text, time!.format, time!.zone);
        if (typeof read === 'string') return badValue(read, column, text);
        value = read;
        break;
      }
      case 'int':
      case 'bool':
        value = type === 'int' ? wholeNumberOf(text) : truthOf(text);
        if (value === null) return badValue('bad-number', column, text);
        break;
      default:
        value =
          this.writers[i] === null
            ? Number.NaN
            : this.builder!.texts.internString(FILE_NAMES.has(field) ? fileNameOf(text) : text);
    }
    this.values[i] = value;
    return null;
  }
}

/** What the Want asks of every port of the object, also of those that the mapping does not give. */
function portTests(mapping: EventMapping, builder: KindBuilder, columnOf: (name: string) => number) {
  const object = objectOf(builder.kind);
  return Object.keys(fieldsOf(object))
    .filter((field) => fieldType(object, field) === 'port')
    .map((field) => {
      const given = mapping.fields.find((one) => one.field === field);
      return {
        column: given === undefined ? -1 : columnOf(given.column),
        masks: builder.sieve.table(field),
        unknown: builder.sieve.unknown(field),
      };
    });
}
