import { ByteBuffer } from '../../columns/printer/byte-buffer.ts';
import { fieldPrinter } from '../../columns/printer/field-printer.ts';
import type { PiecePrinter } from '../../columns/printer/piece-rows.ts';
import type { EventKind } from '../../model/event-kind.ts';
import type { EventStore } from '../../model/event-store.ts';
import { formatOrigin, type Part } from '../../model/origin.ts';
import type { EventShape } from '../../model/sink.ts';
import type { Block } from './csv-layout.ts';
import { CSV_STYLE, csvCell } from './csv-style.ts';

const COMMA = 0x2c;

/** Writes the cells of a block's columns, with a comma between them; cells that the event has no word for stay empty. */
export function csvEvent(store: EventStore, kind: EventKind, shape: EventShape, block: Block): PiecePrinter {
  const table = store.tables.get(kind);
  if (table === undefined)
    return () => {
      throw new Error(`no rows of ${kind}`);
    };
  const cells = ['time', ...block.fields].map((field) =>
    field === 'time' || shape.fields.includes(field) ? fieldPrinter(store, kind, field, CSV_STYLE) : null,
  );
  const origins = store.parts.map(originCell);
  return (row, out) => {
    for (const print of cells) {
      print?.(row, out);
      out.byte(COMMA);
    }
    const part = table.part(row);
    origins[part]!(store.parts[part]!.firstRecord + table.record[row]!, out);
  };
}

/** The cell of an origin in a part: all but the record's number is the same for all of them. */
function originCell(part: Part): (record: number, out: ByteBuffer) => void {
  const cell = new ByteBuffer();
  csvCell(formatOrigin({ ...part, record: 0 }), cell);
  const quoted = cell.bytes[0] === 0x22;
  const start = cell.written.slice(0, quoted ? -2 : -1);
  return (record, out) => {
    out.append(start);
    out.number(record);
    if (quoted) out.byte(0x22);
  };
}
