/** Cuts a capture into packets. Fed with the input's bytes in order, in whatever pieces they come. */
export interface Framing {
  /**
   * Reads whole records from bytes[from … to].
   * @param last no bytes follow these
   * @returns up to where the bytes are done with: the rest must be given again, with more behind it, unless
   *   `last`. With `last`, it returns short of `to` only where the reader of packets is full.
   */
  read(bytes: Uint8Array, from: number, to: number, last: boolean): number;
}

/** What a framing hands its packets to. */
export interface PacketSink {
  /** Time to stop and empty it. */
  readonly full: boolean;
  /**
   * Whether a packet is of no interest as a few fixed places tell; then it counts as read. Else `look` must follow.
   * A short cut: `look` alone gives the same answer. Nothing fills up by it.
   */
  passOver(bytes: Uint8Array, from: number, to: number, link: number | null): boolean;
  /**
   * Looks at a packet, which counts as read.
   * @param link a layer of wire/, null where the link type is unknown @param wireLength its bytes on the wire
   * @returns whether it is of interest: then `take` must follow.
   */
  look(bytes: Uint8Array, from: number, to: number, wireLength: number, link: number | null): boolean;
  /** @param time microseconds; null where the capture tells none, or none that can be held */
  take(time: number | null): void;
  /** A record that is lost; it counts as one packet. */
  damaged(detail: string): void;
  /** The last packet is not all there. */
  cutShort(detail: string): void;
  /** Damage that cost no packet. */
  note(code: 'damaged-record' | 'unknown-link-type' | 'cut-short', detail: string): void;
}

/** More than any capture tool writes as one packet (Wireshark's own limit). */
export const LONGEST_PACKET = 262_144;
