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
const BASELINE: Argument = {
  name: 'FILE',
  repeats: false,
  optional: true,
  help: 'a baseline, as `rpctrail learn` wrote it; or give it as --baseline FILE',
  completes: 'file',
};
const LIMITS = ['since', 'until', 'host', 'exclude'] as const;
const READING = ['mapping', 'memory', 'tempDir', 'jobs', 'maxRejects'] as const;
const MANNERS = ['quiet', 'json', 'noColor'] as const;

/** Groups of commands and what they are about. */
export const GROUPS: Readonly<Record<string, string>> = {
  analytics: 'the analytics that come with rpctrail',
  baseline: 'what is normal here: look at it, mend it, merge it',
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
    name: 'hunt',
    summary: 'rank what is not normal: leads, the oddest first, with reasons',
    description:
      'Judges what each client did on each day of the inputs against what is normal: a baseline, or else the days before ' +
      'in the same inputs. A lead is a client-day with its servers, calls, score, reasons that add up to the score, the ' +
      'path that led in and on, and what to look at next. Give the logs of a day together: calls are tied to their flows.',
    argument: INPUTS,
    flags: [
      'baseline',
      'top',
      'budget',
      'hosts',
      'intruderCalls',
      'findingsOut',
      'clientDays',
      'format',
      'out',
      'limit',
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
      { line: 'rpctrail hunt zeek/2020-08-05/ --baseline corp.baseline', comment: "today's ten leads" },
      {
        line: 'rpctrail hunt zeek/ --top 20 --findings-out findings.jsonl',
        comment: 'each day against the days before it, and the findings for `rpctrail show`',
      },
    ],
    load: async () => (await import('./hunt.ts')).hunt,
  },
  {
    name: 'learn',
    summary: 'learn what is normal: who calls what on whom, on which days',
    description:
      'Adds what the inputs show to a baseline, which is made where it is not there. Give the logs of a day together ' +
      '(conn.log with dce_rpc.log): a flow is told apart from a call only beside it. Inputs that were learned before ' +
      'are refused by name. What the baseline flags on the way is kept out of what counts as normal.',
    argument: INPUTS,
    flags: [
      'baseline',
      'hosts',
      'zone',
      'budget',
      'intruderCalls',
      ...LIMITS,
      'mapping',
      'memory',
      'tempDir',
      'jobs',
      'maxRejects',
      ...MANNERS,
    ],
    examples: [
      { line: 'rpctrail learn zeek/2020-07/ --baseline corp.baseline', comment: 'a month of logs' },
      {
        line: 'rpctrail learn zeek/2020-08-05/ --baseline corp.baseline',
        comment: 'the next day, once it was hunted',
      },
    ],
    load: async () => (await import('./learn.ts')).learn,
  },
  {
    name: 'evaluate',
    summary: 'say how good the ranking is: on simulated enterprises with intruders in them',
    description:
      'Simulates enterprises whose every rate is stated, sends intruders through them, and says how many of their hops ' +
      'are found at 1, 5, 10 and 20 leads a day, beside what simple rules, an oracle and shuffled labels find, and ' +
      'whether the p-values hold. The figures are those of a simulated world, not of any network.',
    flags: [
      'hostCount',
      'days',
      'learnDays',
      'seeds',
      'flowsOnly',
      'rate',
      'attack',
      'ablation',
      'write',
      'pageOrJson',
      'out',
      'quiet',
      'noColor',
    ],
    examples: [
      {
        line: 'rpctrail evaluate --hosts 1000 --seeds 101-103',
        comment: 'three small enterprises: some seconds each',
      },
      {
        line: 'rpctrail evaluate --hosts 1000 --seeds 7 --write world/',
        comment: 'one of them as logs, to be learned and hunted like real ones',
      },
    ],
    load: async () => (await import('./evaluate.ts')).evaluate,
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
    name: 'baseline show',
    summary: 'show what is normal: hosts and their roles, calls, the guard and the allow-list',
    description:
      'Shows what a baseline holds and what follows from it: days, hosts by role, who reaches most servers, what is ' +
      'called, which conversations the guard holds, and what was allowed and how much that hid. Of one host it shows ' +
      'its role and why, its names, and on which days it called what on whom.',
    argument: BASELINE,
    rest: { name: 'HOST', repeats: false, optional: true, help: 'a host, by name or address', completes: [] },
    flags: ['baseline', 'report', 'out', 'listLimit', 'noColor'],
    examples: [
      { line: 'rpctrail baseline show corp.baseline', comment: 'what was learned?' },
      { line: 'rpctrail baseline show corp.baseline ws17', comment: 'what does this host do?' },
    ],
    load: async () => (await import('./baseline-show.ts')).showBaseline,
  },
  {
    name: 'baseline diff',
    summary: 'say what one baseline has and another has not',
    description:
      'Compares two baselines: hosts, conversations and calls that have come or gone, and the days on which. What ' +
      'only fell out of the window of 64 days is counted.',
    argument: { name: 'OLD', repeats: false, help: 'a baseline', completes: 'file' },
    rest: { name: 'NEW', repeats: false, help: 'another', completes: 'file' },
    flags: ['format', 'out', 'limit', 'noColor'],
    examples: [
      { line: 'rpctrail baseline diff monday.baseline tuesday.baseline', comment: 'what is new?' },
      { line: 'rpctrail baseline diff a.baseline b.baseline --format jsonl', comment: 'one change a line' },
    ],
    load: async () => (await import('./baseline-diff.ts')).diffBaselines,
  },
  {
    name: 'baseline merge',
    summary: 'make one baseline of several',
    description:
      'Merges what was learned apart, as if it had been learned at once: the order does not matter, and merging the ' +
      'same twice changes nothing.',
    argument: { name: 'FILE', repeats: true, help: 'baselines of one time zone', completes: 'file' },
    flags: ['mergedInto', 'intruderCalls', 'out', 'quiet'],
    examples: [
      {
        line: 'rpctrail baseline merge berlin.baseline paris.baseline --out all.baseline',
        comment: 'a new file',
      },
      {
        line: 'rpctrail baseline merge paris.baseline --baseline all.baseline',
        comment: 'into one that is there',
      },
    ],
    load: async () => (await import('./baseline-merge.ts')).mergeBaselines,
  },
  {
    name: 'baseline forget',
    summary: 'forget a host, what one host asked of another, or old days',
    description:
      'Takes hosts, conversations or days out of a baseline, as if they had never been seen. Inputs that were learned ' +
      'stay known, so that they are not learned again.',
    argument: BASELINE,
    rest: {
      name: 'HOST|EDGE',
      repeats: true,
      optional: true,
      help: "a host, by name or address, or 'CLIENT>SERVER' (in quotes, for the shell)",
      completes: [],
    },
    flags: ['baseline', 'before', 'intruderCalls', 'out', 'quiet'],
    examples: [
      { line: 'rpctrail baseline forget corp.baseline ws17', comment: 'a host that was not what it seemed' },
      {
        line: 'rpctrail baseline forget corp.baseline --before 2020-08-05',
        comment: 'a month that was not normal',
      },
    ],
    load: async () => (await import('./baseline-forget.ts')).forgetBaseline,
  },
  {
    name: 'baseline allow',
    summary: 'say that something is in order, or list what was said',
    description:
      'Lists what was allowed, by whom, why, until when, and how much each entry hid; with HOST or CLIENT>SERVER adds ' +
      'an entry, or takes it away. What is allowed is no lead, and the guard lets go of it.',
    argument: BASELINE,
    rest: {
      name: 'HOST|EDGE',
      repeats: false,
      optional: true,
      help: "all that HOST does, or 'CLIENT>SERVER' (in quotes, for the shell); * stands for any host",
      completes: [],
    },
    flags: ['baseline', 'call', 'why', 'who', 'lastDay', 'remove', 'intruderCalls', 'format', 'out', 'quiet'],
    examples: [
      { line: 'rpctrail baseline allow corp.baseline', comment: 'the list' },
      {
        line: "rpctrail baseline allow corp.baseline 'scan1>*' --why 'weekly inventory' --until 2020-12-31",
        comment: 'a scanner',
      },
    ],
    load: async () => (await import('./baseline-allow.ts')).allowBaseline,
  },
  {
    name: 'baseline export',
    summary: 'give all rows of a baseline with names and days spelled out',
    description:
      'Gives every row: who called what on whom, and on which days, of all of them or of one host.',
    argument: BASELINE,
    rest: { name: 'HOST', repeats: false, optional: true, help: 'a host, by name or address', completes: [] },
    flags: ['baseline', 'exported', 'out'],
    examples: [
      { line: 'rpctrail baseline export corp.baseline --out rows.jsonl', comment: 'one row a line' },
      {
        line: 'rpctrail baseline export corp.baseline ws17 --format csv',
        comment: 'of one host, as a table',
      },
    ],
    load: async () => (await import('./baseline-export.ts')).exportBaseline,
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
