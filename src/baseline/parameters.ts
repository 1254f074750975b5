/** The numbers of the score. docs/decisions/scoring.md says where each comes from. */
export interface Parameters {
  /** Days after which a day counts half. */
  readonly halfLife: number;
  /** A row or pair is live while its days together count for more than this. */
  readonly live: number;
  /** Days of history below which a judgement is a cold start, and nothing is held. */
  readonly coldDays: number;
  /** Pitman-Yor: strength and discount of a client's servers. */
  readonly strength: number;
  readonly discount: number;
  /** The days of a client's own after which a new server says something about it. */
  readonly settledAfter: number;
  /** What the group says of the class of a new server, in servers. */
  readonly classPrior: number;
  /** What the network says of a group's classes, in servers. */
  readonly groupClassPrior: number;
  /** What a host that nobody asks counts for among servers, in clients. */
  readonly unseenServer: number;
  /** What the network says of a group's servers, and what each server of the group lends to it, in clients. */
  readonly serverPrior: number;
  readonly serverDiscount: number;
  /** How much of where new servers are is spread evenly over their class: over others, and over servers. */
  readonly evenOther: number;
  readonly evenServer: number;
  /** As with servers, for the calls of a group to a class, in pairs; and what a call that nobody makes counts for. */
  readonly callPrior: number;
  readonly callDiscount: number;
  readonly unseenCall: number;
  /** The same for the calls of a client to a class, in servers. */
  readonly habitPrior: number;
  readonly habitDiscount: number;
  /** The same for the calls of a pair, in days. */
  readonly pairPrior: number;
  readonly pairDiscount: number;
  /** How much of what an intruder calls is spread over all calls known. */
  readonly anyCall: number;
  readonly least: number;
  readonly most: number;
  /** A score above which a conversation lays a path, how long the path stays, what share of it up to which is added,
   * and the score above which a client-day takes it. */
  readonly strongEdge: number;
  readonly pathDays: number;
  readonly pathShare: number;
  readonly pathMost: number;
  readonly pathFrom: number;
  /** Conversations above `strongEdge` on one day that are as many as whoever takes up new work has, what they take
   * away, and how many are not yet a sweep. */
  readonly newWorkFrom: number;
  readonly newWork: number;
  readonly sweepFrom: number;
  /** Days in which a client that was shown goes on rather than is new, and the rise that makes it new all the same. */
  readonly snoozeDays: number;
  readonly snoozeRise: number;
  /** Days for which the guard holds a pair. */
  readonly heldDays: number;
  /** Days replayed up to the last. */
  readonly replayDays: number;
  /** Days of the same kind that p-values go by, and client-days below which all groups are taken together. */
  readonly referenceDays: number;
  readonly referenceLeast: number;
}

export const PARAMETERS: Parameters = {
  halfLife: 30,
  live: 0.25,
  coldDays: 15,
  strength: 1,
  discount: 0.3,
  settledAfter: 2,
  classPrior: 4,
  groupClassPrior: 5,
  unseenServer: 0.02,
  serverPrior: 5,
  serverDiscount: 0.5,
  evenOther: 0.2,
  evenServer: 0.02,
  callPrior: 2,
  callDiscount: 0.5,
  unseenCall: 0.3,
  habitPrior: 6,
  habitDiscount: 0.3,
  pairPrior: 0.3,
  pairDiscount: 0.2,
  anyCall: 0.1,
  least: -5,
  most: 20,
  strongEdge: 4,
  pathDays: 7,
  pathShare: 0.5,
  pathMost: 8,
  pathFrom: 2,
  newWorkFrom: 5,
  newWork: 1.5,
  sweepFrom: 10,
  snoozeDays: 7,
  snoozeRise: Math.log(10),
  heldDays: 14,
  replayDays: 28,
  referenceDays: 5,
  referenceLeast: 200,
};

/** Parts of the score, each of which can be left out to see what it is worth. */
export const SCORE_PARTS = [
  'server',
  'call',
  'roles',
  'intruder',
  'guard',
  'habit',
  'class',
  'popularity',
  'path',
  'snooze',
] as const;
export type ScorePart = (typeof SCORE_PARTS)[number];

export interface JudgeOptions {
  /** Those that differ from `PARAMETERS`. */
  readonly parameters?: Partial<Parameters>;
  readonly without?: readonly ScorePart[];
}
