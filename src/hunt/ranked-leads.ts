import type { JudgedLead, Judgement } from '../baseline/judgement.ts';
import { PARAMETERS } from '../baseline/parameters.ts';

/** A client-day that is shown. */
export interface RankedLead {
  readonly rank: number;
  readonly lead: JudgedLead;
  readonly judgement: Judgement;
}

/**
 * Leads are client-days with a score above 0; where there is nothing but a cold start, all with anything new in them: a
 * score then says little, and its order is all that there is.
 */
function leastOf(judgements: readonly Judgement[]): number {
  return judgements.every(({ cold }) => cold) ? PARAMETERS.least : 0;
}

/** Of each day the first `budget` leads, and those among them that go on from earlier ones, which take no place. */
export function leadsByDay(judgements: readonly Judgement[], budget: number): readonly RankedLead[] {
  return judgements.flatMap((judgement) =>
    ranked(
      judgement.leads.map((lead) => ({ lead, judgement })),
      budget,
      leastOf(judgements),
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
  return ranked(all, top, leastOf(judgements));
}

function ranked(
  leads: readonly Omit<RankedLead, 'rank'>[],
  places: number,
  least: number,
): readonly RankedLead[] {
  const shown: RankedLead[] = [];
  let taken = 0;
  for (const one of leads) {
    if (taken >= places) break;
    if (one.lead.score <= least) continue;
    shown.push({ ...one, rank: taken + 1 });
    if (!one.lead.ongoing) taken++;
  }
  return shown;
}
