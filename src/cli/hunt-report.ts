import { formatDay } from '../baseline/day-number.ts';
import type { Judgement } from '../baseline/judgement.ts';
import { CLIENT_GROUPS } from '../baseline/roles.ts';
import { counted, grouped } from '../columns/printer/quantity.ts';
import type { RankedLead } from '../hunt/ranked-leads.ts';

/** What lay below the line, and what the inputs could not show, in lines. */
export function belowTheLine(
  judgements: readonly Judgement[],
  shown: readonly RankedLead[],
  hasBaseline: boolean,
): readonly string[] {
  if (judgements.length === 0)
    return ['no RPC was seen in the inputs: nothing to judge (`rpctrail inspect` says what is in them)'];
  const lines: string[] = [];
  const clients = judgements.reduce((sum, { scores }) => sum + scores.length, 0);
  const rest = judgements.flatMap((judgement) => {
    const here = new Set(shown.filter((one) => one.judgement === judgement).map(({ lead }) => lead.client));
    return Array.from(judgement.clients.keys())
      .filter((n) => judgement.scores[n]! > 0 && !here.has(judgement.clients[n]!))
      .map((n) => judgement.groups[n]!);
  });
  lines.push(
    `${counted(shown.length, 'lead')} of ${counted(clients, 'client-day')} on ${counted(judgements.length, 'day')}; ` +
      `below the line: ${grouped(rest.length)} with any oddness${rest.length === 0 ? '' : ` (${byGroup(rest)})`}`,
  );
  const cold = judgements.filter((one) => one.cold);
  if (cold.length > 0)
    lines.push(
      `${formatDay(cold[0]!.day)}: ${counted(cold[0]!.history, 'day')} of history: little is known yet, and ranks go by ` +
        `what hosts of a kind usually do${hasBaseline ? '' : '; `rpctrail learn` some weeks first'}`,
    );
  const seen = { operation: 0, interface: 0, transport: 0 };
  for (const { conversations } of judgements)
    for (const level of ['operation', 'interface', 'transport'] as const) seen[level] += conversations[level];
  if (seen.operation + seen.interface === 0 && seen.transport > 0)
    lines.push(
      'no call is visible, only flows: sweeps, chains and rare pairs of workstations can be told, a single odd call ' +
        'hardly (in trials about half as much was found); dce_rpc.log or a capture shows calls',
    );
  lines.push(
    "not visible here: who it was and by which process; an intruder who does an administrator's usual work as he does",
  );
  return lines;
}

function byGroup(groups: readonly number[]): string {
  return CLIENT_GROUPS.map((name, group) => ({ name, count: groups.filter((one) => one === group).length }))
    .filter(({ count }) => count > 0)
    .map(({ name, count }) => counted(count, name))
    .join(', ');
}
