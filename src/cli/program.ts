import { Command as Commander, CommanderError, InvalidArgumentError, Option } from 'commander';
import { type Argument, COMMANDS, type Command, GROUPS } from './commands.ts';
import { FLAGS, type Flag, GLOBAL_FLAGS } from './flags.ts';
import { EXIT_FAULT, EXIT_OK, type Invocation, type RawFlags } from './invocation.ts';

/** Where help and errors about the command line itself go. */
export interface Speaker {
  out(text: string): void;
  err(text: string): void;
  readonly width: number;
}

const DESCRIPTION =
  'Finds Windows RPC activity, and the lateral movement hiding in it, in captures and Zeek logs.\n' +
  'It runs MITRE CAR-2014-05-001 (RPC Activity) exactly as published, and your own analytics.';

const AFTER_HELP = `
Try it:
  $ rpctrail inspect capture.pcap        what is in there?
  $ rpctrail findings capture.pcap       who called what on whom, and what proves it?
  $ rpctrail detect capture.pcap         the rows of CAR-2014-05-001, exactly as published

Exit codes: 0 ran; 1 ran, and --fail-on-finding found something; 2 could not run, or could not read all of it.
Results go to standard output; progress, the tally and errors to standard error.`;

/**
 * Reads the command line (without node and script) and runs the command that it names.
 * @returns the exit code
 */
export async function runCommandLine(
  args: readonly string[],
  version: string,
  speaker: Speaker,
): Promise<number> {
  let code = EXIT_OK;
  const program = prepared(new Commander('rpctrail'), speaker)
    .description(DESCRIPTION)
    .version(version, '--version', 'print the version')
    .helpCommand('help [COMMAND]', 'show the help of a command')
    .addHelpText('after', AFTER_HELP);
  const groups = new Map<string, Commander>();
  for (const command of COMMANDS) {
    const [group, name] = command.name.includes(' ') ? command.name.split(' ') : [null, command.name];
    let parent: Commander = program;
    if (group !== null) {
      parent = groups.get(group!) ?? prepared(program.command(group!), speaker).description(GROUPS[group!]!);
      groups.set(group!, parent);
    }
    addCommand(parent, name!, command, speaker, (result) => {
      code = result;
    });
  }
  try {
    if (args.length === 0) program.outputHelp();
    else await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT_OK : EXIT_FAULT;
  }
  return code;
}

function prepared(command: Commander, { out, err, width }: Speaker): Commander {
  return command
    .exitOverride()
    .showSuggestionAfterError()
    .helpOption('--help', 'show this help')
    .configureHelp({ helpWidth: width, sortOptions: false })
    .configureOutput({
      writeOut: out,
      writeErr: err,
      outputError: (text, write) => write(`rpctrail: ${text.replace(/^error: /, '')}`),
    });
}

function addCommand(
  parent: Commander,
  name: string,
  command: Command,
  speaker: Speaker,
  onResult: (code: number) => void,
): void {
  const added = prepared(parent.command(name), speaker)
    .summary(command.summary)
    .description(command.description)
    .addHelpText('after', examplesText(command))
    .allowExcessArguments(false);
  for (const argument of [command.argument, command.rest])
    if (argument !== undefined) added.argument(usageOf(argument), argument.help);
  const flags = acceptedFlags(command);
  for (const flag of flags) added.addOption(optionOf(flag));
  added.action(async () => {
    const run = await command.load();
    onResult(await run(invocationOf(added, flags)));
  });
}

function usageOf({ name, repeats, optional = false }: Argument): string {
  const inside = repeats ? `${name}...` : name;
  return optional ? `[${inside}]` : `<${inside}>`;
}

/** Its own flags, and without a word in its help the global ones that have nothing to do in it. */
function acceptedFlags(command: Command): readonly Flag[] {
  const own = command.flags.map((id): Flag => FLAGS[id]);
  const others = GLOBAL_FLAGS.map((id): Flag => ({ ...FLAGS[id], hidden: true }));
  return [...own, ...others.filter(({ name }) => !own.some((flag) => flag.name === name))];
}

function optionOf(flag: Flag): Option {
  const value =
    flag.value === undefined ? '' : flag.value.startsWith('[') ? ` ${flag.value}` : ` <${flag.value}>`;
  const option = new Option(`--${flag.name}${value}`, helpOf(flag));
  option.hideHelp(flag.hidden ?? false);
  const { choices } = flag;
  if (flag.repeats) option.argParser((one: string, before: string[] | undefined) => [...(before ?? []), one]);
  else if (choices !== undefined)
    option.argParser((one: string) => {
      if (!choices.includes(one))
        throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
      return one;
    });
  return option;
}

/** The help text of a flag with its values and its default. */
export function helpOf(flag: Flag): string {
  const facts = [
    ...(flag.choices === undefined ? [] : [flag.choices.join(', ')]),
    ...(flag.default === undefined ? [] : [`default: ${flag.default}`]),
  ];
  return facts.length === 0 ? flag.help : `${flag.help} (${facts.join('; ')})`;
}

function examplesText({ examples }: Command): string {
  return `\nExamples:\n${examples.map(({ line, comment }) => `  # ${comment}\n  $ ${line}\n`).join('')}`;
}

function invocationOf(command: Commander, flags: readonly Flag[]): Invocation {
  const given: Record<string, RawFlags[string]> = {};
  for (const { name } of flags) {
    const negated = name.startsWith('no-');
    const key = camelCase(negated ? name.slice(3) : name);
    if (command.getOptionValueSource(key) !== 'cli') continue;
    given[name] = negated ? true : (command.getOptionValue(key) as RawFlags[string]);
  }
  return { args: command.args, flags: given };
}

function camelCase(name: string): string {
  return name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
}
