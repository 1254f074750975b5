import { COMMANDS, type Command } from './commands.ts';
import { argumentsOf, commandTree, flagsOf, type Offer, valuesOf } from './completion-words.ts';

/** A script for ~/.config/fish/completions/rpctrail.fish. */
export function fishCompletion(): string {
  const lines = ['# fish completion for rpctrail', 'complete -c rpctrail -f'];
  for (const [group, commands] of commandTree()) {
    const names = commands.map(({ name }) => name).join(' ');
    const when = group === '' ? '__fish_use_subcommand' : `${seen(group)}; and not ${seen(names)}`;
    for (const { name, summary } of commands)
      lines.push(`complete -c rpctrail -n ${quoted(when)} -a ${name} -d ${quoted(summary)}`);
  }
  for (const command of COMMANDS) lines.push(...commandLines(command));
  return `${lines.join('\n')}\n`;
}

function commandLines(command: Command): readonly string[] {
  const when = quoted(command.name.split(' ').map(seen).join('; and '));
  const lines = flagsOf(command).map(
    (flag) =>
      `complete -c rpctrail -n ${when} -l ${flag.name}${flag.value === undefined ? '' : ` -x${words(valuesOf(flag))}`} ` +
      `-d ${quoted(flag.help)}`,
  );
  const argument = words(argumentsOf(command));
  return argument === '' ? lines : [...lines, `complete -c rpctrail -n ${when}${argument}`];
}

function seen(names: string): string {
  return `__fish_seen_subcommand_from ${names}`;
}

function words(offer: Offer): string {
  switch (offer.kind) {
    case 'words':
      return ` -a ${quoted(offer.words.join(' '))}`;
    case 'files':
      return ` -a ${quoted([...offer.words, '(__fish_complete_path)'].join(' '))}`;
    case 'folders':
      return ` -a ${quoted('(__fish_complete_directories)')}`;
    case 'nothing':
      return '';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
