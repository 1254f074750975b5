/**
 * How a conversation goes on the wire. `tcp`: the mapper is asked, then a dynamic port is called. `pipe`: a named
 * pipe over port 445. `mapper`: port 135 alone. `files`: port 445 without any call.
 */
export type Transport = 'tcp' | 'pipe' | 'mapper' | 'files';

export interface Step {
  /** `UUID#OPNUM` */
  readonly call: string;
  /** Microseconds after the conversation's first call, at pace 1. */
  readonly after: number;
  /** Made on port 135, before the dynamic port is called. */
  readonly onMapper: boolean;
}

/** What one program does with one server in one go: named calls in order. */
export interface Routine {
  readonly name: string;
  readonly transport: Transport;
  /** `svcctl`; null where there is none. */
  readonly pipe: string | null;
  /** The server is asked for its port each time: never from a cache. */
  readonly asksAlways: boolean;
  readonly steps: readonly Step[];
}

const UUIDS = {
  netlogon: '12345678-1234-abcd-ef00-01234567cffb',
  lsarpc: '12345778-1234-abcd-ef00-0123456789ab',
  samr: '12345778-1234-abcd-ef00-0123456789ac',
  drsuapi: 'e3514235-4b06-11d1-ab04-00c04fc2dcd2',
  srvsvc: '4b324fc8-1670-01d3-1278-5a47bf6ee188',
  wkssvc: '6bffd098-a112-3610-9833-46c3f87e345a',
  svcctl: '367abb81-9844-35f1-ad32-98f038001003',
  tasks: '86d35949-83c9-4044-b424-db363231fd0c',
  winreg: '338cd001-2244-31f1-aaaa-900038001003',
  spoolss: '12345678-1234-abcd-ef00-0123456789ab',
  efsrpc: 'df1941c5-fe89-4e79-bf10-463657acf44d',
  fsrvp: 'a8e0653c-2744-4389-a61d-7373df8b2292',
  eventlog: '82273fdc-e32a-18c3-3f78-827929dc23ea',
  mail: 'a4f1db00-ca47-1067-b31f-00dd010662da',
  nspi: 'f5cc5a18-4264-101a-8c59-08002b2f8426',
  activator: '000001a0-0000-0000-c000-000000000046',
  wmiLogin: 'f309ad18-d86a-11d0-a075-00c04fb68820',
  wmi: '9556dc99-828c-11cf-a37e-00aa003240c7',
  dispatch: '00020400-0000-0000-c000-000000000046',
  atsvc: '1ff70682-0a51-30e8-076d-740be8cee98b',
  epm: 'e1af8308-5d1f-11c9-91a4-08002b14a0fa',
} as const;

export type Known = keyof typeof UUIDS;

/** Calls of one interface: its short name, then operation numbers. */
export type Talk = readonly [interfaceName: Known, ...opnums: number[]];

/** @param opnum absent: the interface alone */
export function callKey(interfaceName: Known, opnum: number): string {
  return `${UUIDS[interfaceName]}#${opnum}`;
}

/** The call with which a client asks a mapper for one port. */
export const MAPPER_CALL = callKey('epm', 3);

/** @param gap microseconds from call to call at pace 1 */
export function overTcp(name: string, talks: readonly Talk[], gap = 20_000): Routine {
  return { name, transport: 'tcp', pipe: null, asksAlways: false, steps: stepsOf(talks, gap, 0) };
}

export function overPipe(name: string, pipe: string, talks: readonly Talk[], gap = 20_000): Routine {
  return { name, transport: 'pipe', pipe, asksAlways: false, steps: stepsOf(talks, gap, 0) };
}

/** An object is activated on port 135 and called on the port that the activation names. */
export function overDcom(name: string, talks: readonly Talk[], gap = 20_000): Routine {
  const activation: Talk = ['activator', 4];
  return {
    name,
    transport: 'tcp',
    pipe: null,
    asksAlways: true,
    steps: stepsOf([activation, ...talks], gap, 1),
  };
}

/** Everything that a mapper offers is listed. */
export const MAPPER_DUMP: Routine = {
  name: 'mapper dump',
  transport: 'mapper',
  pipe: null,
  asksAlways: true,
  steps: stepsOf([['epm', 2, 2, 4]], 15_000, 3),
};

/** Files over port 445, and no RPC. */
export const FILES: Routine = {
  name: 'files',
  transport: 'files',
  pipe: null,
  asksAlways: false,
  steps: [],
};

/** @param onMapper how many of the first calls go to port 135 */
function stepsOf(talks: readonly Talk[], gap: number, onMapper: number): readonly Step[] {
  const calls = talks.flatMap(([name, ...opnums]) => opnums.map((opnum) => callKey(name, opnum)));
  return calls.map((call, index) => ({ call, after: index * gap, onMapper: index < onMapper }));
}
