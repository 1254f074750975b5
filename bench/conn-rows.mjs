import { randomOf } from './random.mjs';

const UID_LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const OTHER_PORTS = [443, 80, 445, 389, 88, 22, 8080, 3389, 636, 993, 5985, 3268];

/** The columns of Zeek's conn.log, in its order. */
export const CONN_COLUMNS = [
  'ts',
  'uid',
  'id.orig_h',
  'id.orig_p',
  'id.resp_h',
  'id.resp_p',
  'proto',
  'service',
  'duration',
  'orig_bytes',
  'resp_bytes',
  'conn_state',
  'local_orig',
  'local_resp',
  'missed_bytes',
  'history',
  'orig_pkts',
  'orig_ip_bytes',
  'resp_pkts',
  'resp_ip_bytes',
  'tunnel_parents',
];

/** Zeek's types of CONN_COLUMNS. */
export const CONN_TYPES = [
  'time',
  'string',
  'addr',
  'port',
  'addr',
  'port',
  'enum',
  'string',
  'interval',
  'count',
  'count',
  'string',
  'bool',
  'bool',
  'count',
  'string',
  'count',
  'count',
  'count',
  'count',
  'set[string]',
];

/**
 * Rows of an enterprise's conn.log, as texts in the order of CONN_COLUMNS, slightly out of order in time as Zeek
 * writes them. `keptShare` of them are what CAR-2014-05-001 can use, half mapper flows and half endpoint flows;
 * every fourth mapper flow is followed by an endpoint flow of the same pair within two seconds.
 */
export function* connRows({
  rows,
  keptShare,
  seed = 1,
  start = 1_700_000_000,
  perSecond = 1000,
  hosts = 4000,
}) {
  const random = randomOf(seed);
  const host = () => {
    const n = random.below(hosts);
    return `10.${1 + (n >> 16)}.${(n >> 8) & 255}.${n & 255}`;
  };
  const server = () => `10.0.0.${1 + random.below(40)}`;
  const high = () => String(49152 + random.below(16384));
  let followUp = null;
  for (let i = 0; i < rows; i++) {
    const micros = Math.floor((i / perSecond) * 1e6) + random.below(3_000_000);
    let seconds = start + Math.floor(micros / 1e6);
    let fraction = micros % 1_000_000;
    let source = host();
    let target = server();
    let port;
    if (random.chance(keptShare)) {
      if (followUp !== null && random.chance(0.5)) {
        ({ source, target, seconds, fraction } = followUp);
        fraction += 1 + random.below(900_000);
        seconds += Math.floor(fraction / 1_000_000);
        fraction %= 1_000_000;
        followUp = null;
        port = high();
      } else if (random.chance(0.5)) {
        port = '135';
        if (random.chance(0.25)) followUp = { source, target, seconds, fraction };
      } else port = high();
    } else port = String(random.pick(OTHER_PORTS));
    let uid = 'C';
    for (let j = 0; j < 17; j++) uid += UID_LETTERS[random.below(62)];
    const udp = port !== '135' && port.length < 5 && random.chance(0.2);
    const out = random.below(5000);
    const back = random.below(90_000);
    yield [
      `${seconds}.${String(fraction).padStart(6, '0')}`,
      uid,
      source,
      high(),
      target,
      port,
      udp ? 'udp' : 'tcp',
      port === '443' ? 'ssl' : port === '135' ? 'dce_rpc' : '-',
      `${random.below(30)}.${String(random.below(1_000_000)).padStart(6, '0')}`,
      String(out),
      String(back),
      'SF',
      'T',
      'T',
      '0',
      'ShADadFf',
      String(4 + (out >> 9)),
      String(out + 200),
      String(3 + (back >> 10)),
      String(back + 180),
      '-',
    ];
  }
}
