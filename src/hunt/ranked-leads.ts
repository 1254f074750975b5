import type { JudgedLead, Judgement } from '../baseline/judgement.ts';

/** A client-day that is shown. */
export interface RankedLead {
  readonly rank: number;
  readonly lead: JudgedLead;
  readonly judgement: Judgement;
}

/** Of each day the first `budget` leads, and those among them that go on from earlier ones, which take no place. */
export function leadsByDay(judgements: readonly Judgement[], budget: number): readonly RankedLead[] {
  return judgements.flatMap((judgement) =>
    ranked(
      judgement.leads.map((lead) => ({ lead, judgement })),
      budget,
    ),
  );
}

/** The first `top` leads of all days together; those of a cold start come after all others, whatever their scores. */
export function topLeads(judgements: readonly Judgement[], top: number): readonly RankedLead[] {
  const all = judgements.flatMap((judgement) => judgement.leads.map((lead) => ({ lead, judgement })));
  all.sort(
    (a, b) =>
      Number(a.judgement.cold) - Number(b.judgement.cold) ||
      b.lead.score - a.lead.score ||
      a.judgement.day - b.judgement.day,
  );
  return ranked(all, top);
}

function ranked(leads: readonly Omit<RankedLead, 'rank'>[], places: number): readonly RankedLead[] {
  const shown: RankedLead[] = [];
  let taken = 0;
  for (const one of leads) {
    if (taken >= places || one.lead.score <= 0) break;
    shown.push({ ...one, rank: taken + 1 });
    if (!one.lead.ongoing) taken++;
  }
  return shown;
}
