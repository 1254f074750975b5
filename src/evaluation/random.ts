/**
 * A stream of pseudo-random numbers: xoshiro128** (Blackman and Vigna), its state filled from the seeds by a
 * multiply-xorshift mix. The same seeds give the same stream everywhere.
 */
export class Random {
  private a = 0;
  private b = 0;
  private c = 0;
  private d = 0;
  /** The second of the two normal numbers that one draw gives; NaN where it has been used. */
  private spare = Number.NaN;

  constructor(...seeds: readonly number[]) {
    let state = 0x9e3779b9;
    for (const seed of seeds) state = mix((state ^ seed) >>> 0);
    this.a = state = mix(state + 0x9e3779b9);
    this.b = state = mix(state + 0x9e3779b9);
    this.c = state = mix(state + 0x9e3779b9);
    this.d = mix(state + 0x9e3779b9) | 1;
  }

  /** Uniform over 0 … 2³² − 1. */
  word(): number {
    const scaled = Math.imul(this.b, 5);
    const result = Math.imul((scaled << 7) | (scaled >>> 25), 9) >>> 0;
    const shifted = this.b << 9;
    this.c ^= this.a;
    this.d ^= this.b;
    this.b ^= this.c;
    this.a ^= this.d;
    this.c ^= shifted;
    this.d = (this.d << 11) | (this.d >>> 21);
    return result;
  }

  /** Uniform in [0, 1). */
  unit(): number {
    return this.word() / 2 ** 32;
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** A whole number in [0, count). */
  below(count: number): number {
    return Math.floor(this.unit() * count);
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** One of `from`, as likely as its weight says. */
  weighted<T>(from: readonly (readonly [weight: number, value: T])[]): T {
    let rest = this.unit() * from.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, value] of from) {
      rest -= weight;
      if (rest < 0) return value;
    }
    return from.at(-1)![1];
  }

  /** An index below `count`; index i is about as likely as 1/(i + 1) says. */
  zipf(count: number): number {
    return Math.min(count - 1, Math.floor((count + 1) ** this.unit()) - 1);
  }

  normal(mean: number, deviation: number): number {
    if (!Number.isNaN(this.spare)) {
      const value = mean + deviation * this.spare;
      this.spare = Number.NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    const angle = 2 * Math.PI * this.unit();
    this.spare = radius * Math.sin(angle);
    return mean + deviation * radius * Math.cos(angle);
  }

  /** How many events of a Poisson process with this mean; above 30 by the normal curve. */
  poisson(mean: number): number {
    if (mean > 30) return Math.max(0, Math.round(this.normal(mean, Math.sqrt(mean))));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.unit(); product > limit; product *= this.unit()) count += 1;
    return count;
  }

  /** `count` different ones of `from`, or all where there are fewer. */
  some<T>(from: readonly T[], count: number): T[] {
    if (count * 4 > from.length) return this.shuffled(from).slice(0, count);
    const chosen = new Set<number>();
    while (chosen.size < count) chosen.add(this.below(from.length));
    return [...chosen].map((index) => from[index]!);
  }

  shuffled<T>(from: readonly T[]): T[] {
    const all = [...from];
    for (let i = all.length - 1; i > 0; i--) {
      const other = this.below(i + 1);
      [all[i], all[other]] = [all[other]!, all[i]!];
    }
    return all;
  }
}

function mix(value: number): number {
  let word = value | 0;
  word = Math.imul(word ^ (word >>> 16), 0x21f0aaad);
  word = Math.imul(word ^ (word >>> 15), 0x735a2d97);
  return (word ^ (word >>> 15)) >>> 0;
}
