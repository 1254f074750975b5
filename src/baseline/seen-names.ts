import { TextDictionary } from '../columns/text-dictionary.ts';
import { LineFault, type SnapshotLines } from './snapshot-lines.ts';
import { wordBytes } from './snapshot-words.ts';
import { compareTexts } from './text-order.ts';

/** Names of a snapshot's file, by number in the order in which they came. */
export class SeenNames {
  private readonly dictionary = new TextDictionary();
  private readonly names: string[] = [];

  /** The number of the word that was read last. */
  seen(lines: SnapshotLines): number {
    const id = this.dictionary.intern(lines.bytes, lines.from, lines.to) - 1;
    if (id === this.names.length) this.names.push(nameOf(lines));
    return id;
  }

  name(id: number): string {
    return this.names[id]!;
  }

  /** All of them, sorted, and each number's place among them. */
  sorted(): { readonly names: readonly string[]; readonly idOf: Int32Array } {
    const order = this.names.map((_, id) => id).sort((a, b) => compareTexts(this.name(a), this.name(b)));
    const idOf = new Int32Array(order.length);
    order.forEach((id, place) => {
      idOf[id] = place;
    });
    return { names: order.map((id) => this.name(id)), idOf };
  }
}

/** A name is spelled in one way only, so that two spellings are two names. */
function nameOf(lines: SnapshotLines): string {
  const name = lines.readName();
  const { bytes, from, to } = lines;
  const right = wordBytes(name);
  if (right.length !== to - from || right.some((byte, i) => byte !== bytes[from + i]))
    throw new LineFault(`${name} is written otherwise`);
  return name;
}
