import { SpillFolder } from './spill-folder.ts';

interface Timed {
  readonly time: number;
  readonly text: string;
}

/** What a text takes in memory beside its characters, about. */
const ENTRY_BYTES = 64;
/** Texts that are written and read at a time. */
const BLOCK = 64;

/** Texts put in order of time, then of the text itself: in memory, and beyond a bound in sorted runs on disk. */
export class SortedTexts {
  private readonly bound: number;
  private readonly parent: string;
  private held: Timed[] = [];
  private heldBytes = 0;
  private folder: SpillFolder<readonly Timed[]> | null = null;
  private runs = 0;

  /** @param tempDir the folder in which runs get a folder of their own */
  constructor(bound: number, tempDir: string) {
    this.bound = bound;
    this.parent = tempDir;
  }

  add(time: number, text: string): void {
    this.held.push({ time, text });
    this.heldBytes += text.length + ENTRY_BYTES;
    if (this.heldBytes > this.bound) this.spill();
  }

  /** All of them in order. Nothing can be added afterwards. */
  *texts(): Generator<string> {
    const { folder } = this;
    const runs: Iterator<Timed>[] = [this.sorted()[Symbol.iterator]()];
    if (folder !== null)
      for (let run = 0; run < this.runs; run++) runs.push(flattened(folder.read(run))[Symbol.iterator]());
    yield* merged(runs);
  }

  remove(): void {
    process.off('exit', this.removeFolder);
    this.removeFolder();
  }

  private readonly removeFolder = (): void => this.folder?.remove();

  private spill(): void {
    if (this.folder === null) {
      this.folder = new SpillFolder(this.parent);
      process.once('exit', this.removeFolder);
    }
    const sorted = this.sorted();
    for (let at = 0; at < sorted.length; at += BLOCK)
      this.folder.append(this.runs, sorted.slice(at, at + BLOCK));
    this.runs += 1;
    this.held = [];
    this.heldBytes = 0;
  }

  private sorted(): readonly Timed[] {
    return this.held.sort(inOrder);
  }
}

function inOrder(a: Timed, b: Timed): number {
  return a.time - b.time || Number(a.text > b.text) - Number(a.text < b.text);
}

function* flattened<Item>(blocks: Iterable<readonly Item[]>): Generator<Item> {
  for (const block of blocks) yield* block;
}

function* merged(runs: readonly Iterator<Timed>[]): Generator<string> {
  const heads = runs.map((run) => ({ run, next: run.next() }));
  for (;;) {
    let first: (typeof heads)[number] | null = null;
    for (const head of heads)
      if (
        head.next.done !== true &&
        (first === null || inOrder(head.next.value, first.next.value as Timed) < 0)
      )
        first = head;
    if (first === null) return;
    yield (first.next.value as Timed).text;
    first.next = first.run.next();
  }
}
