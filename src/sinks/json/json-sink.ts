import { type PieceCache, PieceRows } from '../../columns/printer/piece-rows.ts';
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
import { jsonEvent } from './json-event.ts';

const encoder = new TextEncoder();

/** What stands around and between the objects. */
interface Framing {
  readonly name: string;
  readonly start: string;
  readonly between: string;
  readonly afterEach: string;
  readonly end: string;
}

/** One object a line. */
export const jsonl: Sink = jsonSink({ name: 'jsonl', start: '', between: '', afterEach: '\n', end: '' });

/** One array of the same objects, one a line. */
export const json: Sink = jsonSink({
  name: 'json',
  start: '[\n',
  between: ',\n',
  afterEach: '',
  end: '\n]\n',
});

function jsonSink(framing: Framing): Sink {
  return {
    name: framing.name,
    openMatches: (outputs, _page, write) => new JsonMatches(outputs, framing, write),
    openEvents: (shape, _page, write) => new JsonEvents(shape, framing, write),
  };
}

class JsonRows {
  protected readonly pieces: PieceRows;
  protected readonly framing: Framing;
  private started = false;

  constructor(framing: Framing, write: WriteBytes) {
    this.framing = framing;
    this.pieces = new PieceRows(write, encoder.encode(framing.between));
  }

  async end(): Promise<void> {
    await this.start();
    await this.pieces.raw(encoder.encode(this.framing.end));
    await this.pieces.flush();
  }

  protected async start(): Promise<void> {
    if (this.started) return;
    this.started = true;
    await this.pieces.raw(encoder.encode(this.framing.start));
  }
}

class JsonMatches extends JsonRows implements MatchWriter {
  private readonly outputs: readonly OutputShape[];
  private store: EventStore | null = null;
  private caches = new Map<OutputShape, PieceCache[][]>();

  constructor(outputs: readonly OutputShape[], framing: Framing, write: WriteBytes) {
    super(framing, write);
    this.outputs = outputs;
  }

  async write(store: EventStore, batch: MatchBatch): Promise<void> {
    await this.start();
    if (store !== this.store) {
      this.store = store;
      this.caches = new Map();
    }
    const output = this.outputs.find((one) => one.analytic === batch.analytic && one.output === batch.output);
    if (output === undefined) throw new Error(`no shape for ${batch.analytic} ${batch.output}`);
    let caches = this.caches.get(output);
    if (caches === undefined) {
      caches = batch.columns.map((column, i) => this.cachesOf(store, output, column, i));
      this.caches.set(output, caches);
    }
    await this.pieces.rows(batch.columns, caches, batch.count);
  }

  /** The first piece of a row brings what stands before it, the last what stands behind it. */
  private cachesOf(store: EventStore, output: OutputShape, column: MatchColumn, i: number): PieceCache[] {
    const { analytic, output: name } = output;
    const lead =
      i === 0 ? `{"analytic":${JSON.stringify(analytic)},"output":${JSON.stringify(name)},"events":{` : ',';
    const before = `${lead}${JSON.stringify(column.name)}:`;
    const after = i === output.events.length - 1 ? `}}${this.framing.afterEach}` : '';
    const shown = column.kinds.length > 1 ? 'action' : 'nothing';
    return column.kinds.map((kind) => {
      const rows = store.tables.get(kind)?.count ?? 0;
      return this.pieces.cache(jsonEvent(store, kind, output.events[i]!, shown, before, after), rows);
    });
  }
}

class JsonEvents extends JsonRows implements EventWriter {
  private readonly shape: EventShape;
  private store: EventStore | null = null;
  private caches: PieceCache[][] = [];

  constructor(shape: EventShape, framing: Framing, write: WriteBytes) {
    super(framing, write);
    this.shape = shape;
  }

  async write(store: EventStore, events: Omit<MatchColumn, 'name'>, count: number): Promise<void> {
    await this.start();
    if (store !== this.store) {
      this.store = store;
      this.caches = [
        events.kinds.map((kind) => {
          const { afterEach } = this.framing;
          const print = jsonEvent(store, kind, this.shape, 'object and action', '', afterEach);
          return this.pieces.cache(print, store.tables.get(kind)?.count ?? 0);
        }),
      ];
    }
    await this.pieces.rows([events], this.caches, count);
  }
}
