import type { PortPairSieve } from './port-pair-sieve.ts';
import { CODE } from './skip-program-code.ts';
import type { TableLayout } from './table-layout.ts';

const PORTS = 65_536;
const LINES_AT = 2 * PORTS;
const SLACK = 64;
const PAGE = 65_536;

interface Program {
  readonly memory: WebAssembly.Memory;
  readonly skipped: WebAssembly.Global<'i32'>;
  readonly unused: WebAssembly.Global<'i32'>;
  skip(start: number, to: number, separator: number, longest: number, ...stops: readonly number[]): number;
}

/**
 * `skipTableRows` as WebAssembly, which compares sixteen bytes at a time; the program's text is in
 * skip-program.wat. The lines must be loaded first.
 */
export class SkipMachine {
  /** Rows that the last `skip` passed over: not looked for by any analytic, and not of TCP. */
  skipped = 0;
  unused = 0;
  private readonly program: Program;
  private loadedFrom = 0;

  private constructor(program: Program) {
    this.program = program;
  }

  /** Null where there is no WebAssembly with 128-bit vectors. */
  static make(sieve: PortPairSieve): SkipMachine | null {
    const module = compiled();
    if (module === null) return null;
    const program = new WebAssembly.Instance(module).exports as unknown as Program;
    const memory = new Uint8Array(program.memory.buffer);
    memory.set(sieve.src, 0);
    memory.set(sieve.dest, PORTS);
    return new SkipMachine(program);
  }

  /** Takes in bytes[from … to], which end with a line feed; `skip` then uses positions in `bytes`. */
  load(bytes: Uint8Array, from: number, to: number): void {
    const { memory } = this.program;
    const missing = LINES_AT + to - from + SLACK - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    new Uint8Array(memory.buffer, LINES_AT).set(bytes.subarray(from, to));
    this.loadedFrom = from;
  }

  /** See `skipTableRows`. */
  skip(at: number, to: number, { separator, gaps, stops }: TableLayout, longest: number): number {
    const { program } = this;
    const shift = LINES_AT - this.loadedFrom;
    const found = program.skip(
      at + shift,
      to + shift,
      separator,
      longest,
      gaps[0]!,
      stops[0]!,
      gaps[1]!,
      stops[1]!,
      gaps[2]!,
      stops[2]!,
    );
    this.skipped = program.skipped.value;
    this.unused = program.unused.value;
    return found - shift;
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
