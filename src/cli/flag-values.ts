import { parseNetwork } from '../columns/networks.ts';
import { MICROS_PER_SECOND, parseIsoTime } from '../model/time.ts';
import type { Network } from '../model/want.ts';
import { Failure, type RawFlags } from './invocation.ts';

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  k: 2 ** 10,
  m: 2 ** 20,
  g: 2 ** 30,
  t: 2 ** 40,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};

/** Lengths of time in microseconds. */
const SPANS: Readonly<Record<string, number>> = {
  ms: 1000,
  s: MICROS_PER_SECOND,
  m: 60 * MICROS_PER_SECOND,
  h: 3600 * MICROS_PER_SECOND,
  d: 86_400 * MICROS_PER_SECOND,
};

export function textFlag(flags: RawFlags, name: string): string | null {
  const value = flags[name];
  return typeof value === 'string' ? value : null;
}

export function switchFlag(flags: RawFlags, name: string): boolean {
  return flags[name] === true;
}

export function listFlag(flags: RawFlags, name: string): readonly string[] {
  const value = flags[name];
  return Array.isArray(value) ? value : [];
}

/** A whole number from `least`. */
export function countFlag<T>(flags: RawFlags, name: string, absent: T, least = 0): number | T {
  const value = textFlag(flags, name);
  if (value === null) return absent;
  const count = Number(value);
  if (!/^\d{1,15}$/.test(value) || count < least)
    throw new Failure(`--${name} takes a whole number from ${least}, not \`${value}\``);
  return count;
}

/** Bytes: `512MB`, `2GiB`, `1.5g`; one MB is a million bytes, one MiB is 1,048,576, a bare M is a MiB. */
export function sizeFlag<T>(flags: RawFlags, name: string, absent: T): number | T {
  const value = textFlag(flags, name);
  if (value === null) return absent;
  const parts = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(value);
  const unit = UNITS[parts?.[2]?.toLowerCase() ?? 'none'];
  const bytes = Math.floor(Number(parts?.[1]) * (unit ?? Number.NaN));
  if (!Number.isSafeInteger(bytes) || bytes === 0)
    throw new Failure(`--${name} takes a size as 512MB or 2GiB, not \`${value}\``);
  return bytes;
}

/** Microseconds; a time without a zone is UTC. */
export function timeFlag(flags: RawFlags, name: string): number | null {
  const value = textFlag(flags, name);
  if (value === null) return null;
  const time = parseIsoTime(value, 'Z');
  if (time === null)
    throw new Failure(`--${name} takes a time as 2020-08-05 or 2020-08-05T02:10:00Z, not \`${value}\``);
  return time;
}

/** Microseconds: `15m`, `90s`, `1h`. */
export function durationFlag(flags: RawFlags, name: string, absent: number): number {
  const value = textFlag(flags, name);
  if (value === null) return absent;
  const parts = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/i.exec(value);
  const micros = Math.round(Number(parts?.[1]) * (SPANS[parts?.[2]?.toLowerCase() ?? ''] ?? Number.NaN));
  if (!Number.isSafeInteger(micros) || micros === 0)
    throw new Failure(`--${name} takes a length of time as 15m, 90s or 1h, not \`${value}\``);
  return micros;
}

/** Null where the flag was not given. */
export function networksFlag(flags: RawFlags, name: string): readonly Network[] | null {
  const values = listFlag(flags, name);
  if (values.length === 0) return null;
  return values.map((value) => {
    const network = parseNetwork(value);
    if (network === null)
      throw new Failure(
        `--${name} takes a network as 10.1.0.0/16 or fe80::/10, or an address, not \`${value}\``,
      );
    return network;
  });
}
