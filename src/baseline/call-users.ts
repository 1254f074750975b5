import { CLIENT_GROUPS, type Roles } from './roles.ts';
import type { Snapshot } from './snapshot.ts';

const NAMED = 2;

/** Who used each call before a day, whomever they asked. */
export class CallUsers {
  /** By call and group: clients. */
  private readonly byGroup: Int32Array;
  /** By call: the first few of them. */
  private readonly first = new Map<number, number[]>();

  /** @param low @param high the days before, as a mask */
  constructor({ rows, calls }: Snapshot, { group }: Roles, low: number, high: number) {
    this.byGroup = new Int32Array(calls.length * CLIENT_GROUPS.length);
    const latest = new Int32Array(calls.length).fill(-1);
    for (let row = 0; row < rows.length; row++) {
      const [client, call] = [rows.client[row]!, rows.call[row]!];
      if (((rows.daysLow[row]! & low) | (rows.daysHigh[row]! & high)) === 0 || latest[call] === client)
        continue;
      latest[call] = client;
      this.byGroup[call * CLIENT_GROUPS.length + group[client]!]!++;
      const first = this.first.get(call);
      if (first === undefined) this.first.set(call, [client]);
      else if (first.length < NAMED) first.push(client);
    }
  }

  ofGroup(call: number, group: number): number {
    return this.byGroup[call * CLIENT_GROUPS.length + group]!;
  }

  all(call: number): number {
    let sum = 0;
    for (let group = 0; group < CLIENT_GROUPS.length; group++) sum += this.ofGroup(call, group);
    return sum;
  }

  /** Who they are, where they are few; else null. */
  few(call: number): readonly number[] | null {
    return this.all(call) <= NAMED ? (this.first.get(call) ?? []) : null;
  }
}
