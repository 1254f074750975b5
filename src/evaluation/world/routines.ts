import { overDcom, overPipe, overTcp, type Routine } from './routine.ts';

/** What programs of an enterprise do by themselves and for their users. */
export const LOG_ON = overTcp('log-on', [
  ['netlogon', 4, 26, 29],
  ['lsarpc', 44, 77, 76, 0],
]);
export const NAMES = overTcp('names', [
  ['drsuapi', 0, 12, 1],
  ['samr', 64, 5, 7, 17, 34, 36, 1],
]);
export const POLICY = overTcp('policy', [
  ['netlogon', 34],
  ['drsuapi', 0, 12, 1],
]);
export const MACHINE_PASSWORD = overTcp('machine password', [['netlogon', 4, 26, 30]]);
export const FILE_USE = overPipe('file server', 'srvsvc', [
  ['srvsvc', 16, 21],
  ['wkssvc', 0],
]);
export const PRINT_USE = overTcp('printing', [['spoolss', 69, 8, 35, 17, 19, 23, 29]]);
export const MAIL_USE = overTcp('mail', [['mail', 10, 11, 11, 1]]);
export const ADDRESS_BOOK = overTcp('address book', [['nspi', 0, 3, 1]]);
export const PEER_PRINTER = overPipe('shared printer', 'spoolss', [['spoolss', 69, 8, 29]]);
export const PEER_FOLDER = overPipe('shared folder', 'srvsvc', [['srvsvc', 15, 16]]);
export const BROWSE = overPipe('browse', 'srvsvc', [['srvsvc', 15]]);
export const ASSIST = overDcom('remote assistance', [['dispatch', 5, 6]]);
export const REPLICATE = overTcp('replication', [['drsuapi', 0, 3, 4, 1]]);

export const SERVICE_QUERY = overTcp('service query', [['svcctl', 15, 42, 16, 17, 0]]);
export const SERVICE_RESTART = overTcp('service restart', [['svcctl', 15, 16, 1, 6, 19, 6, 0]]);
export const SERVICE_PUSH = overTcp('service push', [['svcctl', 15, 12, 19, 6, 1, 2, 0]]);
export const SERVICE_PUSH_PIPE = overPipe('service push over pipe', 'svcctl', [
  ['svcctl', 15, 12, 19, 6, 1, 2, 0],
]);
export const TASK_LIST = overTcp('task list', [['tasks', 0, 7, 2]]);
export const TASK_SET = overTcp('task set', [['tasks', 0, 1, 17]]);
export const TASK_RUN = overTcp('task run', [['tasks', 0, 1, 12, 17, 13]]);
export const WMI_QUERY = overDcom('WMI query', [
  ['wmiLogin', 6],
  ['wmi', 20],
]);
export const WMI_RUN = overDcom('WMI method', [
  ['wmiLogin', 6],
  ['wmi', 6, 24],
]);
export const REGISTRY_READ = overPipe('registry read', 'winreg', [['winreg', 2, 15, 17, 5]]);
export const REGISTRY_WRITE = overPipe('registry write', 'winreg', [['winreg', 2, 15, 22, 5]]);
export const EVENT_LOG = overPipe('event log', 'eventlog', [['eventlog', 7, 4, 10, 2]]);
export const SHARES = overPipe('shares and sessions', 'srvsvc', [['srvsvc', 15, 12, 9]]);
export const SESSIONS = overPipe('sessions', 'srvsvc', [
  ['srvsvc', 12],
  ['wkssvc', 2],
]);
export const ACCOUNTS = overPipe('accounts', 'samr', [
  ['samr', 64, 6, 5, 7, 13, 15, 33, 1],
  ['lsarpc', 44, 7, 15, 0],
]);
export const SCAN = overPipe('scan', 'srvsvc', [
  ['srvsvc', 21, 15],
  ['samr', 64, 6, 1],
  ['lsarpc', 44, 7, 0],
  ['svcctl', 15, 0],
]);
export const BACKUP = overTcp('backup', [
  ['svcctl', 15, 16, 6, 0],
  ['winreg', 2, 15, 17, 5],
]);
export const SHADOW_COPY = overPipe('shadow copy', 'FssagentRpc', [['fsrvp', 8, 9, 1]]);

const PRODUCTS = 8;
/** Products of which rpctrail knows nothing: interfaces by UUID alone. */
export const APPLICATIONS: readonly Routine[] = Array.from({ length: PRODUCTS }, (_, product) => ({
  name: `application ${product + 1}`,
  transport: 'tcp' as const,
  pipe: null,
  asksAlways: false,
  steps: [0, 1, 2].map((index) => ({
    call: `5a0e1c7${product}-7d1f-4b0a-9c3e-0000ab12cd3${product}#${index + product}`,
    after: index * 20_000,
    onMapper: false,
  })),
}));

/** What administrators do on a server: looking far oftener than changing. */
export const LOOKING: readonly (readonly [number, Routine])[] = [
  [30, SERVICE_QUERY],
  [20, WMI_QUERY],
  [15, EVENT_LOG],
  [10, REGISTRY_READ],
  [5, TASK_LIST],
  [5, SHARES],
];
export const CHANGING: readonly (readonly [number, Routine])[] = [
  [10, SERVICE_RESTART],
  [4, TASK_SET],
  [3, SERVICE_PUSH],
  [2, REGISTRY_WRITE],
  [2, WMI_RUN],
];
/** What somebody does once, for a reason that no log tells. */
export const ODD: readonly (readonly [number, Routine])[] = [
  [3, SERVICE_QUERY],
  [2, SERVICE_PUSH],
  [2, WMI_RUN],
  [2, TASK_RUN],
  [2, REGISTRY_WRITE],
  [2, SESSIONS],
  [2, ACCOUNTS],
  [2, EVENT_LOG],
];
