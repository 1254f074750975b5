import { ByteBuffer } from '../../columns/printer/byte-buffer.ts';
import { type CellText, eventPrinter } from '../../columns/printer/event-printer.ts';
import type { PiecePrinter } from '../../columns/printer/piece-rows.ts';
import type { EventKind } from '../../model/event-kind.ts';
import type { EventStore } from '../../model/event-store.ts';
import { formatOrigin, type Part } from '../../model/origin.ts';
import type { EventShape } from '../../model/sink.ts';
import type { Block } from './csv-layout.ts';
import { CSV_STYLE, csvCell } from './csv-style.ts';

const decoder = new TextDecoder();

/**
 * Writes the cells of a block's columns, with a comma between them; cells that the event has no word for stay empty.
 * @param start what every event begins with @param end what it ends with
 */
export function csvEvent(
  store: EventStore,
  kind: EventKind,
  shape: EventShape,
  block: Block,
  start: string,
  end: string,
): PiecePrinter {
  const cells = ['time', ...block.fields].map(
    (field): CellText => ({
      field: field === 'time' || shape.fields.includes(field) ? field : null,
      before: '',
      after: '',
      always: ',',
    }),
  );
  return eventPrinter(store, kind, { start, cells, origins: store.parts.map(originCell), end }, CSV_STYLE);
}

/** The cell of an origin in a part: all but the record's number is the same for all of them. */
function originCell(part: Part): { readonly before: string; readonly after: string } {
  const out = new ByteBuffer();
  csvCell(formatOrigin({ ...part, record: 0 }), out);
  const cell = decoder.decode(out.written);
  return cell.startsWith('"')
    ? { before: cell.slice(0, -2), after: '"' }
    : { before: cell.slice(0, -1), after: '' };
}
