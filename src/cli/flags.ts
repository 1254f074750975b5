/** A flag, stated once: parsing, help, the reference page and completion come from it. */
export interface Flag {
  /** Without the dashes. `no-x` is the switch that turns x off. */
  readonly name: string;
  /** What stands for the value: `FILE`; absent for a switch. `[NAME]` may be left out. */
  readonly value?: string;
  /** The values that there are, where they are few. */
  readonly choices?: readonly string[];
  /** May be given more than once. */
  readonly repeats?: boolean;
  /** As the help states it. */
  readonly default?: string;
  readonly help: string;
  /** What a shell offers as the value. */
  readonly completes?: 'file' | 'folder' | 'analytic';
  /** For tests of rpctrail itself: in no help. */
  readonly hidden?: boolean;
}

const FORMAT = {
  value: 'FORMAT',
  choices: ['table', 'jsonl', 'json', 'csv'],
  default: 'table',
} as const;

export const FLAGS = {
  format: {
    name: 'format',
    ...FORMAT,
    help: 'form of the result: table is for people, the others are a contract',
  },
  report: {
    name: 'format',
    ...FORMAT,
    choices: ['table', 'jsonl', 'json'],
    help: 'form of the result: table is for people, the others are a contract',
  },
  pageOrJson: {
    name: 'format',
    ...FORMAT,
    choices: ['table', 'json'],
    help: 'form of the result: table is for people, json is a contract',
  },
  out: {
    name: 'out',
    value: 'FILE',
    completes: 'file',
    help: 'write the result to FILE, which appears when it is complete',
  },
  limit: {
    name: 'limit',
    value: 'N',
    default: '1000',
    help: 'rows that a table shows; the rest is counted',
  },
  analytic: {
    name: 'analytic',
    value: 'ID|FILE',
    repeats: true,
    default: 'CAR-2014-05-001',
    completes: 'analytic',
    help: 'analytic to run: an id of `rpctrail analytics list`, a text, or a CAR YAML file (repeatable)',
  },
  engine: {
    name: 'engine',
    value: 'NAME',
    choices: ['stream', 'duckdb'],
    default: 'stream',
    help: 'engine to run it on; all give the same rows',
  },
  object: {
    name: 'object',
    value: 'OBJECT',
    choices: ['flow', 'rpc'],
    default: 'flow',
    help: 'CAR object whose events are wanted',
  },
  findingLimit: {
    name: 'limit',
    value: 'N',
    default: '50',
    help: 'findings that a table shows, the strongest first; the rest is counted',
  },
  gap: {
    name: 'gap',
    value: 'TIME',
    default: '15m',
    help: 'idle time that ends a conversation: 90s, 15m, 1h',
  },
  from: {
    name: 'from',
    value: 'FILE',
    completes: 'file',
    help: 'the findings, as `rpctrail findings --format jsonl` gave them',
  },
  baseline: {
    name: 'baseline',
    value: 'FILE',
    completes: 'file',
    help: 'what is normal, as `rpctrail learn` wrote it',
  },
  hosts: {
    name: 'hosts',
    value: 'FILE',
    completes: 'file',
    help: 'names of hosts: `ADDRESS NAME` a line, as a hosts file or a CSV has it; others go by what logs say, or by address',
  },
  zone: {
    name: 'zone',
    value: 'ZONE',
    default: 'UTC',
    help: 'time zone that days are counted in: Europe/Berlin',
  },
  budget: {
    name: 'budget',
    value: 'N',
    default: '10',
    help: 'leads a day that there is time for',
  },
  top: {
    name: 'top',
    value: 'N',
    help: 'the first N leads over all days, instead of --budget by day',
  },
  findingsOut: {
    name: 'findings-out',
    value: 'FILE',
    completes: 'file',
    help: 'write the findings that the leads name, one JSON a line, for `rpctrail show`',
  },
  clientDays: {
    name: 'client-days',
    value: 'FILE',
    completes: 'file',
    help: 'write the score of every client of every day, one JSON a line',
  },
  mergedInto: {
    name: 'baseline',
    value: 'FILE',
    completes: 'file',
    help: 'merge into FILE, which may be there already',
  },
  intruderCalls: {
    name: 'intruder-calls',
    value: 'FILE',
    completes: 'file',
    help: 'what intruders call and how likely, instead of the table that comes with rpctrail',
  },
  exported: {
    name: 'format',
    ...FORMAT,
    choices: ['jsonl', 'json', 'csv'],
    default: 'jsonl',
    help: 'form of the result',
  },
  listLimit: {
    name: 'limit',
    value: 'N',
    default: '10',
    help: 'entries that each list of a table shows; the rest is counted',
  },
  before: { name: 'before', value: 'DATE', help: 'forget all days before DATE: 2020-08-05' },
  call: {
    name: 'call',
    value: 'CALL',
    default: 'any',
    help: 'only this call: `svcctl CreateServiceW`, UUID#OPNUM, or ~dynamic, ~mapper, ~smb of flows',
  },
  who: { name: 'who', value: 'NAME', default: 'your user name', help: 'who says that it is in order' },
  why: { name: 'why', value: 'TEXT', help: 'why it is in order' },
  lastDay: {
    name: 'until',
    value: 'DATE',
    default: 'for ever',
    help: 'the last day on which it holds: 2020-12-31',
  },
  remove: { name: 'remove', help: 'take the entry off the list' },
  summary: { name: 'summary', help: 'only the figures, held against what the packets prove' },
  since: {
    name: 'since',
    value: 'TIME',
    help: 'only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)',
  },
  until: { name: 'until', value: 'TIME', help: 'only events before TIME' },
  host: {
    name: 'host',
    value: 'CIDR',
    repeats: true,
    help: 'only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)',
  },
  exclude: {
    name: 'exclude',
    value: 'FILE',
    completes: 'file',
    help: 'drop events whose source or destination lies in a network of FILE (one a line, # comments)',
  },
  mapping: {
    name: 'mapping',
    value: 'FILE',
    completes: 'file',
    help: 'what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one',
  },
  memory: {
    name: 'memory',
    value: 'SIZE',
    default: "half of the machine's",
    help: 'memory to stay within (512MB, 2GiB); kept events beyond it go to disk',
  },
  tempDir: {
    name: 'temp-dir',
    value: 'DIR',
    default: "the system's",
    completes: 'folder',
    help: 'folder for what goes to disk',
  },
  jobs: { name: 'jobs', value: 'N', default: 'one a core', help: 'threads that read' },
  maxRejects: {
    name: 'max-rejects',
    value: 'N',
    default: '0',
    help: 'records that may be unreadable before the exit code is 2',
  },
  failOnFinding: { name: 'fail-on-finding', help: 'exit code 1 when there is any row' },
  quiet: { name: 'quiet', help: 'no progress, no tally: only results and errors' },
  json: { name: 'json', help: 'the tally as one line of JSON' },
  noColor: { name: 'no-color', help: 'no colours (as the environment variable NO_COLOR)' },
  noWant: { name: 'no-want', hidden: true, help: 'let sources give every event of the kinds in question' },
  hostCount: { name: 'hosts', value: 'N', default: '1000', help: 'hosts of the simulated enterprise' },
  days: { name: 'days', value: 'N', default: '44', help: 'days to simulate' },
  learnDays: {
    name: 'learn-days',
    value: 'N',
    default: '30',
    help: 'the first of them, which are only learned',
  },
  seeds: {
    name: 'seeds',
    value: 'LIST',
    default: '101-103',
    help: 'worlds to simulate: numbers and ranges; nothing was chosen by those from 101 on',
  },
  flowsOnly: { name: 'flows-only', help: 'as a sensor that sees connections and no calls' },
  rate: {
    name: 'rate',
    value: 'NAME=FACTOR',
    repeats: true,
    help: 'multiply a rate of the enterprise, as developer-runs=x5 (repeatable)',
  },
  attack: {
    name: 'attack',
    value: 'FILE',
    repeats: true,
    completes: 'file',
    help: 'send in a recorded attack, too: what `rpctrail events --object rpc --format jsonl` gave of it (repeatable)',
  },
  ablation: { name: 'ablation', help: 'also without each part of the score: what is it worth?' },
  write: {
    name: 'write',
    value: 'DIR',
    completes: 'folder',
    help: "instead, write the first seed's world as Zeek logs, a folder a day, with truth.jsonl",
  },
  ast: { name: 'ast', help: 'the parsed text, as JSON' },
  ir: { name: 'ir', help: 'what the text means, as JSON' },
  sql: {
    name: 'sql',
    value: '[DIALECT]',
    choices: ['generic', 'duckdb'],
    help: 'the text as SQL, generic where no dialect is named',
  },
} as const satisfies Readonly<Record<string, Flag>>;

export type FlagId = keyof typeof FLAGS;

/** Every command accepts these, so that scripts can give them to all; where they have nothing to do they do nothing. */
export const GLOBAL_FLAGS: readonly FlagId[] = [
  'format',
  'out',
  'quiet',
  'json',
  'noColor',
  'failOnFinding',
  'maxRejects',
  'memory',
  'tempDir',
  'jobs',
  'since',
  'until',
  'host',
  'exclude',
  'mapping',
];
