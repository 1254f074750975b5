import { CONN_COLUMNS, SLOT } from './conn-columns.ts';
import { CODE } from './json-program-code.ts';
import type { Shape } from './json-shape.ts';
import type { PortPairSieve } from './port-pair-sieve.ts';
import { ReadRows } from './read-rows.ts';

const PORTS = 65_536;
const MEMBERS_AT = 2 * PORTS;
const MEMBER_BYTES = 48;
const TEXTS_AT = 134_320;
const MAX_TEXTS = 4;
const LITERALS_AT = 134_336;
const BLOCK = 16;
const ROWS_AT = 140_288;
const MAX_ROWS = 586;
const LINES_AT = 3 * PORTS;
/** More than the longest literal: the program compares them where a line may have ended. */
const SLACK = ROWS_AT - LITERALS_AT;
const PAGE = 65_536;

/** Kinds of members. */
const IN_QUOTES = 1;
const PROTO = 2;
const SRC_PORT = 4;
const DEST_PORT = 6;
const MAY_MISS = 8;

interface Program {
  readonly memory: WebAssembly.Memory;
  readonly skipped: WebAssembly.Global<'i32'>;
  readonly unused: WebAssembly.Global<'i32'>;
  readonly read: WebAssembly.Global<'i32'>;
  scan(start: number, to: number, room: number, longest: number, end: number): number;
}

/**
 * Passes over records of JSON lines as `skipJsonRows` does, and reads the records that may be of use as far as they
 * are written plainly (no escapes, decimal digits, dotted IPv4): WebAssembly that compares sixteen bytes at a time,
 * whose text is in json-program.wat. A shape must be learnt, and the lines be loaded, first.
 */
export class JsonMachine {
  /** Of the last scan: records that no analytic looks for, records not of TCP, and records that were read. */
  skipped = 0;
  unused = 0;
  read = 0;
  /** Whether the last scan stopped because it had read as many as it may. */
  isFull = false;
  readonly rows: ReadRows;
  private readonly program: Program;
  private shape: Shape | null = null;
  private fits = false;
  private loadedFrom = 0;

  private constructor(program: Program) {
    this.program = program;
    this.rows = new ReadRows(program.memory, ROWS_AT);
  }

  /**
   * Null where there is no WebAssembly with 128-bit vectors.
   * @param textSlots the slots whose texts are wanted, at most four
   */
  static make(sieve: PortPairSieve, textSlots: readonly number[]): JsonMachine | null {
    const module = compiled();
    if (module === null) return null;
    const machine = new JsonMachine(new WebAssembly.Instance(module).exports as unknown as Program);
    const { bytes } = machine.rows;
    bytes.set(sieve.src, 0);
    bytes.set(sieve.dest, PORTS);
    const texts = new Int32Array(bytes.buffer, TEXTS_AT, MAX_TEXTS).fill(-1);
    texts.set(textSlots.slice(0, MAX_TEXTS).map((slot) => 4 * slot));
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

  /** Takes on the shape that records are to have. False where it is too large. */
  learn(shape: Shape): boolean {
    if (shape === this.shape) return this.fits;
    this.shape = shape;
    this.fits = this.write(shape);
    return this.fits;
  }

  /**
   * Goes on from `at` until a line that somebody else must look at, or until `room` records were read.
   * @returns the beginning of the next line; `to` where all was passed over or read
   */
  scan(at: number, to: number, longest: number, room: number): number {
    const { program } = this;
    const shift = LINES_AT - this.loadedFrom;
    const end = MEMBERS_AT + MEMBER_BYTES * this.shape!.members.length;
    const most = Math.min(room, MAX_ROWS);
    const found = program.scan(at + shift, to + shift, most, longest, end);
    this.skipped = program.skipped.value;
    this.unused = program.unused.value;
    this.read = program.read.value;
    this.isFull = this.read === most;
    return found - shift;
  }

  private write({ members, fixed, end }: Shape): boolean {
    const literals = [...members.map(({ literal }) => literal), end];
    const blocks = literals.reduce((sum, { length }) => sum + Math.ceil(length / BLOCK) - 1, 0);
    if (LITERALS_AT + 2 * BLOCK * blocks > ROWS_AT) return false;
    const words = new Int32Array(this.rows.bytes.buffer);
    let rest = LITERALS_AT;
    literals.forEach((literal, n) => {
      const { code, inQuotes } = members[n] ?? { code: -1, inQuotes: false };
      const slot = code >= 0 && code < CONN_COLUMNS.length ? 4 * code : -1;
      const kind =
        (inQuotes ? IN_QUOTES : 0) |
        (ROLES.get(code) ?? 0) |
        (n < fixed || n === members.length ? 0 : MAY_MISS);
      const at = MEMBERS_AT + MEMBER_BYTES * n;
      words.set([literal.length, kind, slot, rest], at / 4 + 8);
      this.writeBlock(at, literal.subarray(0, BLOCK));
      for (let from = BLOCK; from < literal.length; from += BLOCK) {
        this.writeBlock(rest, literal.subarray(from, from + BLOCK));
        rest += 2 * BLOCK;
      }
    });
    return true;
  }

  /** Bytes, and a mask of as many. */
  private writeBlock(at: number, block: Uint8Array): void {
    const { bytes } = this.rows;
    bytes.fill(0, at, at + 2 * BLOCK);
    bytes.set(block, at);
    bytes.fill(0xff, at + BLOCK, at + BLOCK + block.length);
  }
}

const ROLES: ReadonlyMap<number, number> = new Map([
  [SLOT.proto, PROTO],
  [SLOT['id.orig_p'], SRC_PORT],
  [SLOT['id.resp_p'], DEST_PORT],
]);

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
