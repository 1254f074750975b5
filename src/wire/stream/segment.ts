import type { Mark } from './byte-sink.ts';

/** The payload of a packet at its place in the sequence numbers of its side. */
export interface Segment {
  sequence: number;
  /** What its sender had received by then; null where it does not say. */
  readonly acknowledged: number | null;
  readonly bytes: Uint8Array;
  from: number;
  readonly to: number;
  /** Bytes behind `to` that were sent and not captured. */
  missing: number;
  readonly mark: Mark;
}

/** How far `to` is ahead of `from`: sequence numbers go round, so that half of them are ahead and half behind. */
export function distance(from: number, to: number): number {
  return (to - from) | 0;
}

/** Behind the last byte that was sent in it. */
export function segmentEnd({ sequence, from, to, missing }: Segment): number {
  return (sequence + to - from + missing) | 0;
}

/** Takes off what was had before. @returns false where that is all of it. */
export function trimTo(segment: Segment, next: number): boolean {
  const had = distance(segment.sequence, next);
  if (had <= 0) return true;
  if (had >= segment.to - segment.from + segment.missing) return false;
  const captured = Math.min(had, segment.to - segment.from);
  segment.from += captured;
  segment.missing -= had - captured;
  segment.sequence = next;
  return true;
}
