const MICROS_PER_SECOND = 1_000_000n;
const WORD = 0x1_0000_0000;

/** Turns the time of a packet, a 64-bit count in two halves, into microseconds; null where it has none to hold. */
export type Clock = (high: number, low: number) => number | null;

/**
 * @param resolution pcapng's if_tsresol: powers of ten, or of two where the highest bit is set
 * @param offset pcapng's if_tsoffset: seconds to add
 */
export function clockOf(resolution: number, offset: bigint): Clock {
  const exact = exactClock(resolution, offset);
  if (offset !== 0n || resolution < 6 || resolution > 12) return exact;
  const divisor = 10 ** (resolution - 6);
  return (high, low) => {
    const rest = (high % divisor) * WORD + low;
    return held(Math.floor(high / divisor) * WORD + Math.floor(rest / divisor));
  };
}

function exactClock(resolution: number, offset: bigint): Clock {
  const exponent = BigInt(resolution & 0x7f);
  const perSecond = (resolution & 0x80) === 0 ? 10n ** exponent : 1n << exponent;
  return (high, low) => {
    const count = (BigInt(high) << 32n) | BigInt(low);
    return held(Number((count * MICROS_PER_SECOND) / perSecond + offset * MICROS_PER_SECOND));
  };
}

function held(micros: number): number | null {
  return Number.isSafeInteger(micros) ? micros : null;
}
