import { ANALYTICS } from '../knowledge/analytics.ts';
import { allInterfaces } from '../knowledge/rpc-interfaces.ts';
import { COMMANDS, type Command, GROUPS } from './commands.ts';
import { FLAGS, type Flag } from './flags.ts';

/** What may follow a position of the command line, as shells are told. */
export type Offer =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** Files, and beside them the analytics in `words` where there are any. */
  | { readonly kind: 'files'; readonly words: readonly string[] }
  | { readonly kind: 'folders' }
  | { readonly kind: 'nothing' };

/** Command names by group; '' is the top. */
export function commandTree(): ReadonlyMap<string, readonly { name: string; summary: string }[]> {
  const tree = new Map<string, { name: string; summary: string }[]>();
  tree.set(
    '',
    Object.entries(GROUPS).map(([name, summary]) => ({ name, summary })),
  );
  for (const { name, summary } of COMMANDS) {
    const [first, second] = name.split(' ') as [string, string?];
    const group = second === undefined ? '' : first;
    tree.set(group, [...(tree.get(group) ?? []), { name: second ?? first, summary }]);
  }
  return tree;
}

export function flagsOf(command: Command): readonly Flag[] {
  return command.flags.map((id): Flag => FLAGS[id]).filter((flag) => flag.hidden !== true);
}

/** What may be the value of a flag. */
export function valuesOf(flag: Flag): Offer {
  if (flag.choices !== undefined) return { kind: 'words', words: flag.choices };
  if (flag.completes === 'analytic') return analytics();
  if (flag.completes === 'file') return { kind: 'files', words: [] };
  return flag.completes === 'folder' ? { kind: 'folders' } : { kind: 'nothing' };
}

/** What may be an argument of a command. */
export function argumentsOf(command: Command): Offer {
  const argument = command.rest ?? command.argument;
  if (argument === undefined) return { kind: 'nothing' };
  if (argument.completes === 'file') return { kind: 'files', words: [] };
  if (argument.completes === 'analytic') return analytics();
  return {
    kind: 'words',
    words: argument.completes === 'interface' ? interfaceNames() : argument.completes,
  };
}

function analytics(): Offer {
  return { kind: 'files', words: analyticIds() };
}

/** Names that are one word to a shell. */
function interfaceNames(): readonly string[] {
  return allInterfaces()
    .map(({ name }) => name)
    .filter((name) => /^\w+$/.test(name));
}

export function analyticIds(): readonly string[] {
  return ANALYTICS.map(({ id }) => id);
}
