import { isV4, type ParsedAddress, parseAddress } from '../../../model/address.ts';
import { hostName, type NamedAddress } from './host-name.ts';
import { type LogRecord, timeOf } from './record.ts';

const PRIVATE_TEXT = /(?:^|,)(?:10\.|172\.|192\.168\.|169\.254\.|100\.|f[cde])/i;
const REVERSE_V4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\.in-addr\.arpa\.?$/i;
const REVERSE_V6 = /^((?:[\da-f]\.){32})ip6\.arpa\.?$/i;

/** Whether an answer of these answers may be an address of an internal network: a quick look, before all else. */
export function mayBeInternal(queryType: string, answers: string): boolean {
  return queryType === 'PTR' || ((queryType === 'A' || queryType === 'AAAA') && PRIVATE_TEXT.test(answers));
}

/**
 * What a record of dns.log says: which internal address a name has (A, AAAA: the last name of a chain of aliases), or
 * which name an address (PTR). A name of several addresses is that of a service or a domain, and no host's.
 */
export function dnsName(record: LogRecord): NamedAddress | null {
  const type = record.text('qtype_name');
  const code = record.text('rcode_name');
  if (code !== null && code !== 'NOERROR') return null;
  const answers = record.list('answers');
  const query = record.text('query');
  const time = timeOf(record);
  if (time === null || query === null || answers.length === 0) return null;
  const told =
    type === 'PTR'
      ? reverse(query, answers)
      : type === 'A' || type === 'AAAA'
        ? forward(query, answers)
        : null;
  return told === null ? null : { ...told, time, until: null };
}

type Told = Pick<NamedAddress, 'address' | 'name' | 'protocol'>;

function forward(query: string, answers: readonly string[]): Told | null {
  const parsed = answers.map((answer) => parseAddress(answer));
  const addresses = parsed.filter((address) => address !== null);
  const alias = answers.findLast((_, i) => parsed[i] === null);
  const name = hostName(alias ?? query);
  const [address] = addresses;
  return name === null || addresses.length !== 1 || !isInternal(address!)
    ? null
    : { address: address!, name, protocol: 'dns' };
}

function reverse(query: string, answers: readonly string[]): Told | null {
  const v4 = REVERSE_V4.exec(query);
  const v6 = REVERSE_V6.exec(query);
  const text =
    v4 !== null
      ? v4.slice(1).reverse().join('.')
      : v6 !== null
        ? v6[1]!
            .replaceAll('.', '')
            .split('')
            .reverse()
            .join('')
            .replace(/.{4}(?=.)/g, '$&:')
        : null;
  const address = text === null ? null : parseAddress(text);
  const name = answers.length === 1 ? hostName(answers[0]!) : null;
  return address === null || name === null || !isInternal(address)
    ? null
    : { address, name, protocol: 'ptr' };
}

/** RFC 1918, 3927 and 6598; fc00::/7, fe80::/10. */
function isInternal({ bytes }: ParsedAddress): boolean {
  if (!isV4(bytes)) return (bytes[0]! & 0xfe) === 0xfc || (bytes[0] === 0xfe && (bytes[1]! & 0xc0) === 0x80);
  const [a, b] = [bytes[12]!, bytes[13]!];
  return (
    a === 10 ||
    (a === 172 && (b & 0xf0) === 16) ||
    (a === 192 && b === 168) ||
    (a === 169 && b === 254) ||
    (a === 100 && (b & 0xc0) === 64)
  );
}
