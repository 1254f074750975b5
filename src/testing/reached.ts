/** Counts what a test compared, by what it was compared under, and says so in one line. */
export class Reached {
  private readonly counts = new Map<string, Map<string, number>>();

  /** @param under such as `{ engine: 'stream', link: 'ether' }` */
  add(count: number, under: Readonly<Record<string, string>>): void {
    for (const [heading, name] of Object.entries(under)) {
      const counts = this.counts.get(heading) ?? new Map<string, number>();
      counts.set(name, (counts.get(name) ?? 0) + count);
      this.counts.set(heading, counts);
    }
  }

  /** Rows, told apart by the version of their addresses. */
  addPairs(pairs: readonly string[], under: Readonly<Record<string, string>>): void {
    const v6 = pairs.filter((pair) => pair.includes(':')).length;
    this.add(pairs.length - v6, { ...under, ip: 'IPv4' });
    this.add(v6, { ...under, ip: 'IPv6' });
  }

  of(heading: string, name: string): number {
    return this.counts.get(heading)?.get(name) ?? 0;
  }

  get line(): string {
    return [...this.counts]
      .map(
        ([heading, counts]) => `by ${heading}: ${[...counts].map(([name, n]) => `${name} ${n}`).join(', ')}`,
      )
      .join('; ');
  }
}
