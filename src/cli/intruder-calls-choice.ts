import { type IntruderCalls, intruderCalls, readIntruderCalls } from '../knowledge/intruder-calls.ts';
import { textFlag } from './flag-values.ts';
import { Failure, type RawFlags } from './invocation.ts';
import { readText } from './settings.ts';

/** The user's table of what intruders call, or the one that comes with rpctrail. */
export function chosenIntruderCalls(flags: RawFlags): IntruderCalls {
  const path = textFlag(flags, 'intruder-calls');
  if (path === null) return intruderCalls();
  const { calls, faults } = readIntruderCalls(readText(path, "table of intruders' calls"));
  if (faults.length > 0)
    throw new Failure(faults.map(({ line, reason }) => `${path}:${line}: ${reason}`).join('\n'));
  return calls;
}
