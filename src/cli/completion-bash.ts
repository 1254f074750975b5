import { COMMANDS } from './commands.ts';
import { argumentsOf, commandTree, flagsOf, type Offer, valuesOf } from './completion-words.ts';

/** A script for `source <(rpctrail completion bash)`. */
export function bashCompletion(): string {
  const cases = COMMANDS.map(
    (command) => `    '${command.name}')
      case "$before" in
${flagsOf(command)
  .filter((flag) => flag.value !== undefined && !flag.value.startsWith('['))
  .map((flag) => `        --${flag.name}) ${offer(valuesOf(flag))}; return ;;\n`)
  .join('')}      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '${flagsOf(command)
          .map((flag) => `--${flag.name}`)
          .join(' ')} --help' -- "$word"))
      else
        ${offer(argumentsOf(command))}
      fi ;;
`,
  );
  const groups = [...commandTree()].map(
    ([group, commands]) =>
      `    '${group}') COMPREPLY=($(compgen -W '${commands.map(({ name }) => name).join(' ')}' -- "$word")) ;;\n`,
  );
  const names = [...commandTree().keys()].filter((group) => group !== '');
  return `# bash completion for rpctrail: source <(rpctrail completion bash)
_rpctrail() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} command=''
  if ((COMP_CWORD > 1)); then command=\${COMP_WORDS[1]}; fi
  case "$command" in
    ${names.join('|')}) if ((COMP_CWORD > 2)); then command="$command \${COMP_WORDS[2]}"; fi ;;
  esac
  COMPREPLY=()
  case "$command" in
${groups.join('')}${cases.join('')}  esac
}
complete -o filenames -F _rpctrail rpctrail
`;
}

function offer(what: Offer): string {
  switch (what.kind) {
    case 'words':
      return `COMPREPLY=($(compgen -W '${what.words.join(' ')}' -- "$word"))`;
    case 'files':
      return `COMPREPLY=($(compgen -W '${what.words.join(' ')}' -- "$word") $(compgen -f -- "$word"))`;
    case 'folders':
      return 'COMPREPLY=($(compgen -d -- "$word"))';
    case 'nothing':
      return ':';
  }
}
