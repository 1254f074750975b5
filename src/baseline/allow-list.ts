import { allows } from './allowance.ts';
import type { Snapshot } from './snapshot.ts';

/** What the allowances of a snapshot hide on a day. */
export class AllowList {
  /** By allowance of the snapshot: odd conversations that it hid. */
  readonly hidden: Int32Array;
  private readonly snapshot: Snapshot;
  private readonly day: number;
  private lastHidden: { allowance: number; pair: number } = { allowance: -1, pair: -1 };

  constructor(snapshot: Snapshot, day: number) {
    this.snapshot = snapshot;
    this.day = day;
    this.hidden = new Int32Array(snapshot.allowed.length);
  }

  /** Whether a call may not be reported; counts its pair with the allowance that says so, once. Ids of the snapshot. */
  hides(client: number, server: number, call: number, pair: number): boolean {
    const { hosts, calls, allowed } = this.snapshot;
    const found = allowed.findIndex((one) =>
      allows(one, hosts[client]!, hosts[server]!, calls[call]!, this.day),
    );
    if (found < 0) return false;
    if (this.lastHidden.pair !== pair || this.lastHidden.allowance !== found) this.hidden[found]!++;
    this.lastHidden = { allowance: found, pair };
    return true;
  }
}
