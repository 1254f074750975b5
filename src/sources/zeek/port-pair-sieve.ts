import type { PortSieve } from '../../columns/sieve.ts';

const PORTS = 65_536;
const BITS = 8;

/**
 * The sieves of several kinds over source and destination port as two tables of bytes: a row may be of use
 * where src[src_port] & dest[dest_port] is not 0.
 */
export interface PortPairSieve {
  readonly src: Uint8Array;
  readonly dest: Uint8Array;
}

/** Keeps everything where the kinds have more terms than a byte has bits, nothing where there are no kinds. */
export function portPairSieve(sieves: readonly PortSieve[]): PortPairSieve {
  const src = new Uint8Array(PORTS);
  const dest = new Uint8Array(PORTS);
  let used = 0;
  for (const sieve of sieves) {
    const srcMasks = sieve.table('src_port');
    const destMasks = sieve.table('dest_port');
    const bits = 32 - Math.clz32(allBits(srcMasks) | allBits(destMasks));
    if (used + bits > BITS) return { src: src.fill(1), dest: dest.fill(1) };
    addBits(src, srcMasks, used);
    addBits(dest, destMasks, used);
    used += bits;
  }
  return { src, dest };
}

function addBits(table: Uint8Array, masks: Uint32Array, shift: number): void {
  if (shift === 0) table.set(masks);
  else for (let port = 0; port < PORTS; port++) table[port]! |= masks[port]! << shift;
}

function allBits(masks: Uint32Array): number {
  let all = 0;
  for (let port = 0; port < PORTS; port++) all |= masks[port]!;
  return all;
}
