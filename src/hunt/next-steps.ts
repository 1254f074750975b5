/** What other logs would show of calls to an interface, by a word of its name. `SERVER` and `CLIENT` are filled in. */
const STEPS: readonly (readonly [RegExp, string])[] = [
  [/svcctl/i, 'SERVER: System 7045 and Security 4697 (service installed), Sysmon 1 with parent services.exe'],
  [
    /task|atsvc|sasec/i,
    'SERVER: Security 4698 and 4702 (task made, changed), TaskScheduler/Operational 106, 140 and 200',
  ],
  [
    /wbem/i,
    'SERVER: WMI-Activity/Operational 5857 to 5861, Sysmon 19 to 21, and processes started by WmiPrvSE.exe',
  ],
  [/winreg/i, 'SERVER: Security 4657 and Sysmon 12 to 14 (registry values set)'],
  [
    /drsuapi/i,
    'SERVER: Security 4662 with the replication rights; is CLIENT a domain controller or a directory sync?',
  ],
  [
    /efs|spool|iremotewinspool|fssagent|netdfs/i,
    'where the machine account of SERVER logged on next (Security 4624, type 3): coerced authentication',
  ],
  [
    /samr|lsar|srvsvc|wkssvc/i,
    'SERVER: Security 4661, 4798 and 4799 (accounts and groups listed), 5145 (pipes)',
  ],
  [
    /dcom|activat|remotesc|oxid|dispatch/i,
    'SERVER: System 10036 and processes started by svchost.exe -k DcomLaunch',
  ],
  [/netlogon/i, 'SERVER: Security 4742 (machine password changed) and System 5805, 5827 to 5829'],
];

/** What to look at next, most telling first. @param calls names of calls by server, most odd first */
export function nextSteps(
  client: string,
  edges: readonly { readonly server: string; readonly calls: readonly string[] }[],
): readonly string[] {
  const steps = new Set<string>();
  for (const { server, calls } of edges.slice(0, 3)) {
    for (const call of calls.slice(0, 3))
      for (const [word, step] of STEPS)
        if (word.test(call.split(' ')[0]!))
          steps.add(step.replaceAll('SERVER', server).replaceAll('CLIENT', client));
    steps.add(`${server}: Security 4624 (type 3) and 4672 from ${client}: which account?`);
  }
  steps.add(`${client}: Sysmon 3 and 1: which process made the connections?`);
  return [...steps].slice(0, 6);
}
