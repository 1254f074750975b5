import type { OutputShape } from '../../model/sink.ts';

/** The columns of all events of one name, over all outputs. */
export interface Block {
  readonly name: string;
  /** Beside time and origin. */
  readonly fields: readonly string[];
}

/** A block for every name that an event has in any output, in the order in which they first come. */
export function blocksOf(outputs: readonly OutputShape[]): readonly Block[] {
  const blocks = new Map<string, Set<string>>();
  for (const { name, fields } of outputs.flatMap((output) => output.events)) {
    const known = blocks.get(name) ?? new Set();
    for (const field of fields) known.add(field);
    blocks.set(name, known);
  }
  return [...blocks].map(([name, fields]) => ({ name, fields: [...fields] }));
}

/** The columns that a block takes; the origin is one cell, as `logs.zip!conn.log:17`. */
export function columnsOf(block: Block): readonly string[] {
  return ['time', ...block.fields, 'origin'];
}

/** Where an event of an output stands in a line, and how many cells stay empty around it. */
export interface Place {
  /** The event's index in the row. */
  readonly event: number;
  readonly block: Block;
  readonly emptyBefore: number;
  readonly emptyAfter: number;
}

/** The events of an output in the order of their blocks. */
export function placesOf(output: OutputShape, blocks: readonly Block[]): readonly Place[] {
  const places: Place[] = [];
  let empty = 0;
  for (const block of blocks) {
    const event = output.events.findIndex((one) => one.name === block.name);
    if (event < 0) empty += columnsOf(block).length;
    else {
      places.push({ event, block, emptyBefore: empty, emptyAfter: 0 });
      empty = 0;
    }
  }
  return places.map((place, i) => (i === places.length - 1 ? { ...place, emptyAfter: empty } : place));
}
