/**
 * What replaying the days of a snapshot said of them: derived from its rows, allowances and settings alone, and kept
 * beside them so that the next day can be judged without replaying. Hosts are ids into the snapshot's hosts. Scores
 * are rounded to a hundredth, so that they are the same on every machine.
 */
export interface Verdicts {
  /** By day; within a day those with the higher score first, then by client. */
  readonly leads: readonly PastLead[];
  /** Of the last days that a path may take: by day, client and server. */
  readonly strong: readonly StrongEdge[];
  /** By day, then group; groups without clients are left out. */
  readonly reference: readonly ReferenceDay[];
  /** By allowance, in the snapshot's order: how many odd conversations (pairs, by day) it hid in the days replayed. */
  readonly hidden: readonly number[];
}

/** A client-day that was shown: one within the budget, or one that goes on from such a one. */
export interface PastLead {
  readonly day: number;
  readonly client: number;
  readonly score: number;
  /** It took no place of the budget. */
  readonly ongoing: boolean;
  /** Bit 1 << class of the servers that spoke for it; see `SERVER_CLASSES`. */
  readonly classes: number;
  /** Those that spoke for it (score above 0), most odd first. */
  readonly servers: readonly { readonly server: number; readonly score: number }[];
}

/** A conversation so odd that what its server does next is looked at more closely. */
export interface StrongEdge {
  readonly day: number;
  readonly client: number;
  readonly server: number;
  readonly score: number;
}

/** The scores of the clients of one group on one day. */
export interface ReferenceDay {
  readonly day: number;
  /** Index into `CLIENT_GROUPS`. */
  readonly group: number;
  /** Scores in hundredths, ascending, each once. */
  readonly bins: Int32Array;
  /** How many clients had it. */
  readonly counts: Int32Array;
}

export const NO_VERDICTS: Verdicts = { leads: [], strong: [], reference: [], hidden: [] };

/**
 * Verdicts of a snapshot, with the ids of another that was made of it and more.
 * @throws where the other does not know a host, which then is not made of the first
 */
export function carryVerdicts(
  verdicts: Verdicts,
  hosts: readonly string[],
  intoHosts: readonly string[],
): Verdicts {
  const ids = new Map(intoHosts.map((host, id) => [host, id]));
  const carried = (host: number): number => {
    const id = ids.get(hosts[host]!);
    if (id === undefined) throw new Error(`${hosts[host]} is not a host of the other snapshot`);
    return id;
  };
  return {
    ...verdicts,
    leads: verdicts.leads.map((lead) => ({
      ...lead,
      client: carried(lead.client),
      servers: lead.servers.map(({ server, score }) => ({ server: carried(server), score })),
    })),
    strong: verdicts.strong.map((edge) => ({
      ...edge,
      client: carried(edge.client),
      server: carried(edge.server),
    })),
  };
}
