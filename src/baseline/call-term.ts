import { decayed } from './decay.ts';
import type { LevelDay } from './level-day.ts';
import type { Parameters } from './parameters.ts';
import { CLIENT_GROUPS, SERVER_CLASSES } from './roles.ts';
import { isToday, KNOWN } from './sight.ts';

const CLASSES = SERVER_CLASSES.length;
const GROUPS = CLIENT_GROUPS.length;

/**
 * How likely a client was to use a call on a server, at one level, on one day: what the pair was seen to do, smoothed
 * by what the client does on servers of the class, smoothed by what its group does there, smoothed by what anybody
 * does anywhere. Pairs that show a call for the first time today count for others, not for their own client.
 */
export class CallTerms {
  /** What the days of a known row count for; 0 of others. By row of the level. */
  readonly counts: Float64Array;
  /** Calls seen up to the day. */
  readonly known: number;
  private readonly day: LevelDay;
  private readonly parameters: Parameters;
  private readonly calls: number;
  private readonly crowd: boolean;
  private readonly byHabit: boolean;
  /** By group, class and call: clients that used it; by call: the same for all groups and classes together. */
  private readonly clients: Int32Array;
  private readonly clientsOfAll: Int32Array;
  /** By group and class: their sum, and the calls that have any. */
  private readonly sum = new Float64Array(GROUPS * CLASSES);
  private readonly some = new Float64Array(GROUPS * CLASSES);
  private total = 0;
  /** Of the client at hand, by class and call: servers on which it used the call before, and today for the first time. */
  private readonly habit: Int32Array;
  private readonly own: Int32Array;
  private readonly ownOfAll: Int32Array;
  private readonly habitSum = new Float64Array(CLASSES);
  private readonly ownSum = new Float64Array(CLASSES);
  private readonly ownSome = new Float64Array(CLASSES);
  private ownTotal = 0;
  private group = 0;
  private from = 0;
  private to = 0;

  constructor(day: LevelDay) {
    const { level, sight, states, roles, without } = day;
    this.day = day;
    this.parameters = sight.parameters;
    this.crowd = !without.has('popularity');
    this.byHabit = !without.has('habit');
    this.calls = level.calls.length;
    this.known = level.callFirst.reduce((known, first) => known + (first <= sight.day ? 1 : 0), 0);
    this.counts = new Float64Array(level.rowCall.length);
    this.clients = new Int32Array(GROUPS * CLASSES * this.calls);
    this.clientsOfAll = new Int32Array(this.calls);
    this.habit = new Int32Array(CLASSES * this.calls);
    this.own = new Int32Array(CLASSES * this.calls);
    this.ownOfAll = new Int32Array(this.calls);
    const { live } = sight.parameters;
    const latest = new Int32Array(CLASSES * this.calls).fill(-1);
    for (let p = 0; p < level.length; p++) {
      const state = states.state[p]!;
      if (state === 0) continue;
      const kind = roles.group[level.client[p]!]! * CLASSES + roles.class[level.server[p]!]!;
      for (let row = level.rowStart[p]!; row < level.rowStart[p + 1]!; row++) {
        const [low, high] = [level.rowLow[row]!, level.rowHigh[row]!];
        const count = (state & KNOWN) === 0 ? 0 : decayed(sight.table, low, high);
        if (count > live) this.counts[row] = count;
        else if (!this.crowd || !isToday(sight, low, high)) continue;
        const call = level.rowCall[row]!;
        const at = (kind % CLASSES) * this.calls + call;
        if (latest[at] === level.client[p]!) continue;
        latest[at] = level.client[p]!;
        if (this.clients[kind * this.calls + call]!++ === 0) this.some[kind]!++;
        this.clientsOfAll[call]!++;
        this.sum[kind]!++;
        this.total++;
      }
    }
  }

  /** Turns to a client, whose pairs of the level are those from … to. */
  enter(client: number, from: number, to: number): void {
    this.leave();
    this.group = this.day.roles.group[client]!;
    this.from = from;
    this.to = to;
    for (let p = from; p < to; p++)
      this.eachRow(p, (k, at, row) => {
        if (this.counts[row]! === 0) return;
        this.habit[at]!++;
        this.habitSum[k]!++;
      });
    if (!this.crowd) return;
    for (let p = from; p < to; p++)
      this.eachRow(p, (k, at, row) => {
        if (this.habit[at]! > 0 || this.own[at] === 1 || !this.isToday(row)) return;
        const call = this.day.level.rowCall[row]!;
        this.own[at] = 1;
        if (this.clients[(this.group * CLASSES + k) * this.calls + call] === 1) this.ownSome[k]!++;
        this.ownOfAll[call]!++;
        this.ownSum[k]!++;
        this.ownTotal++;
      });
  }

  /** Of a pair of the client that was entered: what its known rows count for together, and how many they are. */
  pairSum(p: number): readonly [days: number, calls: number] {
    const { level, states } = this.day;
    let [days, calls] = [0, 0];
    if ((states.state[p]! & KNOWN) !== 0)
      for (let row = level.rowStart[p]!; row < level.rowStart[p + 1]!; row++)
        if (this.counts[row]! > 0) {
          days += this.counts[row]!;
          calls++;
        }
    return [days, calls];
  }

  /** The probability of a row's call, given its pair, with that pair's `pairSum`. */
  likely(server: number, row: number, days: number, calls: number): number {
    const { pairDiscount, pairPrior } = this.parameters;
    const k = this.day.roles.class[server]!;
    const prior = (pairPrior + pairDiscount * calls) * this.habitual(k, this.day.level.rowCall[row]!);
    return (Math.max(this.counts[row]! - pairDiscount, 0) + prior) / (days + pairPrior);
  }

  isToday(row: number): boolean {
    const { level, sight } = this.day;
    return isToday(sight, level.rowLow[row]!, level.rowHigh[row]!);
  }

  /** Of a call on a server of the class by the client. */
  private habitual(k: number, call: number): number {
    const { habitDiscount, habitPrior } = this.parameters;
    const usual = this.usual(k, call);
    if (!this.byHabit) return usual;
    const servers = this.habit[k * this.calls + call]!;
    return (Math.max(servers - habitDiscount, 0) + habitPrior * usual) / (this.habitSum[k]! + habitPrior);
  }

  /** Of a call on a server of the class by the client's group. */
  private usual(k: number, call: number): number {
    const { callDiscount, callPrior } = this.parameters;
    const kind = this.group * CLASSES + k;
    const pairs = this.clients[kind * this.calls + call]! - this.own[k * this.calls + call]!;
    const prior = callPrior + callDiscount * (this.some[kind]! - this.ownSome[k]!);
    return (
      (Math.max(pairs - callDiscount, 0) + prior * this.anywhere(call)) /
      (this.sum[kind]! - this.ownSum[k]! + callPrior)
    );
  }

  private anywhere(call: number): number {
    const { unseenCall } = this.parameters;
    return (
      (this.clientsOfAll[call]! - this.ownOfAll[call]! + unseenCall) /
      (this.total - this.ownTotal + unseenCall * this.known)
    );
  }

  private leave(): void {
    for (let p = this.from; p < this.to; p++)
      this.eachRow(p, (_, at, row) => {
        this.habit[at] = 0;
        this.own[at] = 0;
        this.ownOfAll[this.day.level.rowCall[row]!] = 0;
      });
    this.habitSum.fill(0);
    this.ownSum.fill(0);
    this.ownSome.fill(0);
    this.ownTotal = 0;
  }

  /** The rows of a pair: the class of its server, where class and call stand, and the row. */
  private eachRow(p: number, visit: (k: number, at: number, row: number) => void): void {
    const { level, states, roles } = this.day;
    if (states.state[p] === 0) return;
    const k = roles.class[level.server[p]!]!;
    for (let row = level.rowStart[p]!; row < level.rowStart[p + 1]!; row++)
      visit(k, k * this.calls + level.rowCall[row]!, row);
  }
}
