import { COMMANDS, type Command } from './commands.ts';
import { analyticIds, argumentsOf, commandTree, flagsOf, type Offer, valuesOf } from './completion-words.ts';
import type { Flag } from './flags.ts';

/** A script for zsh: to be saved as `_rpctrail` in a folder of `fpath`, or sourced. */
export function zshCompletion(): string {
  const groups = [...commandTree()];
  const lists = groups.map(
    ([group, commands]) =>
      `${functionName(group)}_commands() {\n  local -a commands=(\n${commands
        .map(({ name, summary }) => `    ${quoted(`${name}:${summary}`)}\n`)
        .join('')}  )\n  _describe command commands\n}\n`,
  );
  const dispatchers = groups.map(([group]) => dispatcher(group));
  return `#compdef rpctrail
# zsh completion for rpctrail: source <(rpctrail completion zsh)
_rpctrail_analytic_or_file() {
  _alternative ${quoted(`ids:analytic:(${analyticIds().join(' ')})`)} 'files:file:_files'
}
${lists.join('')}${dispatchers.join('')}compdef _rpctrail rpctrail
`;
}

function functionName(group: string): string {
  return group === '' ? '_rpctrail' : `_rpctrail_${group}`;
}

function dispatcher(group: string): string {
  const inside = COMMANDS.filter(({ name }) =>
    group === '' ? !name.includes(' ') : name.startsWith(`${group} `),
  );
  const others = group === '' ? [...commandTree().keys()].filter((one) => one !== '') : [];
  const cases = [
    ...inside.map(
      (command) => `        ${command.name.split(' ').at(-1)}) _arguments \\\n${specs(command)} ;;\n`,
    ),
    ...others.map((other) => `        ${other}) ${functionName(other)} ;;\n`),
  ];
  return `${functionName(group)}() {
  local line state
  _arguments -C '1: :${functionName(group)}_commands' '*:: :->rest'
  if [[ $state == rest ]]; then
      case $line[1] in
${cases.join('')}      esac
  fi
}
`;
}

function specs(command: Command): string {
  const { argument, rest } = command;
  const flags = flagsOf(command).map(flagSpec);
  const positions = [argument, rest].filter((one) => one !== undefined);
  const places = positions.map((one, i) =>
    quoted(
      `${one.repeats ? '*' : i + 1}:${one.name}:${i < positions.length - 1 ? ' ' : action(argumentsOf(command))}`,
    ),
  );
  return [...flags, quoted('--help[show the help]'), ...places]
    .map((spec) => `          ${spec}`)
    .join(' \\\n');
}

function flagSpec(flag: Flag): string {
  const help = flag.help.replaceAll('[', '(').replaceAll(']', ')');
  const value =
    flag.value === undefined ? '' : `:${flag.value.replace(/[[\]]/g, '')}:${action(valuesOf(flag))}`;
  return quoted(`${flag.repeats ? '*' : ''}--${flag.name}[${help}]${value}`);
}

function action(offer: Offer): string {
  switch (offer.kind) {
    case 'words':
      return `(${offer.words.join(' ')})`;
    case 'files':
      return offer.words.length === 0 ? '_files' : '_rpctrail_analytic_or_file';
    case 'folders':
      return '_files -/';
    case 'nothing':
      return ' ';
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
