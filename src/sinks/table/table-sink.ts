import { type EventView, viewEvent } from '../../columns/event-view.ts';
import { paintOf } from '../../columns/printer/paint.ts';
import { counted, grouped } from '../../columns/printer/quantity.ts';
import type { EventStore } from '../../model/event-store.ts';
import type { MatchBatch, MatchColumn } from '../../model/match.ts';
import {
  type EventShape,
  type EventWriter,
  kindAt,
  type MatchWriter,
  type OutputShape,
  type Page,
  type Sink,
  type WriteBytes,
} from '../../model/sink.ts';
import { eventLines } from './event-layout.ts';
import { pairLines } from './pair-layout.ts';

/** For a person at a terminal: the first rows of each output, the rest counted. Nothing of it is a contract. */
export const table: Sink = {
  name: 'table',
  openMatches: (outputs, page, write) => new TableMatches(outputs, page, write),
  openEvents: (shape, page, write) => new TableEvents(shape, page, write),
};

/** The rows of one output that are shown, and how many there are. */
class Shown {
  readonly rows: EventView[][] = [];
  total = 0;
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  add(store: EventStore, columns: readonly Omit<MatchColumn, 'name'>[], count: number): void {
    this.total += count;
    for (let i = 0; i < count && this.rows.length < this.limit; i++)
      this.rows.push(columns.map((column) => viewEvent(store, kindAt(column, i), column.rows[i]!)));
  }
}

class TableMatches implements MatchWriter {
  private readonly outputs: ReadonlyMap<string, { shape: OutputShape; shown: Shown }>;
  private readonly page: Page;
  private readonly put: WriteBytes;

  constructor(outputs: readonly OutputShape[], page: Page, write: WriteBytes) {
    this.outputs = new Map(
      outputs.map((shape) => [`${shape.analytic} ${shape.output}`, { shape, shown: new Shown(page.limit) }]),
    );
    this.page = page;
    this.put = write;
  }

  async write(store: EventStore, batch: MatchBatch): Promise<void> {
    this.outputs.get(`${batch.analytic} ${batch.output}`)!.shown.add(store, batch.columns, batch.count);
  }

  async end(): Promise<void> {
    let first = true;
    for (const { shape, shown } of this.outputs.values()) {
      if (shown.total === 0) continue;
      const heading = `${shape.analytic}  ${shape.output}  ${counted(shown.total, 'row')}`;
      await this.put(encode(`${first ? '' : '\n'}${paintOf(this.page.colour).bold(heading)}\n`));
      await this.put(encode(body(shape.events, shown, this.page)));
      first = false;
    }
  }
}

class TableEvents implements EventWriter {
  private readonly shape: EventShape;
  private readonly shown: Shown;
  private readonly page: Page;
  private readonly put: WriteBytes;

  constructor(shape: EventShape, page: Page, write: WriteBytes) {
    this.shape = shape;
    this.shown = new Shown(page.limit);
    this.page = page;
    this.put = write;
  }

  async write(store: EventStore, events: Omit<MatchColumn, 'name'>, count: number): Promise<void> {
    this.shown.add(store, [events], count);
  }

  async end(): Promise<void> {
    if (this.shown.total > 0) await this.put(encode(body([this.shape], this.shown, this.page)));
  }
}

function body(events: readonly EventShape[], shown: Shown, page: Page): string {
  const flows = events.length > 1 && events.every((event) => event.object === 'flow');
  const { header, lines } = (flows ? pairLines : eventLines)(events, shown.rows, page.width);
  const paint = paintOf(page.colour);
  const hidden = shown.total - shown.rows.length;
  const more =
    hidden === 0
      ? ''
      : `${paint.dim(`… and ${grouped(hidden)} more: --limit N shows more of them, --format jsonl or csv gives all`)}\n`;
  return `${paint.dim(header)}\n${lines.map((line) => `${line}\n`).join('')}${more}`;
}

function encode(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
