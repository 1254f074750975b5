import type { Side } from './byte-sink.ts';
import { distance, type Segment, segmentEnd } from './segment.ts';

/** A packet whose numbers are further off is taken for damaged; receivers allow no more by far. */
const FAR = 1 << 24;

/** What one side of a connection sent: how far it was passed on, and what waits for its turn. */
export class Direction {
  readonly side: Side;
  /** The sequence number of the byte to come; null before the first, where its SYN was not seen. */
  next: number | null;
  /** Segments ahead of `next`, in the order of their numbers; null until there is one. */
  held: Segment[] | null = null;
  heldBytes = 0;
  /** Up to where the other side is known to have received; null where it never said. */
  received: number | null = null;
  /** Nothing is to be expected: what the other side received of it is not in the capture. */
  silent = false;
  /** Behind a segment that was far off: another that begins there says that both are right. */
  private stray: number | null = null;

  constructor(side: Side, opened: number | null) {
    this.side = side;
    this.next = opened;
  }

  get head(): Segment | null {
    return this.held === null || this.held.length === 0 ? null : this.held[0]!;
  }

  /** Whether the number is so far from the next that something is wrong with the one or the other. */
  isFar(sequence: number): boolean {
    const ahead = distance(this.next!, sequence);
    return ahead > FAR || ahead < -FAR;
  }

  /** @returns whether a far-off segment goes on where the one before it ended */
  followsStray(segment: Segment): boolean {
    const follows = this.stray === segment.sequence;
    this.stray = follows ? null : segmentEnd(segment);
    return follows;
  }

  /** Whether the other side had received, when it said so, bytes that are still to come here. */
  lacks(received: number | null): boolean {
    if (received === null || this.next === null || this.silent) return false;
    const ahead = distance(this.next, received);
    // A FIN counts as one.
    return ahead > 1 && ahead <= FAR;
  }

  /** Remembers what the other side received. */
  hear(received: number | null): void {
    if (received === null || this.next === null || this.isFar(received)) return;
    if (this.received === null || distance(this.received, received) > 0) this.received = received;
  }

  /** Takes in a copy of a segment, unless as much is held from the same place. @returns the bytes it takes. */
  hold(segment: Segment): number {
    this.held ??= [];
    const { held } = this;
    let place = held.length;
    while (place > 0 && distance(held[place - 1]!.sequence, segment.sequence) < 0) place -= 1;
    const before = held[place - 1];
    if (before !== undefined && distance(segmentEnd(segment), segmentEnd(before)) >= 0) return 0;
    const bytes = segment.bytes.slice(segment.from, segment.to);
    held.splice(place, 0, { ...segment, bytes, from: 0, to: bytes.length });
    this.heldBytes += bytes.length;
    return bytes.length;
  }

  /** Takes the first segment out. */
  shift(): Segment {
    const segment = this.held!.shift()!;
    this.heldBytes -= segment.bytes.length;
    return segment;
  }
}
