import { type PieceCache, PieceRows } from '../../columns/printer/piece-rows.ts';
import { actionOf, type EventKind } from '../../model/event-kind.ts';
import type { EventStore } from '../../model/event-store.ts';
import type { MatchBatch, MatchColumn } from '../../model/match.ts';
import type {
  EventShape,
  EventWriter,
  MatchWriter,
  OutputShape,
  Sink,
  WriteBytes,
} from '../../model/sink.ts';
import { csvEvent } from './csv-event.ts';
import { type Block, blocksOf, columnsOf, placesOf } from './csv-layout.ts';
import { lineOf } from './csv-style.ts';

/**
 * One table with a header, lines ending in LF. Rows of analytics have `analytic`, `output` and then a column
 * `set.field` for every field of every event that any of the outputs has; cells of other outputs stay empty.
 */
export const csv: Sink = {
  name: 'csv',
  openMatches: (outputs, _page, write) => new CsvMatches(outputs, write),
  openEvents: (shape, _page, write) => new CsvEvents(shape, write),
};

class CsvRows {
  protected readonly pieces: PieceRows;
  private header: readonly string[] | null;

  constructor(header: readonly string[], write: WriteBytes) {
    this.header = header;
    this.pieces = new PieceRows(write, new Uint8Array(0));
  }

  async end(): Promise<void> {
    await this.start();
    await this.pieces.flush();
  }

  protected async start(): Promise<void> {
    if (this.header === null) return;
    const line = `${lineOf(this.header)}\n`;
    this.header = null;
    await this.pieces.raw(new TextEncoder().encode(line));
  }
}

class CsvMatches extends CsvRows implements MatchWriter {
  private readonly outputs: readonly OutputShape[];
  private readonly blocks: readonly Block[];
  private store: EventStore | null = null;
  private prepared = new Map<OutputShape, { order: readonly number[]; caches: PieceCache[][] }>();

  constructor(outputs: readonly OutputShape[], write: WriteBytes) {
    const blocks = blocksOf(outputs);
    const columns = blocks.flatMap((block) => columnsOf(block).map((column) => `${block.name}.${column}`));
    super(['analytic', 'output', ...columns], write);
    this.outputs = outputs;
    this.blocks = blocks;
  }

  async write(store: EventStore, batch: MatchBatch): Promise<void> {
    await this.start();
    if (store !== this.store) {
      this.store = store;
      this.prepared = new Map();
    }
    const output = this.outputs.find((one) => one.analytic === batch.analytic && one.output === batch.output);
    if (output === undefined) throw new Error(`no shape for ${batch.analytic} ${batch.output}`);
    let prepared = this.prepared.get(output);
    if (prepared === undefined) {
      prepared = this.prepare(store, output, batch.columns);
      this.prepared.set(output, prepared);
    }
    const { order, caches } = prepared;
    await this.pieces.rows(
      order.map((event) => batch.columns[event]!),
      caches,
      batch.count,
    );
  }

  private prepare(store: EventStore, output: OutputShape, columns: readonly MatchColumn[]) {
    const places = placesOf(output, this.blocks);
    const caches = places.map(({ event, block, emptyBefore, emptyAfter }, i) => {
      const lead = i === 0 ? lineOf([output.analytic, output.output]) : '';
      const before = `${lead},${','.repeat(emptyBefore)}`;
      const after = `${','.repeat(emptyAfter)}${i === places.length - 1 ? '\n' : ''}`;
      return columns[event]!.kinds.map((kind) => {
        const print = csvEvent(store, kind, output.events[event]!, block, before, after);
        return this.pieces.cache(print, store.tables.get(kind)?.count ?? 0);
      });
    });
    return { order: places.map((place) => place.event), caches };
  }
}

/** One event a line: `object`, `action`, `time`, the fields, `origin`. */
class CsvEvents extends CsvRows implements EventWriter {
  private readonly shape: EventShape;
  private store: EventStore | null = null;
  private caches: PieceCache[][] = [];

  constructor(shape: EventShape, write: WriteBytes) {
    super(['object', 'action', ...columnsOf(shape)], write);
    this.shape = shape;
  }

  async write(store: EventStore, events: Omit<MatchColumn, 'name'>, count: number): Promise<void> {
    await this.start();
    if (store !== this.store) {
      this.store = store;
      this.caches = [events.kinds.map((kind) => this.cacheOf(store, kind))];
    }
    await this.pieces.rows([events], this.caches, count);
  }

  private cacheOf(store: EventStore, kind: EventKind): PieceCache {
    const before = `${this.shape.object},${actionOf(kind)},`;
    const print = csvEvent(store, kind, this.shape, this.shape, before, '\n');
    return this.pieces.cache(print, store.tables.get(kind)?.count ?? 0);
  }
}
