import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatDay } from '../baseline/day-number.ts';
import { type EvaluationOptions, kindsOf } from '../evaluation/evaluate.ts';
import { simulate } from '../evaluation/simulation.ts';
import { addressOf } from '../evaluation/world/host.ts';
import { ratesWith } from '../evaluation/world/rates.ts';
import { zeekDay } from '../evaluation/zeek-day.ts';
import { Failure } from './invocation.ts';

/**
 * Writes a world as Zeek's logs, a folder a day (conn.log; dce_rpc.log where calls are visible), and truth.jsonl: one
 * line a hop of an intruder, hosts by their addresses of the day.
 */
export function writeWorld(
  folder: string,
  options: EvaluationOptions,
  seed: number,
): { readonly days: number; readonly hops: number } {
  const { campaigns, days } = simulate({
    ...options,
    seed,
    rates: ratesWith(options.factors),
    kinds: kindsOf(options),
  });
  let count = 0;
  const truth: string[] = [];
  try {
    for (const world of days) {
      const nameOf = (host: number) => addressOf(world.slots[host]!);
      const into = join(folder, formatDay(world.day));
      mkdirSync(into, { recursive: true });
      const { conn, dceRpc } = zeekDay(world, nameOf);
      writeFileSync(join(into, 'conn.log'), conn);
      if (options.visibility === 'operation') writeFileSync(join(into, 'dce_rpc.log'), dceRpc);
      for (const { id, kind, family, hops } of campaigns)
        for (const { day, client, servers, routines } of hops)
          if (day === world.day)
            truth.push(
              JSON.stringify({
                day: formatDay(day),
                campaign: id,
                kind,
                family,
                client: nameOf(client),
                servers: servers.map(nameOf),
                routines: routines.map(({ name }) => name),
              }),
            );
      count += 1;
    }
    writeFileSync(join(folder, 'truth.jsonl'), truth.map((line) => `${line}\n`).join(''));
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new Failure(`${folder}: ${error.message}`);
    throw error;
  }
  return { days: count, hops: truth.length };
}
