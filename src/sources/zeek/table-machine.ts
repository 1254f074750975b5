import { SLOT } from './conn-columns.ts';
import type { PortPairSieve } from './port-pair-sieve.ts';
import { ReadRows } from './read-rows.ts';
import type { ConnLayout } from './table-layout.ts';
import { CODE } from './table-program-code.ts';

const PORTS = 65_536;
const COLUMNS_AT = 2 * PORTS;
const MAX_COLUMNS = 4096;
const ROWS_AT = COLUMNS_AT + MAX_COLUMNS;
const MAX_ROWS = 640;
const LINES_AT = 3 * PORTS;
const SLACK = 64;
const PAGE = 65_536;

/** How the program reads a value, and where in a row it puts it. */
const TIME = 1 << 4;
const COUNT = 2 << 4;
const ADDRESS = 3 << 4;
const TEXT = 4 << 4;

const ROLES: readonly (readonly [slot: number, role: number])[] = [
  [SLOT.ts, TIME],
  [SLOT.duration, TIME | 1],
  [SLOT.orig_bytes, COUNT | 2],
  [SLOT.resp_bytes, COUNT | 3],
  [SLOT.orig_pkts, COUNT | 4],
  [SLOT.resp_pkts, COUNT | 5],
  [SLOT['id.orig_h'], ADDRESS | 12],
  [SLOT['id.resp_h'], ADDRESS | 13],
];
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
  private readonly textSlots: readonly number[];
  private loadedFrom = 0;
  private layout: ConnLayout | null = null;
  private canRead = false;

  private constructor(program: Program, textSlots: readonly number[]) {
    this.program = program;
    this.textSlots = textSlots;
    this.rows = new ReadRows(program.memory, ROWS_AT);
  }

  /**
   * Null where there is no WebAssembly with 128-bit vectors.
   * @param textSlots the slots whose texts are wanted, at most four
   */
  static make(sieve: PortPairSieve, textSlots: readonly number[]): TableMachine | null {
    const module = compiled();
    if (module === null) return null;
    const machine = new TableMachine(
      new WebAssembly.Instance(module).exports as unknown as Program,
      textSlots.slice(0, MAX_TEXTS),
    );
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

  /** Tells the program what the columns are; it reads rows only where what is unset is a single character. */
  private use(layout: ConnLayout): void {
    this.layout = layout;
    this.canRead = layout.width <= MAX_COLUMNS && layout.unset.length === 1 && layout.empty.length > 0;
    if (!this.canRead) return;
    const roles = new Map(ROLES);
    this.textSlots.forEach((slot, n) => {
      roles.set(slot, TEXT | n);
    });
    this.rows.bytes.fill(0, COLUMNS_AT, COLUMNS_AT + layout.width);
    let column = 0;
    for (const { slot, gap } of layout.columns) {
      column += gap;
      this.rows.bytes[COLUMNS_AT + column] = roles.get(slot) ?? 0;
      column += 1;
    }
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
