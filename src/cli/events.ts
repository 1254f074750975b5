import { stream } from '../engines/stream/index.ts';
import { actionsOf, type CarObject } from '../model/car-table.ts';
import type { Program } from '../model/engine.ts';
import type { EventKind } from '../model/event-kind.ts';
import { SINKS } from '../sinks/index.ts';
import { SOURCES } from '../sources/index.ts';
import { switchFlag, textFlag } from './flag-values.ts';
import type { Invocation } from './invocation.ts';
import { openOutput } from './output.ts';
import { shownFields } from './output-shapes.ts';
import { exitCodeOf, tellTally } from './reading.ts';
import { runPrograms } from './run-programs.ts';
import { pageOf, readSettings } from './settings.ts';
import { tallyOf } from './tally.ts';

/** The events themselves: the rows of an analytic that searches for all of an object and asks for nothing. */
export async function events({ args, flags }: Invocation): Promise<number> {
  const settings = readSettings(flags);
  const object = (textFlag(flags, 'object') ?? 'flow') as CarObject;
  const sink = SINKS.find(({ name }) => name === (textFlag(flags, 'format') ?? 'table'))!;
  const output = openOutput(textFlag(flags, 'out'));
  try {
    const page = pageOf(flags, output.terminal);
    const shape = { name: object, object, fields: shownFields(object) };
    const writer = sink.openEvents(shape, page, output.write);
    const options = { fields: 'all', useWant: true, progress: !switchFlag(flags, 'quiet') } as const;
    const run = await runPrograms(args, [allOf(object)], stream, settings, options, {
      rows: (store, batch) => writer.write(store, batch.columns[0]!, batch.count),
      stretch: async () => {},
    });
    await writer.end();
    await output.commit();
    const tally = tallyOf({ ...run, rows: [] });
    tellTally(tally, run, flags);
    return exitCodeOf(tally, run.problems, settings.maxRejects);
  } finally {
    output.discard();
  }
}

/** Every event of an object, of the actions that any source gives. */
function allOf(object: CarObject): Program {
  const given = new Set(SOURCES.flatMap((source) => source.gives));
  const actions = actionsOf(object).filter((action) => given.has(`${object}/${action}` as EventKind));
  return {
    analytic: 'events',
    ir: {
      sets: [{ node: 'search', name: object, object, actions }],
      outputs: [{ name: object, set: 0 }],
    },
  };
}
