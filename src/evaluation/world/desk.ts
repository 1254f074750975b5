import { Random } from '../random.ts';
import type { Enterprise } from './enterprise.ts';
import type { Host, Role } from './host.ts';
import { FILES, type Routine } from './routine.ts';
import * as routines from './routines.ts';
import type { Traffic } from './traffic.ts';

/** Whether somebody works at it on that day; asked as often as one likes. */
export function isOn(
  { seed, rates }: Enterprise,
  { id, since }: Host,
  day: number,
  weekend: boolean,
): boolean {
  if (since > day) return false;
  return new Random(seed, 3, day, id).chance(weekend ? rates['on-weekend'] : rates['on-working-day']);
}

/** What every desk does: log-on, policy, files, printing, mail, and now and then something of its user's own. */
export function deskDay(enterprise: Enterprise, host: Host, random: Random, traffic: Traffic): void {
  const { rates, hosts, departments } = enterprise;
  const { id } = host;
  const start = random.normal(rates['start-hour'], rates['start-deviation']);
  const end = start + rates['day-length'];
  const someTime = () => random.between(start, end);
  const say = (hour: number, server: number, routine: Routine) =>
    traffic.add(random, hour, id, server, routine);
  const usually = (usual: number, role: Role) =>
    random.chance(rates['foreign-server']) ? random.pick(enterprise.with(role)) : usual;
  const controller = random.chance(rates['other-dc'])
    ? random.pick(enterprise.with('dc'))
    : enterprise.sites[host.site]![id % enterprise.sites[host.site]!.length]!;

  say(start, controller, routines.LOG_ON);
  say(start + 0.002, controller, routines.NAMES);
  for (let left = rates['policy-refreshes'], hour = start; left >= 1; left--) {
    hour += random.between(1.5, 2);
    if (random.chance(rates['policy-calls'])) say(hour, controller, routines.POLICY);
  }
  if (random.chance(rates['machine-password'])) say(someTime(), controller, routines.MACHINE_PASSWORD);

  const department = departments[host.department]!;
  for (let n = random.poisson(rates['file-use']); n > 0; n--)
    say(someTime(), usually(department.file, 'file'), random.chance(0.5) ? routines.FILE_USE : FILES);
  for (let n = random.poisson(rates['print-use']); n > 0; n--)
    say(someTime(), usually(department.print, 'print'), routines.PRINT_USE);
  for (let n = random.poisson(rates['mail-use']); n > 0; n--)
    say(
      someTime(),
      usually(department.mail, 'mail'),
      random.chance(0.1) ? routines.ADDRESS_BOOK : routines.MAIL_USE,
    );
  for (let n = random.poisson(rates['application-use']); n > 0; n--) {
    const server = usually(random.pick(department.applications), 'application');
    say(someTime(), server, enterprise.applicationOf(server));
  }

  if (host.role === 'workstation') {
    if (host.peers.length > 0 && random.chance(rates['share-use']))
      say(
        someTime(),
        host.peers[0]!,
        host.peers[0]! % 2 === 0 ? routines.PEER_PRINTER : routines.PEER_FOLDER,
      );
    const peer = () => random.pick(enterprise.with('workstation'));
    if (random.chance(rates.browsing)) say(someTime(), peer(), routines.BROWSE);
    if (random.chance(rates.assistance)) say(someTime(), peer(), routines.ASSIST);
    if (random.chance(rates['odd-acts'])) {
      const target = random.chance(0.5)
        ? peer()
        : random.pick(hosts.filter(({ role }) => role === 'application')).id;
      say(someTime(), target, random.weighted(routines.ODD));
    }
  }
}
