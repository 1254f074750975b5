import type { BatchBuilder } from '../columns/batch-builder.ts';
import type { KindBuilder } from '../columns/kind-builder.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { Micros } from '../model/time.ts';
import { NamedColumns } from './named-columns.ts';

/** An event that waits to be written. */
export interface WaitingEvent {
  readonly kind: EventKind;
  readonly time: Micros;
  readonly srcPort: number;
  readonly destPort: number;
  write(columns: NamedColumns): void;
}

/** Of some kinds of events those that a run wants, and their rows in the batch under construction. */
export class WantedKinds {
  private readonly builder: BatchBuilder;
  private readonly builders: ReadonlyMap<EventKind, KindBuilder>;
  private readonly columns = new Map<EventKind, NamedColumns>();

  constructor(builder: BatchBuilder, kinds: readonly EventKind[]) {
    this.builder = builder;
    const builders = kinds.map((kind) => [kind, builder.kind(kind)] as const);
    this.builders = new Map(
      builders.filter((pair): pair is readonly [EventKind, KindBuilder] => pair[1] !== null),
    );
  }

  /** Whether nobody wants any of them. */
  get none(): boolean {
    return this.builders.size === 0;
  }

  has(kind: EventKind): boolean {
    return this.builders.has(kind);
  }

  /** Whether an event of any of them between these ports may be of use. */
  mayWant(srcPort: number, destPort: number): boolean {
    for (const builder of this.builders.values()) if (passes(builder, srcPort, destPort)) return true;
    return false;
  }

  /**
   * Writes an event of the record being read, where it may be of use; the batch must have room.
   * @returns whether it stayed
   */
  put(event: WaitingEvent): boolean {
    const builder = this.builders.get(event.kind);
    if (builder === undefined || !passes(builder, event.srcPort, event.destPort)) return false;
    let columns = this.columns.get(event.kind);
    if (columns === undefined) {
      columns = new NamedColumns(builder);
      this.columns.set(event.kind, columns);
    }
    event.write(columns);
    return builder.commit(event.time, this.builder.record);
  }

  /** To be called after every `take`. */
  renew(): void {
    this.columns.clear();
  }
}

function passes({ sieve }: KindBuilder, srcPort: number, destPort: number): boolean {
  return (sieve.table('src_port')[srcPort]! & sieve.table('dest_port')[destPort]!) !== 0;
}
