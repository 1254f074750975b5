import { overDcom, overPipe, overTcp, type Routine } from '../world/routine.ts';

/** What intruders' tools call, in their own order; the calls are those of public captures of such tools. */
export const SERVICE = overPipe('service made and started', 'svcctl', [
  ['svcctl', 15, 12, 16, 19, 6, 1, 2, 0, 0],
]);
export const SERVICE_TCP = overTcp('service made and started over TCP', [
  ['svcctl', 15, 12, 16, 19, 6, 1, 2, 0, 0],
]);
export const METHOD = overDcom('WMI method', [
  ['wmiLogin', 6],
  ['wmi', 6, 24],
]);
export const TASK = overPipe('task registered and run', 'atsvc', [['tasks', 1, 12, 17, 13]]);
export const TASK_TCP = overTcp('task registered and run over TCP', [['tasks', 0, 1, 12, 13]]);
export const REPLICATION = overTcp('directory replicated', [['drsuapi', 0, 16, 12, 3, 1]]);
export const SESSION_SWEEP = overPipe('sessions', 'srvsvc', [
  ['srvsvc', 12],
  ['wkssvc', 2],
]);
export const ACCOUNT_SWEEP = overPipe('accounts', 'samr', [
  ['samr', 64, 6, 5, 7, 15, 27, 33, 1],
  ['lsarpc', 44, 7, 57, 0],
]);
export const COERCION = overPipe('coercion by EFS', 'efsrpc', [['efsrpc', 0]]);
export const PRINTER_COERCION = overPipe('coercion by the spooler', 'spoolss', [['spoolss', 69, 65]]);
export const REGISTRY = overPipe('registry written', 'winreg', [['winreg', 2, 6, 15, 22, 5, 5]]);
export const REGISTRY_SAVE = overPipe('hives saved', 'winreg', [['winreg', 2, 15, 16, 20, 5]]);
export const OBJECT = overDcom('object used', [['dispatch', 5, 6, 5, 6]]);
export const DRIVER = overPipe('printer driver installed', 'spoolss', [['spoolss', 10, 89]]);

/** With which code is run on another machine. */
export const EXECUTION: readonly Routine[] = [SERVICE, SERVICE_TCP, METHOD, TASK, TASK_TCP, OBJECT];
