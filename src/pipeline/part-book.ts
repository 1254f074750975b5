import type { Part } from '../model/origin.ts';

interface Entry {
  readonly input: number;
  readonly leaf: number;
  readonly share: number;
  readonly path: string;
  readonly member: string | null;
  records: number;
}

/**
 * Numbers the stretches of input that are read, in whatever order reading comes to them, and at the end puts
 * them in order: input as given, member as it stands in the archive, share as it stands in the file.
 */
export class PartBook {
  private readonly entries: Entry[] = [];

  /** A number for batches to name the part by. */
  open(place: Omit<Entry, 'records'>): number {
    return this.entries.push({ ...place, records: 0 }) - 1;
  }

  addRecords(part: number, records: number): void {
    this.entries[part]!.records += records;
  }

  /** The parts in order, and the place among them of a number that `open` gave. */
  close(): { readonly parts: readonly Part[]; readonly numberOf: (part: number) => number } {
    const order = this.entries
      .map((entry, number) => ({ entry, number }))
      .sort(({ entry: a }, { entry: b }) => a.input - b.input || a.leaf - b.leaf || a.share - b.share);
    const place = new Uint32Array(order.length);
    const parts: Part[] = [];
    let firstRecord = 1;
    order.forEach(({ entry, number }, i) => {
      const before = order[i - 1]?.entry;
      const goesOn = before !== undefined && before.input === entry.input && before.leaf === entry.leaf;
      firstRecord = goesOn ? firstRecord + before.records : 1;
      place[number] = i;
      parts.push({
        input: entry.path,
        ...(entry.member === null ? {} : { member: entry.member }),
        firstRecord,
      });
    });
    return { parts, numberOf: (part) => place[part]! };
  }
}
