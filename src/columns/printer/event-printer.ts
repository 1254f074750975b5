import type { Column } from '../../model/batch.ts';
import type { EventKind } from '../../model/event-kind.ts';
import type { EventStore, EventTable } from '../../model/event-store.ts';
import { AddressWords } from './address-words.ts';
import type { ByteBuffer } from './byte-buffer.ts';
import { digitCount, putDigits } from './digits.ts';
import { type FieldPrinter, fieldPrinter } from './field-printer.ts';
import { LITERAL_SLACK, type Literal, literalOf, putLiteral } from './literal.ts';
import type { PiecePrinter } from './piece-rows.ts';
import type { PlainStep } from './row-machine.ts';
import { TimeText } from './time-printer.ts';
import type { ValueStyle } from './value-style.ts';

/** The text of events of one kind: literals, and the values between them. */
export interface EventText {
  /** What every event begins with. */
  readonly start: string;
  readonly cells: readonly CellText[];
  /** What stands around the number of its record, by part. */
  readonly origins: readonly { readonly before: string; readonly after: string }[];
  readonly end: string;
}

/** A value: what stands around it where it is known, and what follows in any case. */
export interface CellText {
  /** A field, or `time`; null where there is none to be written. */
  readonly field: string | null;
  readonly before: string;
  readonly after: string;
  readonly always: string;
}

const NOTHING = 0;
const TIME = 1;
const PORT = 2;
const ADDRESS = 3;
const OTHER = 4;

/** Room for a time, a port, or an address that has no scope. */
const VALUE_ROOM = 48;
const NUMBER_ROOM = 16;

/** A cell made ready: what its values are and where they stand. One form for all, so that one loop serves them. */
interface Cell {
  readonly how: number;
  readonly times: Float64Array;
  readonly ports: Uint16Array;
  readonly unknown: Uint8Array | null;
  readonly ids: Uint32Array;
  readonly words: AddressWords | null;
  readonly print: FieldPrinter | null;
  readonly before: Literal;
  readonly after: Literal;
  readonly always: Literal;
}

const NO_TIMES = new Float64Array(0);
const NO_PORTS = new Uint16Array(0);
const NO_IDS = new Uint32Array(0);

/**
 * Writes the events of a kind, by their rows in the store's table. Times, ports and addresses go straight into the
 * buffer; everything else takes the way of `fieldPrinter`.
 */
export function eventPrinter(
  store: EventStore,
  kind: EventKind,
  text: EventText,
  style: ValueStyle,
): PiecePrinter {
  const table = store.tables.get(kind);
  if (table === undefined)
    return {
      plain: null,
      print: () => {
        throw new Error(`no rows of ${kind}`);
      },
    };
  const cells = text.cells.map((cell) => cellOf(store, table, cell, style));
  return new EventPrinter(store, table, cells, text, plainSteps(store, table, cells, text, style.quote));
}

/** The event as steps for those who write many at once; null where its values are of other kinds, or may be unknown. */
function plainSteps(
  store: EventStore,
  table: EventTable,
  cells: readonly Cell[],
  { start, cells: texts, origins, end }: EventText,
  quote: number | null,
): readonly PlainStep[] | null {
  const around = quote === null ? '' : String.fromCharCode(quote);
  const steps: PlainStep[] = [literal(start)];
  for (const [n, { how, times, ports, unknown, ids }] of cells.entries()) {
    const { before, after, always } = texts[n]!;
    if (how === OTHER || unknown !== null) return null;
    if (how === TIME) steps.push(literal(before + around), { kind: 'time', values: times });
    if (how === PORT) steps.push(literal(before), { kind: 'port', values: ports });
    if (how === ADDRESS)
      steps.push(literal(before + around), { kind: 'address', values: ids, addresses: store.addresses });
    if (how === TIME || how === ADDRESS) steps.push(literal(around));
    steps.push(literal(how === NOTHING ? always : after + always));
  }
  const partOf = (row: number) => table.part(row);
  const recordOf = (row: number) => store.parts[table.part(row)]!.firstRecord + table.record[row]!;
  const choice = (texts: readonly string[]): PlainStep =>
    texts.every((one) => one === texts[0]) ? literal(texts[0] ?? '') : { kind: 'choice', texts, of: partOf };
  return [
    ...steps,
    choice(origins.map(({ before }) => before)),
    { kind: 'number', of: recordOf },
    choice(origins.map(({ after }) => after)),
    literal(end),
  ];
}

function literal(text: string): PlainStep {
  return { kind: 'literal', text };
}

function cellOf(store: EventStore, table: EventTable, text: CellText, style: ValueStyle): Cell {
  const { field } = text;
  const quote = style.quote === null ? '' : String.fromCharCode(style.quote);
  const column: Column | undefined = field === null || field === 'time' ? undefined : table.fields[field];
  const print = field === null ? null : fieldPrinter(store, table.kind, field, style);
  const how =
    print === null
      ? NOTHING
      : field === 'time'
        ? TIME
        : column?.type === 'port'
          ? PORT
          : column?.type === 'ip'
            ? ADDRESS
            : OTHER;
  const around = how === TIME ? quote : '';
  return {
    how,
    times: how === TIME ? table.time : NO_TIMES,
    ports: column?.type === 'port' ? column.values : NO_PORTS,
    unknown: column?.type === 'port' ? column.unknown : null,
    ids: column?.type === 'ip' ? column.values : NO_IDS,
    words: how === ADDRESS ? AddressWords.of(store.addresses, style) : null,
    print: how === OTHER ? print : null,
    before: literalOf(text.before + around),
    after: literalOf(around + text.after),
    always: literalOf(text.always),
  };
}

class EventPrinter implements PiecePrinter {
  readonly plain: readonly PlainStep[] | null;
  private readonly start: Literal;
  private readonly cells: readonly Cell[];
  private readonly end: Literal;
  private readonly origins: readonly { readonly before: Literal; readonly after: Literal }[];
  private readonly firstRecords: Float64Array;
  private readonly table: EventTable;
  private readonly clock = new TimeText();
  /** Room for all but the values of other kinds. */
  private readonly room: number;

  constructor(
    store: EventStore,
    table: EventTable,
    cells: readonly Cell[],
    text: EventText,
    plain: readonly PlainStep[] | null,
  ) {
    this.plain = plain;
    this.table = table;
    this.cells = cells;
    this.start = literalOf(text.start);
    this.end = literalOf(text.end);
    this.origins = text.origins.map(({ before, after }) => ({
      before: literalOf(before),
      after: literalOf(after),
    }));
    this.firstRecords = Float64Array.from(store.parts, ({ firstRecord }) => firstRecord);
    const aroundOrigins = this.origins.map(({ before, after }) => before.length + after.length);
    this.room = cells.reduce(
      (sum, { before, after, always }) => sum + before.length + after.length + always.length + VALUE_ROOM,
      this.start.length + this.end.length + Math.max(0, ...aroundOrigins) + NUMBER_ROOM + LITERAL_SLACK,
    );
  }

  print(row: number, out: ByteBuffer): void {
    out.reserve(this.room);
    let { view } = out;
    let at = putLiteral(this.start, view, out.length);
    for (const cell of this.cells) {
      switch (cell.how) {
        case TIME:
          at = putLiteral(cell.before, view, at);
          at = this.clock.put(cell.times[row]!, view, at);
          at = putLiteral(cell.after, view, at);
          break;
        case PORT: {
          if (cell.unknown !== null && cell.unknown[row] === 1) break;
          const port = cell.ports[row]!;
          const width = digitCount(port);
          at = putLiteral(cell.before, view, at);
          putDigits(port, width, view, at);
          at = putLiteral(cell.after, view, at + width);
          break;
        }
        case ADDRESS: {
          const id = cell.ids[row]!;
          if (id === 0) break;
          const words = cell.words!;
          const room = words.roomFor(id);
          at = putLiteral(cell.before, view, at);
          if (room > VALUE_ROOM) {
            out.length = at;
            out.reserve(this.room + room);
            view = out.view;
          }
          at = words.put(id, view, at);
          at = putLiteral(cell.after, view, at);
          break;
        }
        case OTHER: {
          out.length = putLiteral(cell.before, view, at);
          const known = cell.print!(row, out);
          if (!known) out.length = at;
          out.reserve(this.room);
          view = out.view;
          at = known ? putLiteral(cell.after, view, out.length) : at;
          break;
        }
      }
      at = putLiteral(cell.always, view, at);
    }
    const { table } = this;
    const part = table.part(row);
    const { before, after } = this.origins[part]!;
    const record = this.firstRecords[part]! + table.record[row]!;
    const width = digitCount(record);
    at = putLiteral(before, view, at);
    putDigits(record, width, view, at);
    at = putLiteral(after, view, at + width);
    out.length = putLiteral(this.end, view, at);
  }
}
