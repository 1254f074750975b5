import type { Mark, Side } from './byte-sink.ts';
import { Direction } from './direction.ts';
import type { Listener } from './listener.ts';
import { distance, type Segment, segmentEnd, trimTo } from './segment.ts';
import type { StreamMemory } from './stream-memory.ts';

/** So much of a connection is held behind a hole that a repetition may still fill. */
const MOST_HELD = 1 << 20;
/** An empty segment costs something, too. */
const MOST_SEGMENTS = 4096;
/** So many packets may pass before one that was received is taken for lost to the capture. */
const PATIENCE = 16;

/**
 * Puts the payload of a connection in order. A side's bytes wait for those before them, and for those of the other
 * side that their sender had received: an answer never comes before its question, even in a capture that has
 * packets the wrong way round. What stays away becomes a gap.
 */
export class TcpStream {
  /** For whoever wants to know which stream was silent for long: set by him at each packet, and taken back. */
  spoken = false;
  private readonly listener: Listener;
  private readonly memory: StreamMemory;
  private readonly client: Direction;
  private readonly server: Direction;
  /** Packets since anything was passed on, while something waits. */
  private stuck = 0;

  /** @param clientOpened the number of the client's first byte; null where its SYN was not seen */
  constructor(
    listener: Listener,
    clientOpened: number | null,
    serverOpened: number | null,
    memory: StreamMemory,
  ) {
    this.listener = listener;
    this.memory = memory;
    this.client = new Direction('client', clientOpened);
    this.server = new Direction('server', serverOpened);
  }

  /** Whether nobody listens any longer. */
  get over(): boolean {
    return this.listener.over;
  }

  private get waits(): boolean {
    return this.client.head !== null || this.server.head !== null;
  }

  /** A packet with payload, in the order of the capture. */
  take(side: Side, segment: Segment): void {
    const [here, there] = side === 'client' ? [this.client, this.server] : [this.server, this.client];
    if (here.next === null) {
      // A connection seen midway may begin with a keep-alive, which repeats a byte.
      if (segment.to - segment.from + segment.missing === 1) return;
      here.next = segment.sequence;
    }
    here.silent = false;
    if (here.isFar(segment.sequence)) {
      if (here.followsStray(segment)) this.leap(here, segment);
      return;
    }
    if (!trimTo(segment, here.next)) return;
    if (segment.sequence === here.next && !there.lacks(segment.acknowledged)) {
      this.pass(here, segment);
      if (!this.waits) return;
    } else this.memory.take(here.hold(segment));
    there.hear(segment.acknowledged);
    this.drain();
    if (!this.waits) return;
    this.stuck += 1;
    while (this.mustGiveUp()) {
      this.giveUp(segment.mark);
      this.drain();
    }
  }

  /** Passes on what waits, holes or not, and says that this is all. */
  end(mark: Mark): void {
    while (!this.over && this.waits) {
      this.giveUp(mark);
      this.drain();
    }
    this.letGo();
    if (!this.over) this.listener.end(mark);
  }

  /** Gives back what is held. */
  letGo(): void {
    for (const side of [this.client, this.server]) {
      this.memory.giveBack(side.heldBytes);
      side.held = null;
      side.heldBytes = 0;
    }
  }

  /** Passes on all that waits for nothing any more, by when it was captured. */
  private drain(): void {
    for (;;) {
      const client = this.isFree(this.client, this.server);
      const server = this.isFree(this.server, this.client);
      if (!client && !server) return;
      const clientFirst =
        client && (!server || this.client.head!.mark.record <= this.server.head!.mark.record);
      this.release(clientFirst ? this.client : this.server);
    }
  }

  private isFree(here: Direction, there: Direction): boolean {
    const { head } = here;
    return head !== null && distance(here.next!, head.sequence) <= 0 && !there.lacks(head.acknowledged);
  }

  private release(here: Direction): void {
    const segment = here.shift();
    this.memory.giveBack(segment.bytes.length);
    if (trimTo(segment, here.next!)) this.pass(here, segment);
  }

  private pass(here: Direction, segment: Segment): void {
    const { bytes, from, to, missing, mark } = segment;
    this.stuck = 0;
    here.next = segmentEnd(segment);
    if (to > from) this.listener.bytes(here.side, bytes, from, to, mark);
    if (missing > 0) this.gap(here, missing, mark);
  }

  private gap(here: Direction, length: number, mark: Mark): void {
    this.memory.missing += length;
    this.listener.gap(here.side, length, mark);
  }

  /** The side whose waiting segment was captured first. */
  private get first(): Direction {
    const [client, server] = [this.client.head, this.server.head];
    if (client === null) return this.server;
    return server === null || client.mark.record <= server.mark.record ? this.client : this.server;
  }

  private mustGiveUp(): boolean {
    const { client, server, memory } = this;
    if (!this.waits) return false;
    const segments = (client.held?.length ?? 0) + (server.held?.length ?? 0);
    if (memory.full || client.heldBytes + server.heldBytes > MOST_HELD || segments > MOST_SEGMENTS) {
      memory.crowded += 1;
      return true;
    }
    if (this.stuck < PATIENCE) return false;
    const { next, received, head } = this.first;
    const isHole = distance(next!, head!.sequence) > 0;
    return !isHole || (received !== null && distance(head!.sequence, received) >= 0);
  }

  /** What has waited longest waits no more: the hole before it is a gap. */
  private giveUp(mark: Mark): void {
    const here = this.first;
    const there = here === this.client ? this.server : this.client;
    const { sequence, acknowledged } = here.head!;
    const hole = distance(here.next!, sequence);
    if (hole > 0) {
      here.next = sequence;
      this.gap(here, hole, mark);
    }
    if (there.lacks(acknowledged)) there.silent = true;
    this.stuck = 0;
  }

  /** Goes on at a place so far ahead that what lies between is past counting. */
  private leap(here: Direction, segment: Segment): void {
    while (here.head !== null) {
      const waiting = here.shift();
      this.memory.giveBack(waiting.bytes.length);
      const hole = distance(here.next!, waiting.sequence);
      if (hole > 0) this.gap(here, hole, waiting.mark);
      here.next = hole > 0 ? waiting.sequence : here.next;
      if (trimTo(waiting, here.next!)) this.pass(here, waiting);
    }
    this.gap(here, 0, segment.mark);
    here.next = segment.sequence;
    this.pass(here, segment);
  }
}
