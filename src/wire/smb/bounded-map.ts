/** A map that lets its oldest entry go when it is full. */
export class BoundedMap<Key, Value> {
  private readonly map = new Map<Key, Value>();
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get(key: Key): Value | undefined {
    return this.map.get(key);
  }

  /** @returns what had to go: the value that the key had, or the oldest of all; null where there was room */
  set(key: Key, value: Value): Value | null {
    const before = this.map.get(key);
    if (before === undefined && this.map.size === this.limit) {
      const [oldest, gone] = this.map.entries().next().value!;
      this.map.delete(oldest);
      this.map.set(key, value);
      return gone;
    }
    this.map.set(key, value);
    return before === undefined || before === value ? null : before;
  }

  delete(key: Key): void {
    this.map.delete(key);
  }

  entries(): IterableIterator<[Key, Value]> {
    return this.map.entries();
  }

  values(): IterableIterator<Value> {
    return this.map.values();
  }
}
