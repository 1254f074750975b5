import type { Random } from '../random.ts';
import type { Enterprise } from '../world/enterprise.ts';
import type { Role } from '../world/host.ts';
import type { Routine } from '../world/routine.ts';

/** A hop as a kind of campaign plans it. */
export interface PlannedHop {
  /** Working days after the first one. */
  readonly day: number;
  readonly hour: number;
  readonly client: number;
  readonly servers: readonly number[];
  readonly routines: readonly Routine[];
  /** Hours from one server to the next; a few minutes where it is not given. */
  readonly every?: number;
  /** Hours from the hop's start to that of each routine; seconds apart where it is not given. */
  readonly starts?: readonly number[];
  /** By which the routines' times are multiplied; drawn where it is not given. */
  readonly pace?: number;
}

/** Where a campaign plays: an enterprise, in which hosts are found that no other campaign uses. */
export class Stage {
  readonly enterprise: Enterprise;
  readonly random: Random;
  private readonly used: Set<number>;

  /** @param used hosts that intruders hold already; grows */
  constructor(enterprise: Enterprise, random: Random, used: Set<number>) {
    this.enterprise = enterprise;
    this.random = random;
    this.used = used;
  }

  /** A host of one of these roles that no intruder holds yet. */
  one(...roles: readonly Role[]): number {
    const all = roles.flatMap((role) => this.enterprise.with(role));
    for (let tries = 0; ; tries++) {
      const found = this.random.pick(all);
      if (this.used.has(found) && tries < all.length) continue;
      this.used.add(found);
      return found;
    }
  }

  desk(): number {
    return this.one('workstation');
  }

  server(): number {
    return this.one('application', 'file');
  }

  controller(): number {
    return this.random.pick(this.enterprise.with('dc'));
  }

  /** From `least` to `most` of what `make` gives. */
  several(least: number, most: number, make: () => number): number[] {
    return Array.from({ length: least + this.random.below(most - least + 1) }, make);
  }

  /** In working hours. */
  hour(): number {
    return this.random.between(9.5, 15.5);
  }

  /** One hop a server, some minutes apart. */
  hops(client: number, servers: readonly number[], routine: Routine, day = 0): PlannedHop[] {
    let hour = this.hour();
    return servers.map((server) => {
      hour += this.random.between(0.03, 0.5);
      return { day, hour, client, servers: [server], routines: [routine] };
    });
  }
}
