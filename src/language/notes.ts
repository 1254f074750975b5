import type { Diagnostic, Repair, Span } from '../model/diagnostic.ts';
import type { FaultCode } from './faults.ts';
import { REPAIRS, type RepairCode } from './repairs.ts';

/** What is said about one text while it is read: its faults and the repairs that were used. */
export class Notes {
  private readonly faults: Diagnostic[] = [];
  private readonly used: Repair[] = [];

  fault(code: FaultCode, span: Span, message: string, suggestion?: string | null): null {
    const told = this.faults.some(
      (one) => one.code === code && one.span.line === span.line && one.message === message,
    );
    if (!told) this.faults.push({ code, message, span, ...(suggestion ? { suggestion } : {}) });
    return null;
  }

  /** `detail` says what was read as what in this case: "`processes` is read as `process`". */
  repair(code: RepairCode, span: Span, detail?: string): void {
    this.used.push({ code, message: detail ?? REPAIRS[code], span });
  }

  /** In order of their place in the text. */
  get diagnostics(): readonly Diagnostic[] {
    return this.faults.toSorted(byPlace);
  }

  get repairs(): readonly Repair[] {
    return this.used.toSorted(byPlace);
  }
}

function byPlace(a: { readonly span: Span }, b: { readonly span: Span }): number {
  return a.span.start - b.span.start;
}
