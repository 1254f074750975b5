import { callKey } from '../baseline/call-key.ts';
import { parseDay } from '../baseline/day-number.ts';
import type { Snapshot } from '../baseline/snapshot.ts';
import { findInterfaces } from '../knowledge/rpc-interfaces.ts';
import { nearest } from '../language/index.ts';
import { textFlag } from './flag-values.ts';
import { Failure, type RawFlags } from './invocation.ts';

/** What a user means by `CLIENT>SERVER`; null where he names one host. */
export function edgeOf(text: string): readonly [client: string, server: string] | null {
  const parts = /^(.*?)\s*(?:->|→|>)\s*(.*)$/.exec(text);
  return parts === null ? null : [parts[1]!, parts[2]!];
}

/** A host of the baseline as it is spelled there. */
export function knownHost({ hosts, names }: Snapshot, text: string): string {
  if (hosts.includes(text)) return text;
  const all = [...hosts, ...names.flatMap(({ address, host }) => [address, host])];
  const wanted = text.toLowerCase();
  const found = new Set(all.filter((name) => name.toLowerCase() === wanted));
  if (found.size === 1) return [...found][0]!;
  const near = nearest(text, all);
  throw new Failure(`the baseline knows no host ${text}${near === null ? '' : `; did you mean ${near}?`}`);
}

/**
 * The key of a call as users write it: the key itself, `svcctl CreateServiceW`, `svcctl 12`, or an interface alone,
 * by UUID or name; one that only the baseline knows must be its key.
 */
export function callOf(snapshot: Snapshot, text: string): string {
  if (text === '*' || text.startsWith('~') || snapshot.calls.includes(text)) return text;
  const [named = '', operation] = text.trim().split(/[\s#]+/);
  const found = findInterfaces(named);
  if (found.length !== 1)
    throw new Failure(
      `--call takes an interface and an operation, as \`svcctl CreateServiceW\`, not \`${text}\`; \`rpctrail interfaces\` lists them`,
    );
  const { uuid, name, operations } = found[0]!;
  if (operation === undefined) return callKey(uuid, null);
  const wanted = operation.toLowerCase();
  const one = operations.find(
    (each) => String(each.opnum) === operation || each.name.toLowerCase() === wanted,
  );
  if (one !== undefined) return callKey(uuid, one.opnum);
  if (/^\d{1,5}$/.test(operation)) return callKey(uuid, Number(operation));
  const near = nearest(
    operation,
    operations.map((each) => each.name),
  );
  throw new Failure(`${name} has no operation ${operation}${near === null ? '' : `; did you mean ${near}?`}`);
}

/** A day number; null where the flag was not given. */
export function dateFlag(flags: RawFlags, name: string): number | null {
  const value = textFlag(flags, name);
  if (value === null) return null;
  const day = parseDay(value);
  if (day === null) throw new Failure(`--${name} takes a date as 2020-08-05, not \`${value}\``);
  return day;
}
