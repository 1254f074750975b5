import { callName } from '../baseline/call-key.ts';
import { formatDay } from '../baseline/day-number.ts';
import type { Reason } from '../baseline/reasons.ts';
import { reasonsOfDay } from '../baseline/reasons.ts';
import { CLIENT_GROUPS, SERVER_CLASSES } from '../baseline/roles.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import type { StrongEdge } from '../baseline/verdicts.ts';
import { EVIDENCE, type Finding } from '../model/finding.ts';
import type { Micros } from '../model/time.ts';
import type { Lead, LeadEdge } from './lead.ts';
import { knownStrong, leadPath } from './lead-path.ts';
import { nextSteps } from './next-steps.ts';
import { pairName } from './pair-events.ts';
import type { RankedLead } from './ranked-leads.ts';

/** What the events of a run add to what is judged. */
export interface LeadFacts {
  /** Findings of a pair (`pairName`) on a day, by their start. */
  findings(pair: string, day: number): readonly Finding[];
  /** First and last event of a pair on a day. */
  times(pair: string, day: number): { readonly start: Micros; readonly end: Micros } | undefined;
  /** What told the name of a host. */
  identityOf(host: string): Lead['identity'];
  /** Odd conversations of the days before; those of a judged day are taken from its judgement. */
  readonly strong: readonly StrongEdge[];
}

/** Leads as they are shown, in the order of their ranks. */
export function toLeads(
  ranked: readonly RankedLead[],
  snapshot: Snapshot,
  facts: LeadFacts,
): readonly Lead[] {
  const { hosts, calls } = snapshot;
  const reasonsBy = new Map<number, ReturnType<typeof reasonsOfDay>>();
  const strong = knownStrong(
    facts.strong,
    ranked.map(({ judgement }) => judgement),
  );
  return ranked.map(({ rank, lead, judgement }): Lead => {
    const { day } = judgement;
    let reasonsOf = reasonsBy.get(day);
    if (reasonsOf === undefined) {
      reasonsOf = reasonsOfDay(judgement, snapshot);
      reasonsBy.set(day, reasonsOf);
    }
    const client = hosts[lead.client]!;
    const pairs = lead.servers.map(({ server }) => pairName(client, hosts[server]!));
    const found = pairs.map((pair) => facts.findings(pair, day));
    const edges = lead.servers.map((edge, n): LeadEdge => {
      const evidence = EVIDENCE.find((one) => found[n]!.some((finding) => finding.evidence === one));
      return {
        server: hosts[edge.server]!,
        role: SERVER_CLASSES[edge.class]!,
        score: edge.score,
        fresh: edge.fresh,
        calls: edge.calls.map(({ call }) => callName(calls[call]!)),
        ...(evidence === undefined ? {} : { evidence }),
        techniques: [
          ...new Set(found[n]!.flatMap(({ techniques }) => techniques.map(({ id }) => id))),
        ].sort(),
      };
    });
    const times = pairs.flatMap((pair) => facts.times(pair, day) ?? []);
    return {
      rank,
      day: formatDay(day),
      client,
      role: CLIENT_GROUPS[lead.group]!,
      identity: facts.identityOf(client),
      servers: edges.map(({ server }) => server),
      ...(times.length === 0
        ? {}
        : {
            start: Math.min(...times.map((one) => one.start)),
            end: Math.max(...times.map((one) => one.end)),
          }),
      score: lead.score,
      p_value: lead.pValue,
      ongoing: lead.ongoing,
      reasons: byWeight(reasonsOf(lead)),
      path: leadPath(
        lead,
        day,
        strong.filter((edge) => edge.day <= day),
      ).map(([from, to]) => [hosts[from]!, hosts[to]!] as const),
      findings: found.flat().map(({ id }) => id),
      edges,
      next: nextSteps(client, edges),
    };
  });
}

/** The weightiest first; what tells without counting last. */
function byWeight(reasons: readonly Reason[]): readonly Reason[] {
  return [...reasons].sort((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
}
