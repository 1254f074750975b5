import type { FlagId } from './flags.ts';
import type { RunCommand } from './invocation.ts';

/** A command, stated once: parsing, help, the reference page and completion come from it. */
export interface Command {
  /** `analytics list` is the command `list` of the group `analytics`. */
  readonly name: string;
  readonly summary: string;
  /** What it does, for its own help: whole sentences. */
  readonly description: string;
  readonly argument?: Argument;
  /** What may follow the argument. */
  readonly rest?: Argument;
  readonly flags: readonly FlagId[];
  readonly examples: readonly [Example, Example];
  /** The code, loaded when the command is run. */
  readonly load: () => Promise<RunCommand>;
}

export interface Argument {
  readonly name: string;
  readonly repeats: boolean;
  /** May be left out. */
  readonly optional?: boolean;
  readonly help: string;
  readonly completes: 'file' | 'analytic' | 'interface' | readonly string[];
}

export interface Example {
  readonly line: string;
  readonly comment: string;
}

const INPUTS: Argument = {
  name: 'INPUT',
  repeats: true,
  help: 'file, folder, glob, or - for standard input; also packed (.gz, .zst, .zip, .tar.gz)',
  completes: 'file',
};
const LIMITS = ['since', 'until', 'host', 'exclude'] as const;
const READING = ['mapping', 'memory', 'tempDir', 'jobs', 'maxRejects'] as const;
const MANNERS = ['quiet', 'json', 'noColor'] as const;

/** Groups of commands and what they are about. */
export const GROUPS: Readonly<Record<string, string>> = {
  analytics: 'the analytics that come with rpctrail',
};

export const COMMANDS: readonly Command[] = [
  {
    name: 'detect',
    summary: 'run analytics: CAR-2014-05-001, or your own text',
    description:
      'Runs analytics over everything in the inputs, exactly as their text says. ' +
      'All inputs are one pool of events: a connection in one file joins one in another.',
    argument: INPUTS,
    flags: [
      'analytic',
      'engine',
      'format',
      'out',
      'limit',
      'failOnFinding',
      ...LIMITS,
      ...READING,
      ...MANNERS,
      'noWant',
    ],
    examples: [
      { line: 'rpctrail detect capture.pcap', comment: 'who asked an endpoint mapper and then called' },
      {
        line: 'rpctrail detect zeek/ --host 10.1.0.0/16 --format jsonl --out rows.jsonl',
        comment: 'a folder of logs, one network, for a machine',
      },
    ],
    load: async () => (await import('./detect.ts')).detect,
  },
  {
    name: 'findings',
    summary: 'show RPC conversations, each with its evidence',
    description:
      'Finds who talked RPC with whom, and how far each conversation is proven: timed (near a connection to the ' +
      'endpoint mapper), mapped (a mapper or a DCOM activation named this port), bound (an interface was asked for), ' +
      'called (an operation was called). A mapper that named another port disproves it.',
    argument: INPUTS,
    flags: [
      'format',
      'out',
      'findingLimit',
      'gap',
      'failOnFinding',
      ...LIMITS,
      'mapping',
      'memory',
      'tempDir',
      'jobs',
      'maxRejects',
      ...MANNERS,
    ],
    examples: [
      { line: 'rpctrail findings capture.pcap', comment: 'who called what on whom?' },
      {
        line: 'rpctrail findings evidence.zip --format jsonl --out findings.jsonl',
        comment: 'all that is known of each, for a machine and for `rpctrail show`',
      },
    ],
    load: async () => (await import('./findings.ts')).findings,
  },
  {
    name: 'show',
    summary: 'tell the story of one finding',
    description:
      'Tells what happened in one conversation, in order, with the record behind every step: from a file of findings, ' +
      'which needs no second look at the inputs, or from the inputs themselves.',
    argument: {
      name: 'ID',
      repeats: false,
      help: 'the id of a finding, or the beginning of it',
      completes: [],
    },
    rest: { ...INPUTS, optional: true },
    flags: [
      'from',
      'report',
      'out',
      'limit',
      'gap',
      ...LIMITS,
      'mapping',
      'memory',
      'tempDir',
      'jobs',
      'maxRejects',
      ...MANNERS,
    ],
    examples: [
      { line: 'rpctrail show 8e42f78c --from findings.jsonl', comment: 'from a file of findings' },
      { line: 'rpctrail show 8e42f78c capture.pcap', comment: 'from the capture' },
    ],
    load: async () => (await import('./show.ts')).show,
  },
  {
    name: 'compare',
    summary: 'hold strict CAR-2014-05-001 against what is proven, with the reason for every difference',
    description:
      'Lists the conversations that strict CAR-2014-05-001 misses and why, those that it finds and nothing proves, ' +
      'and those that both find; then the precision and recall of each way, judged by the packets.',
    argument: INPUTS,
    flags: [
      'summary',
      'format',
      'out',
      'limit',
      'gap',
      ...LIMITS,
      'mapping',
      'memory',
      'tempDir',
      'jobs',
      'maxRejects',
      ...MANNERS,
    ],
    examples: [
      { line: 'rpctrail compare capture.pcap', comment: 'what does the published text miss here, and why?' },
      { line: 'rpctrail compare captures/ --summary', comment: 'precision and recall' },
    ],
    load: async () => (await import('./compare.ts')).compare,
  },
  {
    name: 'inspect',
    summary: 'say what the inputs are, what they hold, and what can be run on them',
    description:
      'Reads everything and says of each file, and of each member of an archive, what was recognised: format, ' +
      'records, events, time span, and what could not be read.',
    argument: INPUTS,
    flags: ['report', 'out', ...LIMITS, 'mapping', 'jobs', 'maxRejects', ...MANNERS],
    examples: [
      { line: 'rpctrail inspect evidence.zip', comment: 'what is in there?' },
      { line: 'rpctrail inspect zeek/ capture.pcapng --format json', comment: 'the same, for a machine' },
    ],
    load: async () => (await import('./inspect.ts')).inspect,
  },
  {
    name: 'events',
    summary: 'give the normalised events themselves',
    description:
      "Gives the events of one object of CAR's data model, sorted by time and then by origin, with all that is " +
      'known of each.',
    argument: INPUTS,
    flags: [
      'object',
      'format',
      'out',
      'limit',
      ...LIMITS,
      'mapping',
      'memory',
      'tempDir',
      'jobs',
      'maxRejects',
      ...MANNERS,
    ],
    examples: [
      { line: 'rpctrail events capture.pcap --format jsonl', comment: 'every connection, one a line' },
      {
        line: 'rpctrail events zeek/ --since 2020-08-05 --until 2020-08-06 --format csv --out day.csv',
        comment: 'one day, as a table',
      },
    ],
    load: async () => (await import('./events.ts')).events,
  },
  {
    name: 'check',
    summary: 'say whether analytics compile, and where they do not',
    description:
      'Compiles texts in CAR pseudocode, or the pseudocode in published CAR YAML files, and says of each whether it ' +
      'compiles, was repaired (and how), or is refused (and why). Exit code 2 when any is refused.',
    argument: { name: 'FILE', repeats: true, help: 'a text or a CAR YAML file', completes: 'file' },
    flags: ['report', 'out', 'quiet', 'noColor'],
    examples: [
      { line: 'rpctrail check my-analytic.car', comment: 'is it right?' },
      { line: 'rpctrail check CAR-*.yaml --format json', comment: 'one object a text, one a line' },
    ],
    load: async () => (await import('./check.ts')).check,
  },
  {
    name: 'explain',
    summary: 'say what an analytic means: in words, as AST, as IR or as SQL',
    description:
      'Shows how rpctrail understands an analytic: its sets, and the keys, windows and conditions that were found ' +
      'in the text.',
    argument: {
      name: 'ANALYTIC',
      repeats: false,
      help: 'an id of `rpctrail analytics list`, a text, or a CAR YAML file',
      completes: 'analytic',
    },
    flags: ['ast', 'ir', 'sql', 'out'],
    examples: [
      { line: 'rpctrail explain CAR-2014-05-001', comment: 'in words' },
      { line: 'rpctrail explain my-analytic.car --sql duckdb', comment: 'the query for DuckDB' },
    ],
    load: async () => (await import('./explain.ts')).explain,
  },
  {
    name: 'analytics list',
    summary: 'list the analytics that come with rpctrail',
    description: 'Lists the analytics that come with rpctrail.',
    flags: ['report', 'out'],
    examples: [
      { line: 'rpctrail analytics list', comment: 'id, title and ATT&CK techniques' },
      { line: 'rpctrail analytics list --format jsonl', comment: 'one object an analytic' },
    ],
    load: async () => (await import('./analytics.ts')).listAnalytics,
  },
  {
    name: 'analytics show',
    summary: 'show one of them: what it is about, and its text',
    description: 'Shows what an analytic is about, where it was published, and its text.',
    argument: { name: 'ID', repeats: false, help: 'an id of the list', completes: 'analytic' },
    flags: ['report', 'out'],
    examples: [
      { line: 'rpctrail analytics show CAR-2014-05-001', comment: 'as a page' },
      { line: 'rpctrail analytics show CAR-2014-05-001 --format json', comment: 'as one object' },
    ],
    load: async () => (await import('./analytics.ts')).showAnalytic,
  },
  {
    name: 'interfaces',
    summary: 'say what is known of an RPC interface and its operations',
    description:
      'Shows what is known of RPC interfaces: names, document, service, pipes, operations by number, what each does ' +
      '(query, modify, execute), and ATT&CK techniques with the source of each mapping. ' +
      'Without an argument it lists all.',
    argument: {
      name: 'UUID|NAME',
      repeats: false,
      optional: true,
      help: 'a UUID or its beginning, a name, a document (MS-SCMR), a pipe, an operation, or a technique (T1053.005)',
      completes: 'interface',
    },
    flags: ['format', 'out'],
    examples: [
      { line: 'rpctrail interfaces svcctl', comment: 'the service control manager and its operations' },
      {
        line: 'rpctrail interfaces 367abb81-9844-35f1-ad32-98f038001003 --format json',
        comment: 'the same, asked for by its UUID, for a machine',
      },
    ],
    load: async () => (await import('./interfaces.ts')).interfaces,
  },
  {
    name: 'completion',
    summary: 'print a completion script for a shell',
    description: 'Prints a script that completes commands, flags, their values and file names.',
    argument: {
      name: 'SHELL',
      repeats: false,
      help: 'bash, zsh or fish',
      completes: ['bash', 'zsh', 'fish'],
    },
    flags: [],
    examples: [
      { line: 'source <(rpctrail completion bash)', comment: 'in ~/.bashrc' },
      { line: 'rpctrail completion fish > ~/.config/fish/completions/rpctrail.fish', comment: 'for fish' },
    ],
    load: async () => (await import('./completion.ts')).completion,
  },
];
