import type { Mark, Side } from '../stream/byte-sink.ts';
import { callId, fragLength, HEADER_BYTES, isHeader, mayFollow } from './pdu.ts';
import type { RpcMemory } from './rpc-memory.ts';

/** Takes the PDUs of a side, each with its header at least. */
export interface PduTaker {
  /**
   * A PDU in bytes[at … end], valid during the call. Where `end - at` is less than its frag_length the rest of it
   * is missing.
   */
  pdu(side: Side, bytes: Uint8Array, at: number, end: number, mark: Mark): void;
}

/** A header that waits for its rest is held in no more than this, which is not worth counting. */
const SMALL = 64;
/** So many lengths of one side are found to be lies before no more are doubted. */
const MOST_DOUBTS = 16;
const NO_BYTES = new Uint8Array(0);

/**
 * Cuts the bytes of one side into PDUs. A PDU that lies whole in the bytes handed over is passed on from there;
 * what is left of one waits for the rest. Where no PDU begins at the place at which the last one ended, and after
 * missing bytes, it looks for the next header. Where a packet begins with one, the PDU that waits for bytes ends: its
 * length was damaged.
 */
export class PduFramer {
  private readonly side: Side;
  private readonly taker: PduTaker;
  private readonly memory: RpcMemory;
  private held: Uint8Array = NO_BYTES;
  private have = 0;
  /** Bytes of the PDU that is held; 0 while its header is not complete. */
  private need = 0;
  /** Bytes to come that belong to a PDU which is done with. */
  private rest = 0;
  /** Whether the next byte begins a PDU because one ended before it. */
  private aligned = false;
  /** Whether a header was found already: before the first one, whatever stands there is no loss. */
  private begun = false;
  private doubts = 0;
  private mark: Mark | null = null;

  constructor(side: Side, taker: PduTaker, memory: RpcMemory) {
    this.side = side;
    this.taker = taker;
    this.memory = memory;
  }

  take(bytes: Uint8Array, from: number, to: number, mark: Mark): void {
    if ((this.need > 0 || this.rest > 0) && to - from >= HEADER_BYTES && isHeader(bytes, from))
      this.startAnew();
    this.mark = mark;
    let at = from;
    while (at < to) {
      if (this.rest > 0) {
        const passed = Math.min(this.rest, to - at);
        this.rest -= passed;
        at += passed;
      } else if (this.have > 0) at = this.fill(bytes, at, to, mark);
      else at = this.begin(bytes, at, to, mark);
    }
  }

  /** @param length how many bytes are missing; 0 where that is unknown. */
  gap(length: number, mark: Mark): void {
    const ahead = this.rest > 0 ? this.rest : this.need > 0 ? this.need - this.have : 0;
    if (this.need > 0) this.deliverDamaged(mark);
    else this.drop();
    const inside = length > 0 && length <= ahead;
    this.rest = inside ? ahead - length : 0;
    this.aligned = inside;
  }

  /**
   * The other side answered this call while its PDU still waits for bytes: its length was damaged. What is there
   * of it is passed on, and the bytes behind its header are searched.
   * @returns whether that was so.
   */
  doubt(call: number): boolean {
    if (this.need === 0 || this.doubts === MOST_DOUBTS || callId(this.held, 0) !== call) return false;
    this.doubts += 1;
    const { held, have } = this;
    const mark = this.mark!;
    this.deliverDamaged(mark);
    this.search(held, have, mark);
    return true;
  }

  /** Nothing more will come: a PDU that waits for bytes may have swallowed others, if its length was damaged. */
  end(): void {
    const { held, have } = this;
    const waited = this.need > 0;
    this.drop();
    if (waited) this.search(held, have, this.mark!);
    this.drop();
  }

  /** Passes on what waits as it is, and what else it may have swallowed. */
  private startAnew(): void {
    const { held, have } = this;
    const mark = this.mark!;
    if (this.need > 0) {
      this.deliverDamaged(mark);
      this.search(held, have, mark);
    }
    if (this.need > 0) this.deliverDamaged(mark);
    this.drop();
    this.rest = 0;
    this.aligned = false;
  }

  private search(bytes: Uint8Array, have: number, mark: Mark): void {
    this.aligned = false;
    this.rest = 0;
    this.take(bytes, HEADER_BYTES, have, mark);
  }

  /** A PDU, or the search for one, at a place where nothing is held. @returns how far it came. */
  private begin(bytes: Uint8Array, at: number, to: number, mark: Mark): number {
    if (to - at < HEADER_BYTES) {
      this.hold(bytes, at, to);
      return to;
    }
    if (!this.accepts(bytes, at)) return this.skip(bytes, at, to);
    const length = fragLength(bytes, at);
    if (length <= to - at) {
      this.taker.pdu(this.side, bytes, at, at + length, mark);
      return at + length;
    }
    this.need = length;
    if (this.hold(bytes, at, to)) return to;
    this.need = 0;
    this.rest = length - (to - at);
    this.memory.pdusLetGo += 1;
    this.taker.pdu(this.side, bytes, at, to, mark);
    return to;
  }

  /** Goes on with what is held. @returns how far it came. */
  private fill(bytes: Uint8Array, at: number, to: number, mark: Mark): number {
    const wanted = this.need === 0 ? HEADER_BYTES : this.need;
    const reached = Math.min(to, at + wanted - this.have);
    if (!this.hold(bytes, at, reached)) {
      this.memory.pdusLetGo += 1;
      this.rest = this.need - this.have;
      this.deliverDamaged(mark);
      return at;
    }
    if (this.have < wanted) return reached;
    if (this.need === 0) {
      if (this.accepts(this.held, 0)) this.need = fragLength(this.held, 0);
      else this.shift();
      if (this.need !== HEADER_BYTES) return reached;
    }
    const { held, have } = this;
    this.drop();
    this.taker.pdu(this.side, held, 0, have, mark);
    return reached;
  }

  /** Whether a PDU begins here, by what is known of the place. */
  private accepts(bytes: Uint8Array, at: number): boolean {
    const accepted = this.aligned ? mayFollow(bytes, at) : isHeader(bytes, at);
    this.aligned = accepted;
    if (accepted) this.begun = true;
    return accepted;
  }

  /** @returns where a header could begin next. */
  private skip(bytes: Uint8Array, at: number, to: number): number {
    let next = at + 1;
    while (next < to && bytes[next] !== 5) next += 1;
    if (this.begun) this.memory.skipped += next - at;
    return next;
  }

  /** The held bytes are no header: what is left of them from where one could begin. */
  private shift(): void {
    const next = this.skip(this.held, 0, this.have);
    this.held.copyWithin(0, next, this.have);
    this.have -= next;
  }

  /** Adds to what is held. @returns false where there is no room; then nothing was added. */
  private hold(bytes: Uint8Array, from: number, to: number): boolean {
    const length = this.have + to - from;
    if (length > this.held.length && !this.grow(length)) return false;
    this.held.set(bytes.subarray(from, to), this.have);
    this.have = length;
    return true;
  }

  /** Room follows what has come, not what a header promises. */
  private grow(length: number): boolean {
    const capacity = Math.max(SMALL, Math.min(4 * length, Math.max(this.need, length)));
    if (!this.memory.take(charge(capacity) - charge(this.held.length))) return false;
    const held = new Uint8Array(capacity);
    held.set(this.held.subarray(0, this.have));
    this.held = held;
    return true;
  }

  private deliverDamaged(mark: Mark): void {
    const { held, have } = this;
    this.memory.damaged += 1;
    this.drop();
    this.taker.pdu(this.side, held, 0, have, mark);
  }

  private drop(): void {
    this.memory.giveBack(charge(this.held.length));
    this.held = NO_BYTES;
    this.have = 0;
    this.need = 0;
  }
}

function charge(capacity: number): number {
  return capacity <= SMALL ? 0 : capacity;
}
