import type { KindBuilder } from '../../columns/kind-builder.ts';

/** Whether a want can use an event with these ports. */
export class Sieve {
  private readonly source: Uint32Array;
  private readonly destination: Uint32Array;
  /** Whether it can use any: tables of all ports are slow to look into. */
  private readonly any: boolean;

  constructor(builder: KindBuilder) {
    this.source = builder.sieve.table('src_port');
    this.destination = builder.sieve.table('dest_port');
    this.any = (common(this.source) & common(this.destination)) !== 0;
  }

  passes(source: number, destination: number): boolean {
    return this.any || (this.source[source]! & this.destination[destination]!) !== 0;
  }

  /** Whether it can use one whichever end the client is. */
  passesEither(one: number, other: number): boolean {
    return this.passes(one, other) || this.passes(other, one);
  }
}

/** The bits that all masks have. */
function common(masks: Uint32Array): number {
  let bits = ~0;
  for (let port = 0; port < masks.length && bits !== 0; port++) bits &= masks[port]!;
  return bits;
}
