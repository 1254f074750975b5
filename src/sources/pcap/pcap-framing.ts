import { linkProtocol } from '../../wire/dissect.ts';
import { type Framing, LONGEST_PACKET, type PacketSink } from './framing.ts';
import type { PcapVariant } from './recognise.ts';

const FILE_HEADER = 24;
const DAY = 86_400;
/** Headers in a row that must make sense where nothing else speaks for a place being a record's beginning. */
const CHAIN = 3;

type Verdict = 'yes' | 'no' | 'more';

interface Found {
  readonly verdict: Verdict;
  readonly at: number;
}

/**
 * pcap has no marks between its records: whether a length was right shows at the header that follows. So a
 * record is read at once, but its bytes are let go only when the next header has borne it out; where that makes
 * no sense, reading goes on at the next place from there on that does.
 */
export class PcapFraming implements Framing {
  private readonly sink: PacketSink;
  private readonly variant: PcapVariant;
  private readonly littleEndian: boolean;
  private link: number | null = null;
  private linkType: number | null = null;
  /** Offsets in the file: of the bytes not yet let go, of the next header, of the search for one. */
  private start = 0;
  private next = 0;
  private search: number | null = null;
  /** Up to where that search has looked for a record of about the time of those before. */
  private looked = 0;
  /** Whether that search began because a header made no sense, and not because the file ended. */
  private nonsense = false;
  /** Seconds of the last record that was read. */
  private seconds: number | null = null;
  private told = false;

  constructor(variant: PcapVariant, sink: PacketSink) {
    this.variant = variant;
    this.littleEndian = variant.littleEndian;
    this.sink = sink;
  }

  read(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    if (this.linkType === null) {
      if (to - from < FILE_HEADER) {
        if (!last) return from;
        this.sink.note('cut-short', 'the file ends inside its header');
        return to;
      }
      this.linkType = this.u32(bytes, from + 20) & 0xffff;
      this.link = linkProtocol(this.linkType);
      this.start = this.next = FILE_HEADER;
      return from + FILE_HEADER;
    }
    const shift = from - this.start;
    const stop = this.readRecords(bytes, shift, to, last);
    this.start = stop - shift;
    return stop;
  }

  /** @param shift what makes an offset in the file one in `bytes` */
  private readRecords(bytes: Uint8Array, shift: number, to: number, last: boolean): number {
    const header = this.variant.recordHeader;
    const { sink } = this;
    let keep = this.start + shift;
    let at = this.next + shift;
    while (!sink.full) {
      if (this.search !== null) {
        const found = this.find(bytes, shift, at, to, last);
        if (found < 0) return last ? to : this.search + shift;
        keep = at = found;
        this.next = at - shift;
        continue;
      }
      const passed = this.passOver(bytes, at, to);
      if (passed >= 0) {
        keep = passed;
        at = passed + header + this.u32(bytes, passed + 8);
        this.next = at - shift;
      }
      if (at + header > to) {
        if (!last) return keep;
        if (at === to) return to;
        this.doubt(keep, at, shift, false);
        continue;
      }
      const length = this.u32(bytes, at + 8);
      if (!this.isSure(bytes, at)) {
        const verdict = this.isBornOut(bytes, at, to, last);
        if (verdict === 'more') return keep;
        if (verdict === 'no') {
          this.doubt(keep, at, shift, true);
          continue;
        }
      }
      const end = at + header + length;
      if (end > to) {
        if (!last) return keep;
        this.doubt(at, at, shift, false);
        continue;
      }
      this.packet(bytes, at, at + header, end);
      keep = at;
      at = end;
      this.next = at - shift;
    }
    return keep;
  }

  /**
   * Reads records from `at` on for as long as their headers leave no doubt and their packets are of no interest.
   * @returns where the last of them begins, -1 where there is none
   */
  private passOver(bytes: Uint8Array, at: number, to: number): number {
    const { sink, link, littleEndian } = this;
    const { recordHeader, perSecond } = this.variant;
    let { seconds } = this;
    let passed = -1;
    for (let place = at; seconds !== null && place + recordHeader <= to; ) {
      const time = u32(bytes, place, littleEndian);
      const length = u32(bytes, place + 8, littleEndian);
      const onWire = u32(bytes, place + 12, littleEndian);
      if (Math.abs(time - seconds) > DAY || u32(bytes, place + 4, littleEndian) >= perSecond) break;
      if (length === 0 || length > onWire || onWire > LONGEST_PACKET) break;
      const end = place + recordHeader + length;
      if (end > to || !sink.passOver(bytes, place + recordHeader, end, link)) break;
      seconds = time;
      passed = place;
      place = end;
    }
    this.seconds = seconds;
    return passed;
  }

  private packet(bytes: Uint8Array, at: number, from: number, to: number): void {
    const { perSecond } = this.variant;
    const seconds = this.u32(bytes, at);
    this.seconds = seconds;
    if (this.link === null && !this.told) {
      this.told = true;
      this.sink.note('unknown-link-type', `link type ${this.linkType}`);
    }
    if (!this.sink.look(bytes, from, to, this.u32(bytes, at + 12), this.link)) return;
    const fraction = this.u32(bytes, at + 4);
    const micros = perSecond === 1_000_000 ? fraction : Math.floor(fraction / 1000);
    this.sink.take(fraction < perSecond ? seconds * 1_000_000 + micros : null);
  }

  /** The header at `at`, or the one at `keep` that led there, is wrong: begins a search behind `keep`. */
  private doubt(keep: number, at: number, shift: number, nonsense: boolean): void {
    this.next = at - shift;
    this.nonsense = nonsense;
    this.search = keep - shift + 1;
  }

  /** The place where reading goes on, -1 where there is none in these bytes. */
  private find(bytes: Uint8Array, shift: number, damage: number, to: number, last: boolean): number {
    const { sink } = this;
    const from = this.search! + shift;
    const before = last ? to : Math.min(to, from + LONGEST_PACKET);
    const near = this.findNear(bytes, Math.max(from, this.looked + shift), before, to, last);
    if (near.verdict !== 'yes' && !last && near.at - from < LONGEST_PACKET) {
      this.looked = near.at - shift;
      return -1;
    }
    const { verdict, at } = near.verdict === 'yes' ? near : this.findDated(bytes, from, near.at, to, last);
    this.looked = 0;
    if (verdict === 'yes') {
      const detail = `no record can be read at byte ${damage - shift}; reading goes on at byte ${at - shift}`;
      if (at > damage) sink.damaged(detail);
      else sink.note('damaged-record', detail);
      this.search = null;
      return at;
    }
    this.search = at - shift;
    if (last) {
      const place = damage - shift;
      if (damage < to && this.nonsense) sink.damaged(`no record can be read at byte ${place}, nor after it`);
      else if (damage < to) sink.cutShort(`the record at byte ${place} goes past the end of the file`);
      this.search = null;
      this.next = to - shift;
    }
    return -1;
  }

  /** The first record of about the time of those before; where it is not known yet whether it is one, that place. */
  private findNear(bytes: Uint8Array, from: number, before: number, to: number, last: boolean): Found {
    let at = from;
    for (; at < before && at + this.variant.recordHeader <= to; at++) {
      if (!this.isNear(bytes, at) || !this.makesSense(bytes, at)) continue;
      const verdict = this.follow(bytes, at, to, last, 1);
      if (verdict !== 'no') return { verdict, at };
    }
    return { verdict: 'no', at };
  }

  /**
   * The first record of any time, looked for only where there is none of about the time of those before. One for
   * which nothing speaks but that it reaches to the very end comes last.
   */
  private findDated(bytes: Uint8Array, from: number, before: number, to: number, last: boolean): Found {
    let fallback: Found | null = null;
    let at = from;
    for (; at < before; at++) {
      if (!this.isDated(bytes, at) || !this.makesSense(bytes, at)) continue;
      const after = at + this.variant.recordHeader + this.u32(bytes, at + 8);
      const verdict = this.chain(bytes, after, to, last, CHAIN);
      if (verdict === 'no') continue;
      if (after === to && last) fallback ??= { verdict, at };
      else if (verdict === 'more' || this.areNear(bytes, at, after)) return { verdict, at };
    }
    return fallback ?? { verdict: 'no', at };
  }

  /** Whether so many headers that make sense follow the record at `at`. */
  private follow(bytes: Uint8Array, at: number, to: number, last: boolean, count: number): Verdict {
    const after = at + this.variant.recordHeader + this.u32(bytes, at + 8);
    return this.chain(bytes, after, to, last, count);
  }

  private isSure(bytes: Uint8Array, at: number): boolean {
    if (!this.makesSense(bytes, at)) return false;
    return this.seconds === null ? this.isDated(bytes, at) : this.isNear(bytes, at);
  }

  /** A header that is odd, but has a length: whether the headers behind it speak for it. */
  private isBornOut(bytes: Uint8Array, at: number, to: number, last: boolean): Verdict {
    const length = this.u32(bytes, at + 8);
    if (length > LONGEST_PACKET) return 'no';
    const after = at + this.variant.recordHeader + length;
    if (after + this.variant.recordHeader > to && !last) return 'more';
    if (after + this.variant.recordHeader <= to && this.u32(bytes, after + 8) <= LONGEST_PACKET) {
      const close = this.isNear(bytes, after) || (this.isDated(bytes, at) && this.areNear(bytes, at, after));
      if (close && this.hasFraction(bytes, after)) return this.hidesRecords(bytes, at, after) ? 'no' : 'yes';
    }
    return this.oddities(bytes, at) <= 1 ? this.chain(bytes, after, to, last, CHAIN) : 'no';
  }

  /** How many of a header's fields beside its length make no sense: damage to one field leaves the others. */
  private oddities(bytes: Uint8Array, at: number): number {
    const onWire = this.u32(bytes, at + 12);
    const hasTime = this.seconds === null ? this.isDated(bytes, at) : this.isNear(bytes, at);
    const hasLength = onWire >= this.u32(bytes, at + 8) && onWire <= LONGEST_PACKET;
    return Number(!hasTime) + Number(!this.hasFraction(bytes, at)) + Number(!hasLength);
  }

  /** Whether records stand between an odd header and where its length leads: then it leads there by chance. */
  private hidesRecords(bytes: Uint8Array, at: number, after: number): boolean {
    const header = this.variant.recordHeader;
    for (let from = at + 1; from + header < after; from++) {
      let place = from;
      while (place + header < after && this.isNear(bytes, place) && this.makesSense(bytes, place))
        place += header + this.u32(bytes, place + 8);
      if (place === after && place > from) return true;
    }
    return false;
  }

  /** Whether `count` headers that make sense follow each other from `at` on, or lead to the very end. */
  private chain(bytes: Uint8Array, at: number, to: number, last: boolean, count: number): Verdict {
    const header = this.variant.recordHeader;
    let place = at;
    for (let i = 0; i < count; i++) {
      if (place === to && last) return 'yes';
      if (place + header > to) return last ? 'no' : 'more';
      if (!this.makesSense(bytes, place)) return 'no';
      place += header + this.u32(bytes, place + 8);
    }
    return 'yes';
  }

  /** A header such as capture tools write: all but its time is bounded. */
  private makesSense(bytes: Uint8Array, at: number): boolean {
    const length = this.u32(bytes, at + 8);
    if (length === 0 || length > LONGEST_PACKET || !this.hasFraction(bytes, at)) return false;
    const onWire = this.u32(bytes, at + 12);
    return onWire >= length && onWire <= LONGEST_PACKET;
  }

  private hasFraction(bytes: Uint8Array, at: number): boolean {
    return this.u32(bytes, at + 4) < this.variant.perSecond;
  }

  /** Within a day of the last record read. */
  private isNear(bytes: Uint8Array, at: number): boolean {
    return this.seconds !== null && Math.abs(this.u32(bytes, at) - this.seconds) <= DAY;
  }

  private areNear(bytes: Uint8Array, one: number, other: number): boolean {
    return Math.abs(this.u32(bytes, one) - this.u32(bytes, other)) <= DAY;
  }

  /** Later than 1980: small numbers abound in packets. */
  private isDated(bytes: Uint8Array, at: number): boolean {
    return this.u32(bytes, at) > 315_532_800;
  }

  private u32(bytes: Uint8Array, at: number): number {
    return u32(bytes, at, this.littleEndian);
  }
}

function u32(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  return littleEndian
    ? (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
    : ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}
