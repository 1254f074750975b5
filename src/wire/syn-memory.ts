import { MICROS_PER_SECOND, type Micros } from '../model/time.ts';
import { KeyTable } from './key-table.ts';
import type { Packet } from './packet.ts';
import { PAIR_WORDS, writePair } from './tuple.ts';

/** The two ends, which of them sent, and its sequence number. */
const KEY_WORDS = PAIR_WORDS + 2;

/** A SYN with the same 4-tuple and sequence number is a repetition for so long after the one before. */
const REMEMBERED: Micros = 600 * MICROS_PER_SECOND;

/**
 * The SYNs of the last ten minutes of capture time. Time may jump in a capture, so that what is held is decided
 * by room and what counts as a repetition by the two packets' own times.
 */
export class SynMemory {
  /** SYNs that were forgotten before their like came again, or for want of room while they still mattered. */
  forgotten = 0;
  private readonly room: number;
  private readonly limit: number;
  private readonly table = new KeyTable(KEY_WORDS);
  private readonly key = new Uint32Array(KEY_WORDS);
  private seen = new Float64Array(1024);

  /**
   * @param room so many are held even when they are old
   * @param limit and never more than so many
   */
  constructor(room = 1 << 18, limit = 1 << 20) {
    this.room = room;
    this.limit = limit;
  }

  /** Whether this SYN (`packet.at` at its TCP header) begins a flow. */
  isNew(packet: Packet, time: Micros): boolean {
    this.key[PAIR_WORDS] = writePair(packet, this.key) ? 1 : 0;
    this.key[PAIR_WORDS + 1] = packet.u32(4);
    const known = this.table.find(this.key);
    if (known >= 0) {
      const repeated = Math.abs(time - this.seen[known]!) <= REMEMBERED;
      if (!repeated) this.forgotten += 1;
      this.seen[known] = time;
      this.table.touch(known);
      return !repeated;
    }
    if (this.table.size >= this.room) this.makeRoom(time);
    const entry = this.table.add(this.key);
    if (entry >= this.seen.length) {
      const seen = new Float64Array(2 * this.seen.length);
      seen.set(this.seen);
      this.seen = seen;
    }
    this.seen[entry] = time;
    return true;
  }

  private makeRoom(time: Micros): void {
    const { oldest } = this.table;
    const old = time - this.seen[oldest]! > REMEMBERED;
    if (!old && this.table.size < this.limit) return;
    if (!old) this.forgotten += 1;
    this.table.remove(oldest);
  }
}
