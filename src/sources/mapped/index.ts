import { BatchBuilder } from '../../columns/batch-builder.ts';
import type { ByteInput } from '../../model/byte-input.ts';
import { actionsOf, CAR_OBJECTS } from '../../model/car-table.ts';
import type { EventKind } from '../../model/event-kind.ts';
import type { ReadOptions, Source, SourceBatch } from '../../model/source.ts';
import { readLines } from './read-lines.ts';
import { readMapping } from './read-mapping.ts';
import { readTable } from './read-table.ts';
import { recogniseLines, recogniseTable } from './recognise.ts';

export { checkMapping } from './read-mapping.ts';

/** A mapping may make any kind of event. */
const EVERY_KIND = CAR_OBJECTS.flatMap((object) =>
  actionsOf(object).map((action) => `${object}/${action}` as EventKind),
);

/** Tables of which the user says what their columns mean. */
export const csv: Source = {
  name: 'csv',
  gives: EVERY_KIND,
  splitting: null,
  recognise: recogniseTable,
  read,
};

/** Lines of JSON, one object each, of which the user says what their keys mean. */
export const jsonl: Source = {
  name: 'jsonl',
  gives: EVERY_KIND,
  splitting: 'lines',
  recognise: recogniseLines,
  read,
};

async function* read(input: ByteInput, options: ReadOptions): AsyncGenerator<SourceBatch> {
  const { mapping, diagnostics } = readMapping(options.mapping ?? '');
  if (mapping === null) {
    const builder = new BatchBuilder(options.part, { ...options.want, kinds: {} });
    const [first] = diagnostics;
    const detail =
      options.mapping === null
        ? 'what its columns or keys mean is not known without a mapping'
        : `line ${first!.span.line} of the mapping: ${first!.message}`;
    builder.rejectInput('mapping', detail);
    yield { ...builder.take(), end: { state: '', unfinished: false, notes: [] } };
  } else if (mapping.table === null) yield* readLines(input, mapping, options);
  else yield* readTable(input, mapping, mapping.table, options);
}
