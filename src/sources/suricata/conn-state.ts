const FIN = 0x01;
const SYN = 0x02;
const RST = 0x04;
const ACK = 0x10;

/**
 * How a connection ended, in the words of Zeek's conn_state, as far as the flags say: which flags each side ever set,
 * as hexadecimal digits.
 * @returns null where they do not tell
 */
export function connState(client: string | null, server: string | null): string | null {
  if (client === null || server === null || !isHex(client) || !isHex(server)) return null;
  const [asked, told] = [Number.parseInt(client, 16), Number.parseInt(server, 16)];
  if ((asked & SYN) === 0) return null;
  if (told === 0) return (asked & RST) !== 0 ? 'RSTOS0' : (asked & FIN) !== 0 ? 'SH' : 'S0';
  if ((told & SYN) === 0) return (told & RST) !== 0 ? 'REJ' : null;
  if ((asked & ACK) === 0) return null;
  if (((asked | told) & RST) !== 0) {
    if ((asked & told & RST) !== 0) return null;
    return (asked & RST) !== 0 ? 'RSTO' : 'RSTR';
  }
  const ends = (asked & FIN) | ((told & FIN) << 1);
  return ['S1', 'S2', 'S3', 'SF'][ends]!;
}

function isHex(flags: string): boolean {
  return /^[0-9a-f]{1,4}$/i.test(flags);
}
