import { counted } from '../columns/printer/quantity.ts';
import { stream } from '../engines/stream/index.ts';
import { fieldsUsed, reachableSets } from '../ir/fields-used.ts';
import { missingFrom } from '../ir/missing.ts';
import { isSingle } from '../ir/row-events.ts';
import type { Program } from '../model/engine.ts';
import type { EventKind } from '../model/event-kind.ts';
import type { IrJoin } from '../model/ir.ts';
import type { Stretch } from '../pipeline/kept-events.ts';
import { matchesOf } from '../pipeline/matches.ts';
import { SOURCES } from '../sources/index.ts';
import { nearestMiss } from './nearest-miss.ts';
import { outputShapes } from './output-shapes.ts';
import type { RowCount, RunFacts } from './tally.ts';

/** What was seen of one output while it had no row. */
interface Seen {
  readonly program: Program;
  readonly output: number;
  /** Members of each filter that the output rests on. */
  readonly members: Map<string, number>;
  /** Fields that no event has, as long as that holds in every stretch. */
  fields: ReadonlySet<string> | null;
  misses: readonly string[];
}

/** Explains an empty result: how far the events came, and what came nearest. */
export class NothingFound {
  private readonly seen: readonly Seen[];

  constructor(programs: readonly Program[]) {
    this.seen = programs.flatMap((program) =>
      program.ir.outputs.map((_, output) => ({
        program,
        output,
        members: new Map(),
        fields: null,
        misses: [],
      })),
    );
  }

  /** Looks at a stretch for those outputs that have no row yet. */
  async look(stretch: Stretch, rows: readonly RowCount[]): Promise<void> {
    for (const seen of this.seen) if (rowsOf(seen, rows) === 0) await lookAt(seen, stretch);
  }

  /** Lines for each output without a row. */
  explanation(run: RunFacts): readonly string[] {
    return this.seen.filter((seen) => rowsOf(seen, run.rows) === 0).flatMap((seen) => explain(seen, run));
  }
}

function rowsOf({ program, output }: Seen, rows: readonly RowCount[]): number {
  const name = program.ir.outputs[output]!.name;
  return rows.find((one) => one.analytic === program.analytic && one.output === name)?.rows ?? 0;
}

async function lookAt(seen: Seen, stretch: Stretch): Promise<void> {
  const { program, output } = seen;
  const ir = { ...program.ir, outputs: [program.ir.outputs[output]!] };
  for (const index of reachableSets(ir)) {
    const set = ir.sets[index]!;
    if (set.node !== 'filter' || !isSingle(ir, index)) continue;
    const alone = { analytic: program.analytic, ir: { ...ir, outputs: [{ name: set.name, set: index }] } };
    let count = 0;
    for await (const batch of matchesOf(stream, alone, stretch)) count += batch.count;
    seen.members.set(set.name, (seen.members.get(set.name) ?? 0) + count);
  }
  const missing = missingFrom(stretch.store, ir).fields.map(({ kind, field }) => `${field} of ${kind}`);
  const before = seen.fields;
  seen.fields = new Set(before === null ? missing : missing.filter((field) => before.has(field)));
  const set = ir.sets[ir.outputs[0]!.set]!;
  if (set.node === 'join' && seen.misses.length === 0)
    seen.misses = await nearestMiss(ir, set as IrJoin, stretch.store);
}

function explain(seen: Seen, run: RunFacts): readonly string[] {
  const { program, output, members, fields, misses } = seen;
  const { analytic, output: name } = outputShapes(program)[output]!;
  const lines = [`nothing found: ${analytic} ${name} has no row`];
  for (const kind of kindsWithoutSource(program, run)) lines.push(`no input gives ${kind} events`);
  for (const [set, count] of members) lines.push(`${set}: ${counted(count, 'event')}`);
  if (fields !== null && fields.size > 0) lines.push(`unknown in every event: ${[...fields].join(', ')}`);
  lines.push(...misses);
  return lines.map((line, i) => (i === 0 ? line : `  ${line}`));
}

function kindsWithoutSource(program: Program, run: RunFacts): readonly EventKind[] {
  const given = new Set(
    run.reports.flatMap(({ source }) => SOURCES.find((one) => one.name === source)?.gives ?? []),
  );
  return [...fieldsUsed(program.ir).keys()].filter((kind) => !given.has(kind));
}
