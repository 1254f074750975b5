import { SERVICE_PUSH, SERVICE_RESTART, TASK_SET } from '../world/routines.ts';
import type { Family } from './campaign.ts';
import * as routines from './intruder-routines.ts';
import type { PlannedHop, Stage } from './stage.ts';

export interface Kind {
  readonly name: string;
  readonly family: Family;
  /** Working days of the hunt that it takes. */
  readonly days: number;
  /** Working days before the hunt on which it begins. */
  readonly before?: number;
  readonly plan: (stage: Stage) => readonly PlannedHop[];
}

/** One hop on each of these days, from one foothold. */
function oneEach(stage: Stage, days: readonly number[]): readonly PlannedHop[] {
  const foothold = stage.desk();
  return days.flatMap((day) => {
    const target = stage.random.chance(0.5) ? stage.desk() : stage.server();
    return stage.hops(foothold, [target], stage.random.pick(routines.EXECUTION), day);
  });
}

/** Many hosts in one go, a second or two apart. */
function sweep(stage: Stage, least: number, most: number, routine: PlannedHop['routines']): PlannedHop[] {
  const { random, enterprise } = stage;
  const all = [...enterprise.with('workstation'), ...enterprise.servers];
  const count = Math.min(Math.floor(all.length / 2), least + random.below(most - least + 1));
  const servers = random.some(all, count);
  return [{ day: 0, hour: stage.hour(), client: stage.desk(), servers, routines: routine, every: 0.0005 }];
}

export const KINDS: readonly Kind[] = [
  {
    name: 'service',
    family: 'page',
    days: 1,
    plan: (stage) =>
      stage.hops(
        stage.desk(),
        stage.several(1, 3, () => (stage.random.chance(0.5) ? stage.desk() : stage.server())),
        stage.random.pick([routines.SERVICE, routines.SERVICE_TCP]),
      ),
  },
  {
    name: 'wmi',
    family: 'page',
    days: 1,
    plan: (stage) =>
      stage.hops(
        stage.desk(),
        stage.several(1, 3, () => stage.desk()),
        routines.METHOD,
      ),
  },
  {
    name: 'task',
    family: 'page',
    days: 1,
    plan: (stage) =>
      stage.hops(
        stage.desk(),
        stage.several(1, 2, () => stage.server()),
        stage.random.pick([routines.TASK, routines.TASK_TCP]),
      ),
  },
  {
    name: 'replication',
    family: 'page',
    days: 1,
    plan: (stage) => stage.hops(stage.desk(), [stage.controller()], routines.REPLICATION),
  },
  {
    name: 'session sweep',
    family: 'page',
    days: 1,
    plan: (stage) => sweep(stage, 60, 400, [routines.SESSION_SWEEP]),
  },
  { name: 'one a day', family: 'page', days: 5, plan: (stage) => oneEach(stage, [0, 1, 2, 3, 4]) },
  {
    name: 'chain',
    family: 'page',
    days: 1,
    plan: (stage) => {
      const [first, second, server] = [stage.desk(), stage.desk(), stage.server()];
      const start = stage.random.between(9, 12);
      const hour = (n: number) => start + n * stage.random.between(0.7, 1.5);
      const last = stage.random.pick([routines.REPLICATION, routines.SERVICE]);
      return [
        { day: 0, hour: hour(0), client: first, servers: [second], routines: [routines.METHOD] },
        { day: 0, hour: hour(2), client: second, servers: [server], routines: [routines.SERVICE] },
        { day: 0, hour: hour(4), client: server, servers: [stage.controller()], routines: [last] },
      ];
    },
  },
  {
    name: 'coercion',
    family: 'other',
    days: 1,
    plan: (stage) => {
      const start = stage.random.between(9.5, 13);
      const controller = stage.controller();
      const coercion = stage.random.pick([routines.COERCION, routines.PRINTER_COERCION]);
      const [foothold, relay] = [stage.desk(), stage.random.chance(0.5) ? stage.desk() : stage.server()];
      return [
        { day: 0, hour: start, client: foothold, servers: [controller], routines: [coercion] },
        { day: 0, hour: start + 1, client: relay, servers: [controller], routines: [routines.REPLICATION] },
      ];
    },
  },
  {
    name: 'registry',
    family: 'other',
    days: 1,
    plan: (stage) =>
      stage.hops(
        stage.desk(),
        stage.several(1, 2, () => stage.server()),
        stage.random.pick([routines.REGISTRY, routines.REGISTRY_SAVE]),
      ),
  },
  {
    name: 'dcom',
    family: 'other',
    days: 1,
    plan: (stage) =>
      stage.hops(
        stage.desk(),
        stage.several(1, 2, () => stage.desk()),
        routines.OBJECT,
      ),
  },
  {
    name: 'printer driver',
    family: 'other',
    days: 1,
    plan: (stage) =>
      stage.hops(
        stage.desk(),
        stage.several(1, 2, () => stage.one('print', 'application', 'workstation')),
        routines.DRIVER,
      ),
  },
  { name: 'one in three days', family: 'other', days: 7, plan: (stage) => oneEach(stage, [0, 3, 6]) },
  {
    name: 'from a developer',
    family: 'other',
    days: 1,
    plan: (stage) =>
      stage.hops(
        stage.one('developer'),
        stage.several(1, 2, () => stage.one('developer', 'workstation')),
        stage.random.pick(routines.EXECUTION),
      ),
  },
  {
    name: 'from the help desk',
    family: 'other',
    days: 1,
    plan: (stage) =>
      stage.hops(
        stage.one('help-desk'),
        stage.several(1, 2, () => (stage.random.chance(0.5) ? stage.desk() : stage.server())),
        stage.random.pick(routines.EXECUTION),
      ),
  },
  {
    name: 'from a server',
    family: 'other',
    days: 1,
    plan: (stage) =>
      stage.hops(
        stage.one('application'),
        stage.several(1, 3, () => (stage.random.chance(0.3) ? stage.desk() : stage.server())),
        stage.random.pick(routines.EXECUTION),
      ),
  },
  {
    name: 'there before',
    family: 'other',
    days: 5,
    before: 12,
    plan: (stage) => {
      const foothold = stage.desk();
      const usual = stage.several(2, 2, () => stage.server());
      const routine = stage.random.pick(routines.EXECUTION);
      return [-12, -9, -6, -3, 0, 2, 4].flatMap((day, n) =>
        stage.hops(foothold, [n % 2 === 0 ? stage.desk() : usual[n % usual.length]!], routine, day),
      );
    },
  },
  {
    name: 'account sweep',
    family: 'other',
    days: 1,
    plan: (stage) => sweep(stage, 30, 200, [routines.ACCOUNT_SWEEP]),
  },
  {
    name: 'through a jump host',
    family: 'other',
    days: 1,
    plan: (stage) => {
      const start = stage.random.between(9.5, 14);
      const jump = stage.random.pick(stage.enterprise.with('jump'));
      return [
        { day: 0, hour: start, client: stage.desk(), servers: [jump], routines: [routines.METHOD] },
        {
          day: 0,
          hour: start + stage.random.between(0.2, 1.5),
          client: jump,
          servers: [stage.one('file', 'mail', 'print')],
          routines: [routines.SERVICE_TCP],
        },
      ];
    },
  },
  {
    name: 'administrator imitated',
    family: 'apart',
    days: 1,
    plan: (stage) => {
      const foothold = stage.one('administrator');
      const usual = stage.enterprise.hosts[foothold]!.servers.slice(0, 5);
      const routine = stage.random.pick([SERVICE_PUSH, SERVICE_RESTART, TASK_SET]);
      return stage.hops(foothold, stage.random.some(usual, 2), routine);
    },
  },
];
