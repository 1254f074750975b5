import { type Framing, LONGEST_PACKET, type PacketSink } from './framing.ts';
import { type Interface, Section } from './pcapng-section.ts';
import { sectionOrder } from './recognise.ts';

const SECTION = 0x0a0d0d0a;
const INTERFACE = 1;
const PACKET_OBSOLETE = 2;
const PACKET_SIMPLE = 3;
const PACKET = 6;

/** What Wireshark counts as frames beside packets: custom blocks, the systemd journal, Sysdig's events. */
const FRAMES_OF_OTHERS = new Set([0xbad, 0x40000bad, 9, 0x204, 0x216, 0x221]);

/** Type, length, and the length again at the end. */
const LEAST_BLOCK = 12;
/** Longer blocks are damage; Wireshark draws the line here too. */
const LONGEST_BLOCK = 16 << 20;
/** A search believes in no block that is longer: packets with their options are not. */
const LONGEST_FOUND = 2 * LONGEST_PACKET;
const LAST_KNOWN_TYPE = 10;
/**
 * A search begins so many bytes before the place where no block stands: where bytes are missing, the length of
 * the next block may have passed for the end of the one before.
 */
const LAPSE = 8;
/** An interface description that was damaged is read for what it still says, no further than this. */
const LONGEST_DESCRIPTION = 1024;

type Verdict = 'yes' | 'no' | 'more';

/** pcapng: blocks state their length at both ends, which is what tells a block from damage. */
export class PcapngFraming implements Framing {
  private readonly sink: PacketSink;
  private section = new Section(true);
  /** Offsets in the file: of the bytes not yet let go, and of what is to be read next. */
  private start = 0;
  private next = 0;
  /** Where the block stood behind which another one is searched; null while none is. */
  private damage: { readonly at: number; readonly type: number; readonly overrun: boolean } | null = null;

  constructor(sink: PacketSink) {
    this.sink = sink;
  }

  read(bytes: Uint8Array, from: number, to: number, last: boolean): number {
    const shift = from - this.start;
    let at = this.next + shift;
    while (!this.sink.full && at < to) {
      if (this.damage !== null) {
        at = this.find(bytes, shift, at, to, last);
        if (this.damage !== null) break;
        continue;
      }
      const verdict = this.isBlock(bytes, at, to, LONGEST_BLOCK);
      if (verdict === 'more' && !last) break;
      if (verdict === 'yes') at += this.block(bytes, at);
      else {
        this.doubt(bytes, at, shift, to, verdict === 'more');
        at = at === from ? at + 1 : Math.max(from, at - LAPSE);
      }
    }
    if (at === to && last && this.damage !== null) this.giveUp();
    this.next = at - shift;
    const stop = last && at === to ? to : Math.max(from, at - LAPSE);
    this.start = stop - shift;
    return stop;
  }

  /** Whether a block stands at `at` whose two lengths agree. */
  private isBlock(bytes: Uint8Array, at: number, to: number, longest: number): Verdict {
    if (to - at < LEAST_BLOCK) return 'more';
    const length = this.lengthAt(bytes, at, to);
    if (length < LEAST_BLOCK || length > longest || length % 4 !== 0) return 'no';
    if (at + length > to) return 'more';
    return this.orderAt(bytes, at, to).u32(bytes, at + length - 4) === length ? 'yes' : 'no';
  }

  /** The length that a block states; 0 for a section header of no byte order. */
  private lengthAt(bytes: Uint8Array, at: number, to: number): number {
    if (isSection(bytes, at) && sectionOrder(bytes, at, to) === null) return 0;
    return this.orderAt(bytes, at, to).u32(bytes, at + 4);
  }

  private orderAt(bytes: Uint8Array, at: number, to: number): Section {
    if (!isSection(bytes, at)) return this.section;
    return sectionOrder(bytes, at, to) === 'big' ? BIG : LITTLE;
  }

  /** Reads a whole block. @returns its length */
  private block(bytes: Uint8Array, at: number): number {
    if (isSection(bytes, at))
      this.section = new Section(sectionOrder(bytes, at, at + LEAST_BLOCK) === 'little');
    const { section } = this;
    const length = section.u32(bytes, at + 4);
    const body = at + 8;
    const end = at + length - 4;
    switch (section.u32(bytes, at)) {
      case INTERFACE:
        section.describe(bytes, body, end);
        break;
      case PACKET:
        this.packet(bytes, body, end, end - body < 20 ? -1 : section.u32(bytes, body));
        break;
      case PACKET_OBSOLETE:
        this.packet(bytes, body, end, end - body < 20 ? -1 : section.u16(bytes, body));
        break;
      case PACKET_SIMPLE:
        this.simplePacket(bytes, body, end);
        break;
      default:
        if (FRAMES_OF_OTHERS.has(section.u32(bytes, at))) this.sink.look(bytes, body, body, 0, null);
    }
    return length;
  }

  /** Both packet blocks that have a time lay it and the lengths out alike. @param id -1: too short for them */
  private packet(bytes: Uint8Array, body: number, end: number, id: number): void {
    const { section, sink } = this;
    const captured = id < 0 ? 0 : section.u32(bytes, body + 12);
    if (id < 0 || captured > end - body - 20) {
      sink.damaged('a packet longer than its block');
      return;
    }
    const from = body + 20;
    const on = this.interfaceOf(id);
    if (!sink.look(bytes, from, from + captured, section.u32(bytes, body + 16), on.link)) return;
    sink.take(on.clock(section.u32(bytes, body + 4), section.u32(bytes, body + 8)));
  }

  private simplePacket(bytes: Uint8Array, body: number, end: number): void {
    const { section, sink } = this;
    if (end - body < 4) {
      sink.damaged('a packet block without a length');
      return;
    }
    const on = this.interfaceOf(0);
    const wireLength = section.u32(bytes, body);
    const limit = on.snapLength === 0 ? LONGEST_BLOCK : on.snapLength;
    const captured = Math.min(wireLength, limit, end - body - 4);
    if (sink.look(bytes, body + 4, body + 4 + captured, wireLength, on.link)) sink.take(null);
  }

  /** The interface of a packet. One that was never described is taken for the most usual kind. */
  private interfaceOf(id: number): Interface {
    const { interfaces } = this.section;
    if (id >= interfaces.length) return this.undescribed(id);
    const on = interfaces[id]!;
    if (on.link === null && !on.told) {
      on.told = true;
      this.sink.note('unknown-link-type', `link type ${on.linkType} of interface ${id}`);
    }
    return on;
  }

  private readonly unknown = new Map<Section, Interface>();

  private undescribed(id: number): Interface {
    const known = this.unknown.get(this.section);
    if (known !== undefined) return known;
    const detail = `interface ${id} is not described: its packets are taken for Ethernet, timed in microseconds`;
    this.sink.note('damaged-record', detail);
    const stand = new Section(true);
    stand.describe(new Uint8Array(0), 0, 0);
    this.unknown.set(this.section, stand.interfaces[0]!);
    return stand.interfaces[0]!;
  }

  /** No block stands at `at`: begins a search behind it. @param overrun its length goes past the end */
  private doubt(bytes: Uint8Array, at: number, shift: number, to: number, overrun: boolean): void {
    const whole = to - at >= LEAST_BLOCK;
    const type = to - at >= 4 ? this.section.u32(bytes, at) : 0;
    if (whole && type === INTERFACE)
      this.section.describe(bytes, at + 8, Math.min(to, at + 8 + LONGEST_DESCRIPTION));
    this.damage = { at: at - shift, type, overrun };
  }

  /** Where the next block stands; with `damage` still set, up to where none does. */
  private find(bytes: Uint8Array, shift: number, from: number, to: number, last: boolean): number {
    let at = from;
    for (; at + LEAST_BLOCK <= to; at++) {
      if (!this.hasKnownType(bytes, at)) continue;
      const verdict = this.isBlock(bytes, at, to, LONGEST_FOUND);
      if (verdict === 'no') continue;
      if (verdict === 'more') {
        if (last) continue;
        return at;
      }
      const found = this.isFound(bytes, at, to, last);
      if (found === 'no') continue;
      if (found === 'more') return at;
      const detail = `no block can be read at byte ${this.damage!.at}; reading goes on at byte ${at - shift}`;
      this.lost('damaged-record', detail);
      this.damage = null;
      return at;
    }
    return last ? to : at;
  }

  /** Whether what looks like a block at `at` is one: it leads to another, or hides none that does. */
  private isFound(bytes: Uint8Array, at: number, to: number, last: boolean): Verdict {
    const direct = this.leadsOn(bytes, at, to, last);
    if (direct !== 'no') return direct;
    const after = at + this.lengthAt(bytes, at, to);
    for (let inner = at + 4; inner + LEAST_BLOCK <= after; inner++) {
      if (!this.hasKnownType(bytes, inner) || this.isBlock(bytes, inner, to, LONGEST_FOUND) !== 'yes')
        continue;
      const verdict = this.leadsOn(bytes, inner, to, last);
      if (verdict !== 'no') return verdict === 'yes' ? 'no' : 'more';
    }
    return 'yes';
  }

  /** Whether a whole block at `at` is followed by another, or by the end. */
  private leadsOn(bytes: Uint8Array, at: number, to: number, last: boolean): Verdict {
    const after = at + this.lengthAt(bytes, at, to);
    if (after === to && last) return 'yes';
    const verdict = this.isBlock(bytes, after, to, LONGEST_BLOCK);
    return verdict === 'more' && last ? 'no' : verdict;
  }

  private hasKnownType(bytes: Uint8Array, at: number): boolean {
    const type = isSection(bytes, at) ? SECTION : this.section.u32(bytes, at);
    return type === SECTION || (type > 0 && type <= LAST_KNOWN_TYPE);
  }

  private giveUp(): void {
    const { at, overrun } = this.damage!;
    if (overrun) this.lost('cut-short', `the block at byte ${at} goes past the end of the file`);
    else this.lost('damaged-record', `no block can be read at byte ${at}, nor after it`);
    this.damage = null;
  }

  /** Counts a packet where it was one that was lost. */
  private lost(code: 'damaged-record' | 'cut-short', detail: string): void {
    const { type } = this.damage!;
    const wasPacket = type === PACKET || type === PACKET_SIMPLE || type === PACKET_OBSOLETE;
    if (!wasPacket) this.sink.note(code, detail);
    else if (code === 'cut-short') this.sink.cutShort(detail);
    else this.sink.damaged(detail);
  }
}

const LITTLE = new Section(true);
const BIG = new Section(false);

/** A section header's type reads the same in either byte order. */
function isSection(bytes: Uint8Array, at: number): boolean {
  return bytes[at] === 0x0a && bytes[at + 1] === 0x0d && bytes[at + 2] === 0x0d && bytes[at + 3] === 0x0a;
}
