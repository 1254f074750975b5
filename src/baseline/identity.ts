import { formatAddress, parseAddress } from '../model/address.ts';

/** Names of hosts by address, as a user's file gives them. */
export interface HostNames {
  readonly names: ReadonlyMap<string, string>;
  readonly faults: readonly { readonly line: number; readonly reason: string }[];
}

/**
 * Reads `ADDRESS NAME` a line, parted by blanks, tabs, a comma or a semicolon, as a hosts file or a CSV has it; what
 * follows the name, and `#` and what follows it, is not read. Names are taken in lower case, as Windows compares them.
 */
export function readHostNames(text: string): HostNames {
  const names = new Map<string, string>();
  const faults: { line: number; reason: string }[] = [];
  for (const [n, line] of text.split('\n').entries()) {
    const [address, name] = line
      .replace(/#.*/, '')
      .trim()
      .split(/[\s,;]+/);
    const parsed = parseAddress(address ?? '');
    if (address === undefined || address === '' || (n === 0 && parsed === null)) continue;
    if (parsed === null) faults.push({ line: n + 1, reason: `${address} is no address` });
    else if (name === undefined || name === '')
      faults.push({ line: n + 1, reason: `${address} has no name` });
    else names.set(formatAddress(parsed.bytes, 0, parsed.scope), name.toLowerCase());
  }
  return { names, faults };
}
