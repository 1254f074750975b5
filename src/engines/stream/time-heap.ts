/** A binary heap of numbered entries, the one with the least time first, of equal times the lowest number. */
export class TimeHeap {
  private readonly heap: number[] = [];
  private readonly times: number[] = [];

  get size(): number {
    return this.heap.length;
  }

  /** The least time of all; infinite where there is none. */
  get time(): number {
    return this.heap.length === 0 ? Number.POSITIVE_INFINITY : this.times[this.heap[0]!]!;
  }

  push(entry: number, time: number): void {
    this.times[entry] = time;
    this.heap.push(entry);
    let at = this.heap.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.before(at, parent)) break;
      this.swap(at, parent);
      at = parent;
    }
  }

  /** Takes out the first entry; there must be one. */
  pop(): number {
    const first = this.heap[0]!;
    const last = this.heap.pop()!;
    if (this.heap.length === 0) return first;
    this.heap[0] = last;
    let at = 0;
    for (;;) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.heap.length && this.before(child, least)) least = child;
      if (least === at) return first;
      this.swap(at, least);
      at = least;
    }
  }

  private before(a: number, b: number): boolean {
    const [one, other] = [this.heap[a]!, this.heap[b]!];
    return this.times[one]! < this.times[other]! || (this.times[one] === this.times[other] && one < other);
  }

  private swap(a: number, b: number): void {
    const one = this.heap[a]!;
    this.heap[a] = this.heap[b]!;
    this.heap[b] = one;
  }
}
