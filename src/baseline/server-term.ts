import type { LevelDay } from './level-day.ts';
import type { Parameters } from './parameters.ts';
import { CLIENT_GROUPS, NARROW, OTHER, type Roles, SERVER_CLASSES, WIDE } from './roles.ts';
import { KNOWN, NEW_TODAY } from './sight.ts';

const CLASSES = SERVER_CLASSES.length;
const GROUPS = CLIENT_GROUPS.length;
/** Explorers go where anybody goes, others where others go that are no explorers. */
const ALL = 0;
const NO_EXPLORERS = 1;
const POOL = CLIENT_GROUPS.map((_, group) => (group === NARROW || group === WIDE ? ALL : NO_EXPLORERS));

/**
 * How odd it is that a client speaks to a server for the first time, at one level, on one day. Whether it goes
 * anywhere new is learned by Pitman-Yor, the class of where it goes from its own new servers and its group's, and
 * the server from how many of the group have been there, those of today among them but the client itself not. Some
 * of it is spread evenly over the class: who meets a new peer mostly meets one that nobody has met.
 */
export class ServerTerms {
  /** -ln of the probability that the client goes anywhere new. */
  novelty = 0;
  /** -ln of the probability that a new server is of this class. */
  kind = 0;
  /** -ln of H times the probability that it is this server, of its class. The three make -ln(H P(server | client)). */
  place = 0;
  private readonly roles: Roles;
  private readonly hosts: number;
  private readonly parameters: Parameters;
  private readonly byClass: boolean;
  private readonly crowd: boolean;
  /** By client: what its known pairs count for together, and how many they are. */
  private readonly days: Float64Array;
  private readonly known: Int32Array;
  /** By client and class: its new servers since it settled. */
  private readonly fresh: Float64Array;
  /** By group and class: the share that the class has of them. */
  private readonly share: Float64Array;
  /** By group and server, and by pool and server: clients that have been there. */
  private readonly clients: Int32Array;
  private readonly clientsOf: readonly Int32Array[];
  private readonly hostCount: number;
  /** By group and class: their sum, and the servers that have any; by pool and class: the sum; by class: hosts. */
  private readonly sum = new Float64Array(GROUPS * CLASSES);
  private readonly some = new Float64Array(GROUPS * CLASSES);
  private readonly sumOf = [new Float64Array(CLASSES), new Float64Array(CLASSES)];
  private readonly hostsOf = new Float64Array(CLASSES);
  /** What of `sum` (and `sumOf`) and of `some` is the client's own of today, by class. */
  private readonly ownSum = new Float64Array(CLASSES);
  private readonly ownSome = new Float64Array(CLASSES);

  constructor({ frame, level, sight, states, roles, without }: LevelDay) {
    const { hostCount } = frame;
    const { day, parameters } = sight;
    this.roles = roles;
    this.hosts = sight.hostCount;
    this.parameters = parameters;
    this.byClass = !without.has('class');
    this.crowd = !without.has('popularity');
    this.days = new Float64Array(hostCount);
    this.known = new Int32Array(hostCount);
    this.fresh = new Float64Array(hostCount * CLASSES);
    this.clients = new Int32Array(GROUPS * hostCount);
    this.clientsOf = [new Int32Array(hostCount), new Int32Array(hostCount)];
    this.hostCount = hostCount;
    for (let p = 0; p < level.length; p++) {
      const [x, y] = [level.client[p]!, level.server[p]!];
      if ((states.state[p]! & KNOWN) !== 0) {
        this.days[x]! += states.counts[p]!;
        this.known[x]!++;
        const age = day - level.first[p]!;
        if (level.first[p]! > frame.settled[x]!)
          this.fresh[x * CLASSES + roles.class[y]!]! += 2 ** (-age / parameters.halfLife);
      } else if (!this.crowd || states.state[p] !== NEW_TODAY) continue;
      this.clients[roles.group[x]! * hostCount + y]!++;
      this.clientsOf[ALL]![y]!++;
      if (POOL[roles.group[x]!] === NO_EXPLORERS) this.clientsOf[NO_EXPLORERS]![y]!++;
    }
    this.share = shares(this.fresh, roles.group, parameters.groupClassPrior);
    for (let host = 0; host < hostCount; host++) if (frame.hostFirst[host]! <= day) this.addHost(host);
  }

  /** Turns to a client. @param fresh the servers that it meets today for the first time */
  enter(client: number, fresh: readonly number[]): void {
    this.ownSum.fill(0);
    this.ownSome.fill(0);
    if (!this.crowd) return;
    const row = this.roles.group[client]! * this.hostCount;
    for (const server of fresh) {
      const k = this.roles.class[server]!;
      this.ownSum[k]!++;
      if (this.clients[row + server] === 1) this.ownSome[k]!++;
    }
  }

  /** Measures a new server of the client that was entered, into `novelty`, `kind` and `place`. */
  measure(client: number, server: number): void {
    const { strength, discount, classPrior, evenOther, evenServer } = this.parameters;
    const k = this.roles.class[server]!;
    const r = this.roles.group[client]!;
    this.novelty = -Math.log((strength + discount * this.known[client]!) / (this.days[client]! + strength));
    const within = this.byClass ? this.groupClass(r, k) : 1;
    const even = k === OTHER ? evenOther : evenServer;
    const any = 1 / (this.byClass ? this.hostsOf[k]! : this.hosts);
    const popular = (1 - even) * (this.groupServer(r, server) / within);
    this.place = -Math.log(this.hosts * (even * any + popular));
    this.kind = 0;
    if (!this.byClass) return;
    const own = client * CLASSES;
    let fresh = 0;
    for (let each = 0; each < CLASSES; each++) fresh += this.fresh[own + each]!;
    const likely = this.fresh[own + k]! + classPrior * this.share[r * CLASSES + k]!;
    this.kind = -Math.log(likely / (fresh + classPrior));
  }

  /** How many clients of the client's group, the client left out, have been to the server. */
  peers(client: number, server: number): number {
    return this.clients[this.roles.group[client]! * this.hostCount + server]! - (this.crowd ? 1 : 0);
  }

  private addHost(host: number): void {
    const k = this.roles.class[host]!;
    this.hostsOf[k]!++;
    for (let pool = 0; pool < this.sumOf.length; pool++)
      this.sumOf[pool]![k]! += this.clientsOf[pool]![host]!;
    for (let r = 0; r < GROUPS; r++) {
      const clients = this.clients[r * this.hostCount + host]!;
      this.sum[r * CLASSES + k]! += clients;
      if (clients > 0) this.some[r * CLASSES + k]!++;
    }
  }

  /** The probability that a new server of a client of the group is this one. */
  private groupServer(r: number, server: number): number {
    const { serverDiscount, serverPrior, unseenServer } = this.parameters;
    const own = this.crowd ? 1 : 0;
    const ofAll = (this.clientsOf[POOL[r]!]![server]! - own + unseenServer) / this.total(r, unseenServer);
    const clients = this.clients[r * this.hostCount + server]! - own;
    const prior = serverPrior + serverDiscount * this.ofGroup(this.some, this.ownSome, r);
    return (
      (Math.max(clients - serverDiscount, 0) + prior * ofAll) /
      (this.ofGroup(this.sum, this.ownSum, r) + serverPrior)
    );
  }

  /** The sum of `groupServer` over the servers of a class. */
  private groupClass(r: number, k: number): number {
    const { serverDiscount, serverPrior, unseenServer } = this.parameters;
    const ofAll =
      (this.sumOf[POOL[r]!]![k]! - this.ownSum[k]! + unseenServer * this.hostsOf[k]!) /
      this.total(r, unseenServer);
    const sum = this.sum[r * CLASSES + k]! - this.ownSum[k]!;
    const some = this.some[r * CLASSES + k]! - this.ownSome[k]!;
    const prior = serverPrior + serverDiscount * this.ofGroup(this.some, this.ownSome, r);
    return (
      (sum - serverDiscount * some + prior * ofAll) / (this.ofGroup(this.sum, this.ownSum, r) + serverPrior)
    );
  }

  private total(r: number, unseenServer: number): number {
    let sum = unseenServer * this.hosts;
    for (let k = 0; k < CLASSES; k++) sum += this.sumOf[POOL[r]!]![k]! - this.ownSum[k]!;
    return sum;
  }

  private ofGroup(values: Float64Array, own: Float64Array, r: number): number {
    let sum = 0;
    for (let k = 0; k < CLASSES; k++) sum += values[r * CLASSES + k]! - own[k]!;
    return sum;
  }
}

/**
 * The share of each class among the new servers of each group, smoothed by `prior` servers of the whole network's
 * shares, and those by one server of each class alike.
 */
function shares(fresh: Float64Array, group: Uint8Array, prior: number): Float64Array {
  const sums = new Float64Array(GROUPS * CLASSES);
  const ofAll = new Float64Array(CLASSES);
  for (let x = 0; x < group.length; x++)
    for (let k = 0; k < CLASSES; k++) {
      const value = fresh[x * CLASSES + k]!;
      sums[group[x]! * CLASSES + k]! += value;
      ofAll[k]! += value;
    }
  const all = ofAll.reduce((sum, value) => sum + value, 0);
  return sums.map((value, at) => {
    const r = Math.floor(at / CLASSES);
    let ofGroup = 0;
    for (let k = 0; k < CLASSES; k++) ofGroup += sums[r * CLASSES + k]!;
    const network = (ofAll[at % CLASSES]! + 1 / CLASSES) / (all + 1);
    return (value + prior * network) / (ofGroup + prior);
  });
}
