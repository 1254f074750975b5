import { EVIDENCE, type Evidence, type Finding, FLOW_STATUS } from '../model/finding.ts';
import { byStart } from './findings.ts';

/** The strongest findings of many, which come in any order, and how many there are of each evidence. */
export class StrongestFindings {
  readonly counts = new Map<Evidence, number>();
  private readonly limit: number;
  private held: Finding[] = [];

  /** @param limit findings to be kept */
  constructor(limit: number) {
    this.limit = limit;
  }

  get count(): number {
    return [...this.counts.values()].reduce((sum, one) => sum + one, 0);
  }

  add(finding: Finding): void {
    this.counts.set(finding.evidence, (this.counts.get(finding.evidence) ?? 0) + 1);
    this.held.push(finding);
    if (this.held.length > 2 * this.limit + 1000) this.held = this.sorted();
  }

  /** The strongest first. */
  sorted(): Finding[] {
    return this.held.sort(byStrength).slice(0, this.limit);
  }
}

function byStrength(a: Finding, b: Finding): number {
  return (
    EVIDENCE.indexOf(a.evidence) - EVIDENCE.indexOf(b.evidence) ||
    effectOf(a) - effectOf(b) ||
    statusRank(a) - statusRank(b) ||
    byStart(a, b)
  );
}

function effectOf({ operations }: Finding): number {
  if (operations.some(({ effect }) => effect === 'execute')) return 0;
  return operations.some(({ effect }) => effect === 'modify') ? 1 : 2;
}

function statusRank({ status }: Finding): number {
  return status === undefined ? FLOW_STATUS.length : FLOW_STATUS.indexOf(status);
}
