import { KeyTable } from './key-table.ts';
import type { Packet } from './packet.ts';
import { ADDRESS_WORDS, writeAddressWords } from './tuple.ts';

const KEY_WORDS = ADDRESS_WORDS + 2;
const LONGEST = 65_535;
/** What a fragment costs beside its bytes. */
const OVERHEAD = 128;
/** More fragments than this of one datagram are an attack, not a network's doing. */
const MOST_PIECES = 1024;

interface Piece {
  readonly offset: number;
  readonly bytes: Uint8Array;
}

/** Fragments of one datagram, by offset; of equal offset in the order of arrival. */
interface Datagram {
  readonly pieces: Piece[];
  /** Its length, known once its last fragment was seen. */
  length: number | null;
  held: number;
}

/** The protocols inside which TCP may be found; fragments of others are not held. */
const HELD = new Set([4, 6, 17, 41, 47, 51, 60, 43, 97, 137]);

/** Datagrams that are not complete yet. Past `limit` bytes the oldest is let go. */
export class FragmentMemory {
  /** Datagrams let go for want of room. */
  dropped = 0;
  private readonly limit: number;
  private readonly table = new KeyTable(KEY_WORDS);
  private readonly datagrams: (Datagram | null)[] = [];
  private readonly key = new Uint32Array(KEY_WORDS);
  private held = 0;

  constructor(limit = 32 << 20) {
    this.limit = limit;
  }

  /**
   * Takes in the bytes from `packet.at` on as a fragment.
   * @param offset bytes @param more whether fragments of higher offset exist
   * @returns the whole datagram when this was the last fragment missing: where fragments overlap, the bytes of
   *   the one that begins earlier count.
   */
  add(packet: Packet, protocol: number, id: number, offset: number, more: boolean): Uint8Array | null {
    const count = packet.end - packet.at;
    if (!HELD.has(protocol) || offset + count > LONGEST || (count === 0 && more)) return null;
    this.writeKey(packet, protocol, id);
    let entry = this.table.find(this.key);
    if (entry < 0) {
      entry = this.table.add(this.key);
      this.datagrams[entry] = { pieces: [], length: null, held: 0 };
    }
    const datagram = this.datagrams[entry]!;
    if (datagram.pieces.length === MOST_PIECES) return null;
    insert(datagram.pieces, { offset, bytes: packet.bytes.slice(packet.at, packet.end) });
    datagram.held += count + OVERHEAD;
    this.held += count + OVERHEAD;
    if (!more) datagram.length ??= offset + count;
    if (isComplete(datagram)) {
      this.remove(entry);
      return join(datagram);
    }
    while (this.held > this.limit) {
      this.remove(this.table.oldest);
      this.dropped += 1;
    }
    return null;
  }

  private writeKey(packet: Packet, protocol: number, id: number): void {
    writeAddressWords(packet, this.key);
    this.key[ADDRESS_WORDS] = id;
    this.key[ADDRESS_WORDS + 1] = (packet.vlan << 8) | protocol;
  }

  private remove(entry: number): void {
    this.held -= this.datagrams[entry]!.held;
    this.datagrams[entry] = null;
    this.table.remove(entry);
  }
}

function insert(pieces: Piece[], piece: Piece): void {
  let at = pieces.length;
  while (at > 0 && pieces[at - 1]!.offset > piece.offset) at -= 1;
  pieces.splice(at, 0, piece);
}

function isComplete({ pieces, length }: Datagram): boolean {
  if (length === null) return false;
  let reached = 0;
  for (const { offset, bytes } of pieces) {
    if (offset > reached) break;
    reached = Math.max(reached, offset + bytes.length);
  }
  return reached >= length;
}

function join({ pieces, length }: Datagram): Uint8Array {
  const whole = new Uint8Array(length!);
  let reached = 0;
  for (const { offset, bytes } of pieces) {
    if (offset > reached) break;
    const fresh = bytes.subarray(reached - offset, length! - offset);
    whole.set(fresh, reached);
    reached += fresh.length;
  }
  return whole;
}
