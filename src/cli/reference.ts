import { COMMANDS, type Command } from './commands.ts';
import { FLAGS, type Flag, GLOBAL_FLAGS } from './flags.ts';
import { helpOf } from './program.ts';

/** The reference page of the command line, in Markdown: `docs/reference/cli.md`. */
export function referencePage(): string {
  const globals = GLOBAL_FLAGS.map((id) => `\`--${FLAGS[id].name}\``).join(', ');
  return `# The command line

This page is made from the table of commands and flags that the program itself is made from
(\`npm run goldens\` writes it anew).

${COMMANDS.map(({ name, summary }) => `- [\`rpctrail ${name}\`](#rpctrail-${name.replace(' ', '-')}): ${summary}`).join('\n')}

Results go to standard output; progress, the tally and errors to standard error. The exit code is 0 when it ran, 1 when
it ran and \`--fail-on-finding\` found something, 2 when it could not run or could not read all of it (what could be
read is still there), 130 when it was stopped with Ctrl-C. What the results look like: [output.md](output.md).

Every command accepts ${globals}; where one of them has nothing to do, it does nothing.

${COMMANDS.map(section).join('\n')}`;
}

function section(command: Command): string {
  const { name, description, examples } = command;
  const taken = [command.argument, command.rest].filter((argument) => argument !== undefined);
  const usage = taken
    .map((argument) => {
      const word = `${argument.name}${argument.repeats ? '…' : ''}`;
      return argument.optional ? ` [${word}]` : ` ${word}`;
    })
    .join('');
  const flags = command.flags.map((id): Flag => FLAGS[id]).filter((flag) => flag.hidden !== true);
  const lines = [
    `## rpctrail ${name}`,
    '',
    `    rpctrail ${name}${usage}${flags.length > 0 ? ' [FLAGS]' : ''}`,
    '',
  ];
  lines.push(description, '');
  for (const argument of taken) lines.push(`\`${argument.name}\`: ${argument.help}.`, '');
  if (flags.length > 0) lines.push(...flags.map(flagLine), '');
  lines.push('```sh', ...examples.flatMap(({ line, comment }) => [`# ${comment}`, line]), '```', '');
  return lines.join('\n');
}

function flagLine(flag: Flag): string {
  const value = flag.value === undefined ? '' : ` ${flag.value}`;
  return `- \`--${flag.name}${value}\`: ${helpOf(flag)}`;
}
