import { matchColumn } from '../../ir/event-refs.ts';
import { rowEvents } from '../../ir/row-events.ts';
import { StoreValues } from '../../ir/store-values.ts';
import type { Engine, Program } from '../../model/engine.ts';
import type { EventStore } from '../../model/event-store.ts';
import type { MatchBatch } from '../../model/match.ts';
import { SetRows } from './set-rows.ts';

/** rpctrail's own engine: runs every program, in memory, on the columns of the store themselves. */
export const stream: Engine = {
  name: 'stream',
  refuse: () => [],
  run,
};

async function* run({ analytic, ir }: Program, store: EventStore): AsyncGenerator<MatchBatch> {
  const sets = new SetRows(ir, new StoreValues(store));
  for (const { name, set } of ir.outputs) {
    const events = sets.eventsOf(set);
    const names = rowEvents(ir, set).map((event) => event.name);
    for (const { count, refs } of sets.rows(set)) {
      const columns = events.map((event, i) => matchColumn(names[i]!, event, refs[i]!, count));
      yield { analytic, output: name, columns, count };
    }
  }
}
