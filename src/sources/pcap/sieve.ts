import type { KindBuilder } from '../../columns/kind-builder.ts';

/** Whether a want can use an event with these ports. */
export class Sieve {
  private readonly source: Uint32Array;
  private readonly destination: Uint32Array;

  constructor(builder: KindBuilder) {
    this.source = builder.sieve.table('src_port');
    this.destination = builder.sieve.table('dest_port');
  }

  passes(source: number, destination: number): boolean {
    return (this.source[source]! & this.destination[destination]!) !== 0;
  }

  /** Whether it can use one whichever end the client is. */
  passesEither(one: number, other: number): boolean {
    return this.passes(one, other) || this.passes(other, one);
  }
}
