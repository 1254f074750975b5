import { NUMBER_SLOTS, SLOT } from './conn-columns.ts';
import type { WantedSlots } from './conn-flows.ts';
import type { PortPairSieve } from './port-pair-sieve.ts';
import { ReadRows } from './read-rows.ts';
import type { ConnLayout } from './table-layout.ts';
import { CODE } from './table-program-code.ts';

const PORTS = 65_536;
const FIRST_AT = 2 * PORTS;
const COUNTS_AT = FIRST_AT + 16;
const DECIDING_AT = FIRST_AT + 36;
const VALUES_AT = FIRST_AT + 48;
/** In place of a column that is not there. */
const NONE = -1;
const ZERO = 0x30;
const NINE = 0x39;
/** A row has room for so many; the program puts down some more before it sees that they are too many. */
const MAX_COLUMNS = 700;
const ROWS_AT = 135_168;
const MAX_ROWS = 640;
const LINES_AT = 3 * PORTS;
const SLACK = 64;
const PAGE = 65_536;

/** How the program reads a value, and where in a row it puts it. */
const TIME = 1 << 4;
const COUNT = 2 << 4;
const TEXT = 3 << 4;

const NUMBER_ROLES: ReadonlyMap<number, number> = new Map([
  [SLOT.duration, TIME | 1],
  [SLOT.orig_bytes, COUNT | 2],
  [SLOT.resp_bytes, COUNT | 3],
  [SLOT.orig_pkts, COUNT | 4],
  [SLOT.resp_pkts, COUNT | 5],
]);
const MAX_TEXTS = 4;

interface Program {
  readonly memory: WebAssembly.Memory;
  readonly skipped: WebAssembly.Global<'i32'>;
  readonly unused: WebAssembly.Global<'i32'>;
  readonly read: WebAssembly.Global<'i32'>;
  scan(
    start: number,
    to: number,
    room: number,
    longest: number,
    separator: number,
    width: number,
    unset: number,
    empty: number,
    ...stops: readonly number[]
  ): number;
}

/**
 * Passes over rows of conn.log as `skipTableRows` does, and reads the rows that may be of use as far as they are
 * written plainly (digits, dotted IPv4, ASCII): WebAssembly that compares sixteen bytes at a time, whose text is
 * in table-program.wat. The lines must be loaded first.
 */
export class TableMachine {
  /** Of the last scan: rows that no analytic looks for, rows that are not of TCP, and rows that were read. */
  skipped = 0;
  unused = 0;
  read = 0;
  readonly rows: ReadRows;
  private readonly program: Program;
  private readonly numberSlots: readonly number[];
  private readonly textSlots: readonly number[];
  private loadedFrom = 0;
  private layout: ConnLayout | null = null;
  private canRead = false;

  private constructor(program: Program, { numberSlots, textSlots }: WantedSlots) {
    this.program = program;
    this.numberSlots = numberSlots;
    this.textSlots = textSlots.slice(0, MAX_TEXTS);
    this.rows = new ReadRows(program.memory, ROWS_AT);
  }

  /** Null where there is no WebAssembly with 128-bit vectors. */
  static make(sieve: PortPairSieve, wanted: WantedSlots): TableMachine | null {
    const module = compiled();
    if (module === null) return null;
    const program = new WebAssembly.Instance(module).exports as unknown as Program;
    const machine = new TableMachine(program, wanted);
    machine.rows.bytes.set(sieve.src, 0);
    machine.rows.bytes.set(sieve.dest, PORTS);
    return machine;
  }

  /** Takes in bytes[from … to], which end with a line feed; `scan` then uses positions in `bytes`. */
  load(bytes: Uint8Array, from: number, to: number): void {
    const { memory } = this.program;
    const missing = LINES_AT + to - from + SLACK - this.rows.bytes.length;
    if (missing > 0) {
      memory.grow(Math.ceil(missing / PAGE));
      this.rows.renew(memory);
    }
    this.rows.bytes.set(bytes.subarray(from, to), LINES_AT);
    this.loadedFrom = from;
  }

  /**
   * Goes on from `at` until a line that somebody else must look at, or until `room` rows were read.
   * @returns the beginning of the next line; `to` where all was passed over or read
   */
  scan(at: number, to: number, layout: ConnLayout, longest: number, room: number): number {
    const { program } = this;
    if (layout !== this.layout) this.use(layout);
    const { separator, width, unset, empty, gaps, stops } = layout;
    const shift = LINES_AT - this.loadedFrom;
    const found = program.scan(
      at + shift,
      to + shift,
      this.canRead ? Math.min(room, MAX_ROWS) : 0,
      longest,
      separator,
      width,
      unset[0] ?? -1,
      empty[0] ?? -1,
      gaps[0]!,
      stops[0]!,
      gaps[1]!,
      stops[1]!,
      gaps[2]!,
      stops[2]!,
    );
    this.skipped = program.skipped.value;
    this.unused = program.unused.value;
    this.read = program.read.value;
    return found - shift;
  }

  /**
   * Tells the program what the columns are; it reads rows only where what is unset is a single character, and no
   * digit.
   */
  private use(layout: ConnLayout): void {
    this.layout = layout;
    const { unset, empty, width } = layout;
    this.canRead =
      width <= MAX_COLUMNS &&
      unset.length === 1 &&
      !(unset[0]! >= ZERO && unset[0]! <= NINE) &&
      empty.length > 0;
    if (!this.canRead) return;
    const places = new Map<number, number>();
    let column = 0;
    for (const { slot, gap } of layout.columns) {
      column += gap;
      places.set(slot, 4 * column);
      column += 1;
    }
    const placeOf = (slot: number) => places.get(slot) ?? NONE;
    const others = NUMBER_SLOTS.filter((slot) => !this.numberSlots.includes(slot)).map(placeOf);
    const [length, ...counts] = this.numberSlots.includes(SLOT.duration) ? [NONE, ...others] : others;
    const values = [
      ...this.numberSlots.map((slot) => [placeOf(slot), NUMBER_ROLES.get(slot)!]),
      ...this.textSlots.map((slot, n) => [placeOf(slot), TEXT | n]),
    ];
    const { buffer } = this.rows.bytes;
    new Int32Array(buffer, FIRST_AT).set([
      placeOf(SLOT.ts),
      placeOf(SLOT['id.orig_h']),
      placeOf(SLOT['id.resp_h']),
      length!,
    ]);
    new Int32Array(buffer, COUNTS_AT).set([...counts.filter((place) => place !== NONE), NONE]);
    new Int32Array(buffer, DECIDING_AT).set([
      placeOf(SLOT['id.orig_p']),
      placeOf(SLOT['id.resp_p']),
      placeOf(SLOT.proto),
    ]);
    new Int32Array(buffer, VALUES_AT).set([...values.filter(([place]) => place !== NONE).flat(), NONE]);
  }
}

let module: WebAssembly.Module | null | undefined;

function compiled(): WebAssembly.Module | null {
  if (module !== undefined) return module;
  try {
    module = new WebAssembly.Module(Uint8Array.from(atob(CODE), (letter) => letter.charCodeAt(0)));
  } catch {
    module = null;
  }
  return module;
}
