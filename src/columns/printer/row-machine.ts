import { ADDRESS_BYTES, formatAddress, isV4 } from '../../model/address.ts';
import type { AddressTable } from '../../model/batch.ts';
import type { MatchColumn } from '../../model/match.ts';
import { formatTime, MICROS_PER_SECOND } from '../../model/time.ts';
import { CODE } from './row-program-code.ts';

/** An event whose text is literals, and values that are always known, each where it stands by row. */
export type PlainStep =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'time'; readonly values: Float64Array }
  | { readonly kind: 'port'; readonly values: Uint16Array }
  | { readonly kind: 'address'; readonly values: Uint32Array; readonly addresses: AddressTable }
  /** One of several literals. */
  | { readonly kind: 'choice'; readonly texts: readonly string[]; readonly of: (row: number) => number }
  | { readonly kind: 'number'; readonly of: (row: number) => number };

const STEP_WORDS = 4;
const MOST_STEPS = 120;
const MINUTES_AT = 2048;
const MINUTES = 64;
const PAIRS_AT = 4096;
const LITERALS_AT = 4352;
const VALUES_AT = 65_536;
const BLOCK_ROWS = 512;
const COLUMN_BYTES = 8 * BLOCK_ROWS;
const OUT_AT = 131_072;
const OUT_BYTES = 1 << 20;
/** What a value takes at most: a time or an address. */
const VALUE_BYTES = 27;
const MOST_ROW_BYTES = 1024;
const SLACK = 64;
const ADDRESSES_AT = OUT_AT + OUT_BYTES + SLACK;
const MOST_ADDRESSES = 1 << 20;
const MOST_NUMBER = 4_000_000_000;
const PAGE = 65_536;
const SECONDS_PER_MINUTE = 60;
const MINUTE_LETTERS = '2023-11-14T22:13:'.length;

const KIND = { literal: 1, time: 2, number: 3, port: 3, address: 4, choice: 5 } as const;

interface Program {
  readonly memory: WebAssembly.Memory;
  print(count: number, at: number, addresses: number): number;
}

/** Fetches the values of a block of rows; false where one of them is not as it must be. */
type Fetch = (rows: Uint32Array, from: number, count: number) => boolean;

const encoder = new TextEncoder();

/**
 * Writes rows whose events are plain with WebAssembly, whose text is in row-program.wat: the values of a block of
 * rows are fetched column by column, and written row by row. What it cannot write is left to others.
 */
export class RowMachine {
  private readonly program: Program;
  private bytes: Uint8Array = new Uint8Array(0);
  private fetches: readonly (readonly Fetch[])[] = [];
  private addresses: AddressTable | null = null;
  private filled = 0;

  private constructor(module: WebAssembly.Module) {
    const minute = (number: number, at: number): void => {
      const text = formatTime(number * SECONDS_PER_MINUTE * MICROS_PER_SECOND);
      this.bytes.set(encoder.encode(text.slice(0, MINUTE_LETTERS)), at);
    };
    const instance = new WebAssembly.Instance(module, { host: { minute } });
    this.program = instance.exports as unknown as Program;
    this.makeRoom(0);
    new Float64Array(this.bytes.buffer, MINUTES_AT, 4 * MINUTES).fill(Number.NaN);
    for (let pair = 0; pair < 100; pair++)
      this.bytes.set(encoder.encode(String(pair).padStart(2, '0')), PAIRS_AT + 2 * pair);
  }

  /** Null where there is no WebAssembly with 128-bit vectors. */
  static make(): RowMachine | null {
    const module = compiled();
    return module === null ? null : new RowMachine(module);
  }

  /** Takes on how the events of a row are written, by column. False where it is too much for it. */
  learn(columns: readonly (readonly PlainStep[])[]): boolean {
    const steps = merged(columns);
    const lengths = steps.map(({ step }) => lengthsOf(step));
    const values = steps.filter(({ step }) => step.kind !== 'literal');
    const tables = new Set(steps.flatMap(({ step }) => (step.kind === 'address' ? [step.addresses] : [])));
    const [addresses = null] = tables;
    const longest = lengths.reduce((sum, each) => sum + Math.max(0, ...each), VALUE_BYTES * values.length);
    const literalBytes = lengths.flat().reduce((sum, length) => sum + length + SLACK + 8, 0);
    const fits =
      steps.length <= MOST_STEPS &&
      values.length * COLUMN_BYTES <= OUT_AT - VALUES_AT &&
      longest <= MOST_ROW_BYTES &&
      literalBytes <= VALUES_AT - LITERALS_AT &&
      tables.size <= 1 &&
      (addresses?.count ?? 0) <= MOST_ADDRESSES;
    if (fits) this.write(steps, columns.length, addresses);
    return fits;
  }

  /**
   * Writes as many of the rows from … to as it can; `written` holds their text.
   * @returns the row to go on with: one that it cannot write, or that there is no room for
   */
  print(columns: readonly Omit<MatchColumn, 'name'>[], from: number, to: number): number {
    const { fetches, program } = this;
    for (let row = from; row < to; ) {
      const count = Math.min(BLOCK_ROWS, to - row);
      if (this.filled + count * MOST_ROW_BYTES > OUT_BYTES) return row;
      for (let c = 0; c < columns.length; c++)
        for (const fetch of fetches[c]!) if (!fetch(columns[c]!.rows, row, count)) return row;
      this.filled = program.print(count, OUT_AT + this.filled, ADDRESSES_AT) - OUT_AT;
      row += count;
    }
    return to;
  }

  /** What was written since `clear`; valid until the next row. */
  get written(): Uint8Array {
    return this.bytes.subarray(OUT_AT, OUT_AT + this.filled);
  }

  clear(): void {
    this.filled = 0;
  }

  private write(steps: readonly ColumnStep[], columns: number, addresses: AddressTable | null): void {
    if (addresses !== null && addresses !== this.addresses) {
      this.makeRoom(addresses.count + 1);
      this.bytes.fill(0, ADDRESSES_AT, ADDRESSES_AT + 16 * (addresses.count + 1));
    }
    this.addresses = addresses ?? this.addresses;
    const { buffer } = this.bytes;
    const plan = new Int32Array(buffer, 0, STEP_WORDS * (MOST_STEPS + 1)).fill(0);
    const fetches = Array.from({ length: columns }, (): Fetch[] => []);
    let literalAt = LITERALS_AT;
    let valuesAt = VALUES_AT;
    const putText = (text: string): readonly [at: number, length: number] => {
      const bytes = encoder.encode(text);
      const at = literalAt;
      this.bytes.set(bytes, at);
      literalAt += (bytes.length + SLACK) & ~7;
      return [at, bytes.length];
    };
    steps.forEach(({ column, step }, n) => {
      const words: number[] = [KIND[step.kind]];
      if (step.kind === 'literal') words.push(...putText(step.text));
      else {
        words.push(valuesAt);
        if (step.kind === 'choice') {
          const placed = step.texts.flatMap(putText);
          words.push(literalAt);
          new Int32Array(buffer, literalAt, placed.length).set(placed);
          literalAt += 4 * placed.length;
        }
        fetches[column]!.push(this.fetchOf(step, valuesAt));
        valuesAt += COLUMN_BYTES;
      }
      plan.set(words, STEP_WORDS * n);
    });
    this.fetches = fetches;
  }

  private fetchOf(step: Exclude<PlainStep, { kind: 'literal' }>, at: number): Fetch {
    const { buffer } = this.bytes;
    if (step.kind === 'time') return fetchTimes(step.values, new Float64Array(buffer, at, BLOCK_ROWS));
    const into = new Uint32Array(buffer, at, BLOCK_ROWS);
    switch (step.kind) {
      case 'port':
        return fetchPorts(step.values, into);
      case 'address':
        return this.fetchAddresses(step.values, step.addresses, into);
      default:
        return fetchNumbers(step.of, into);
    }
  }

  private fetchAddresses(values: Uint32Array, addresses: AddressTable, into: Uint32Array): Fetch {
    const { bytes } = this;
    return (rows, from, count) => {
      for (let i = 0; i < count; i++) {
        const id = values[rows[from + i]!]!;
        if (bytes[ADDRESSES_AT + 16 * id + 15] === 0 && !this.putAddress(id, addresses)) return false;
        into[i] = id;
      }
      return true;
    };
  }

  /** False where the address is unknown, or none of IPv4. */
  private putAddress(id: number, { bytes, scopes }: AddressTable): boolean {
    if (id === 0 || !isV4(bytes, ADDRESS_BYTES * id) || scopes?.has(id)) return false;
    const text = encoder.encode(formatAddress(bytes, ADDRESS_BYTES * id, null));
    this.bytes.set(text, ADDRESSES_AT + 16 * id);
    this.bytes[ADDRESSES_AT + 16 * id + 15] = text.length;
    return true;
  }

  private makeRoom(addresses: number): void {
    const { memory } = this.program;
    const missing = ADDRESSES_AT + 16 * addresses - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    this.bytes = new Uint8Array(memory.buffer);
  }
}

interface ColumnStep {
  readonly column: number;
  readonly step: PlainStep;
}

/** Of the texts that a step may write, in bytes. */
function lengthsOf(step: PlainStep): readonly number[] {
  const texts = step.kind === 'literal' ? [step.text] : step.kind === 'choice' ? step.texts : [];
  return texts.map((text) => encoder.encode(text).length);
}

/** The steps of a row, literals that follow one another as one. */
function merged(columns: readonly (readonly PlainStep[])[]): readonly ColumnStep[] {
  const steps: ColumnStep[] = [];
  columns.forEach((own, column) => {
    for (const step of own) {
      const last = steps.at(-1)?.step;
      if (step.kind === 'literal' && step.text === '') continue;
      if (step.kind === 'literal' && last?.kind === 'literal')
        steps[steps.length - 1] = { column, step: { kind: 'literal', text: last.text + step.text } };
      else steps.push({ column, step });
    }
  });
  return steps;
}

function fetchTimes(values: Float64Array, into: Float64Array): Fetch {
  return (rows, from, count) => {
    for (let i = 0; i < count; i++) into[i] = values[rows[from + i]!]!;
    return true;
  };
}

function fetchPorts(values: Uint16Array, into: Uint32Array): Fetch {
  return (rows, from, count) => {
    for (let i = 0; i < count; i++) into[i] = values[rows[from + i]!]!;
    return true;
  };
}

function fetchNumbers(of: (row: number) => number, into: Uint32Array): Fetch {
  return (rows, from, count) => {
    for (let i = 0; i < count; i++) {
      const value = of(rows[from + i]!);
      if (value > MOST_NUMBER) return false;
      into[i] = value;
    }
    return true;
  };
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
