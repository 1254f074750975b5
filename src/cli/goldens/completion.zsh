#compdef rpctrail
# zsh completion for rpctrail: source <(rpctrail completion zsh)
_rpctrail_analytic_or_file() {
  _alternative 'ids:analytic:(CAR-2014-05-001 account-enumeration coerced-authentication directory-replication endpoint-map-dump netlogon-takeover remote-dcom remote-registry remote-scheduled-tasks remote-services remote-wmi rpc-activity rpc-activity-flows rpc-endpoints session-enumeration)' 'files:file:_files'
}
_rpctrail_commands() {
  local -a commands=(
    'analytics:the analytics that come with rpctrail'
    'baseline:what is normal here: look at it, mend it, merge it'
    'detect:run analytics: CAR-2014-05-001, or your own text'
    'findings:show RPC conversations, each with its evidence'
    'show:tell the story of one finding'
    'compare:hold strict CAR-2014-05-001 against what is proven, with the reason for every difference'
    'hunt:rank what is not normal: leads, the oddest first, with reasons'
    'learn:learn what is normal: who calls what on whom, on which days'
    'evaluate:say how good the ranking is: on simulated enterprises with intruders in them'
    'inspect:say what the inputs are, what they hold, and what can be run on them'
    'events:give the normalised events themselves'
    'check:say whether analytics compile, and where they do not'
    'explain:say what an analytic means: in words, as AST, as IR or as SQL'
    'interfaces:say what is known of an RPC interface and its operations'
    'completion:print a completion script for a shell'
  )
  _describe command commands
}
_rpctrail_analytics_commands() {
  local -a commands=(
    'list:list the analytics that come with rpctrail'
    'show:show one of them: what it is about, and its text'
  )
  _describe command commands
}
_rpctrail_baseline_commands() {
  local -a commands=(
    'show:show what is normal: hosts and their roles, calls, the guard and the allow-list'
    'diff:say what one baseline has and another has not'
    'merge:make one baseline of several'
    'forget:forget a host, what one host asked of another, or old days'
    'allow:say that something is in order, or list what was said'
    'export:give all rows of a baseline with names and days spelled out'
  )
  _describe command commands
}
_rpctrail() {
  local line state
  _arguments -C '1: :_rpctrail_commands' '*:: :->rest'
  if [[ $state == rest ]]; then
      case $line[1] in
        detect) _arguments \
          '*--analytic[analytic to run: an id of `rpctrail analytics list`, a text, or a CAR YAML file (repeatable)]:ID|FILE:_rpctrail_analytic_or_file' \
          '--engine[engine to run it on; all give the same rows]:NAME:(stream duckdb)' \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[rows that a table shows; the rest is counted]:N: ' \
          '--fail-on-finding[exit code 1 when there is any row]' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--memory[memory to stay within (512MB, 2GiB); kept events beyond it go to disk]:SIZE: ' \
          '--temp-dir[folder for what goes to disk]:DIR:_files -/' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        findings) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[findings that a table shows, the strongest first; the rest is counted]:N: ' \
          '--gap[idle time that ends a conversation: 90s, 15m, 1h]:TIME: ' \
          '--fail-on-finding[exit code 1 when there is any row]' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--memory[memory to stay within (512MB, 2GiB); kept events beyond it go to disk]:SIZE: ' \
          '--temp-dir[folder for what goes to disk]:DIR:_files -/' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        show) _arguments \
          '--from[the findings, as `rpctrail findings --format jsonl` gave them]:FILE:_files' \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[rows that a table shows; the rest is counted]:N: ' \
          '--gap[idle time that ends a conversation: 90s, 15m, 1h]:TIME: ' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--memory[memory to stay within (512MB, 2GiB); kept events beyond it go to disk]:SIZE: ' \
          '--temp-dir[folder for what goes to disk]:DIR:_files -/' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '1:ID: ' \
          '*:INPUT:_files' ;;
        compare) _arguments \
          '--summary[only the figures, held against what the packets prove]' \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[rows that a table shows; the rest is counted]:N: ' \
          '--gap[idle time that ends a conversation: 90s, 15m, 1h]:TIME: ' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--memory[memory to stay within (512MB, 2GiB); kept events beyond it go to disk]:SIZE: ' \
          '--temp-dir[folder for what goes to disk]:DIR:_files -/' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        hunt) _arguments \
          '--baseline[what is normal, as `rpctrail learn` wrote it]:FILE:_files' \
          '--top[the first N leads over all days, instead of --budget by day]:N: ' \
          '--budget[leads a day that there is time for]:N: ' \
          '--hosts[names of hosts: `ADDRESS NAME` a line, as a hosts file or a CSV has it; others go by what logs say, or by address]:FILE:_files' \
          '--intruder-calls[what intruders call and how likely, instead of the table that comes with rpctrail]:FILE:_files' \
          '--findings-out[write the findings that the leads name, one JSON a line, for `rpctrail show`]:FILE:_files' \
          '--client-days[write the score of every client of every day, one JSON a line]:FILE:_files' \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[rows that a table shows; the rest is counted]:N: ' \
          '--fail-on-finding[exit code 1 when there is any row]' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--memory[memory to stay within (512MB, 2GiB); kept events beyond it go to disk]:SIZE: ' \
          '--temp-dir[folder for what goes to disk]:DIR:_files -/' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        learn) _arguments \
          '--baseline[what is normal, as `rpctrail learn` wrote it]:FILE:_files' \
          '--hosts[names of hosts: `ADDRESS NAME` a line, as a hosts file or a CSV has it; others go by what logs say, or by address]:FILE:_files' \
          '--zone[time zone that days are counted in: Europe/Berlin]:ZONE: ' \
          '--budget[leads a day that there is time for]:N: ' \
          '--intruder-calls[what intruders call and how likely, instead of the table that comes with rpctrail]:FILE:_files' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--memory[memory to stay within (512MB, 2GiB); kept events beyond it go to disk]:SIZE: ' \
          '--temp-dir[folder for what goes to disk]:DIR:_files -/' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        evaluate) _arguments \
          '--hosts[hosts of the simulated enterprise]:N: ' \
          '--days[days to simulate]:N: ' \
          '--learn-days[the first of them, which are only learned]:N: ' \
          '--seeds[worlds to simulate: numbers and ranges; nothing was chosen by those from 101 on]:LIST: ' \
          '--flows-only[as a sensor that sees connections and no calls]' \
          '*--rate[multiply a rate of the enterprise, as developer-runs=x5 (repeatable)]:NAME=FACTOR: ' \
          '*--attack[send in a recorded attack, too: what `rpctrail events --object rpc --format jsonl` gave of it (repeatable)]:FILE:_files' \
          '--ablation[also without each part of the score: what is it worth?]' \
          '--write[instead, write the first seed'\''s world as Zeek logs, a folder a day, with truth.jsonl]:DIR:_files -/' \
          '--format[form of the result: table is for people, json is a contract]:FORMAT:(table json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' ;;
        inspect) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        events) _arguments \
          '--object[CAR object whose events are wanted]:OBJECT:(flow rpc)' \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[rows that a table shows; the rest is counted]:N: ' \
          '--since[only events at TIME or later: 2020-08-05, 2020-08-05T02:10:00Z (UTC where no zone is given)]:TIME: ' \
          '--until[only events before TIME]:TIME: ' \
          '*--host[only events whose source or destination lies in CIDR: 10.1.0.0/16, fe80::1 (repeatable)]:CIDR: ' \
          '--exclude[drop events whose source or destination lies in a network of FILE (one a line, # comments)]:FILE:_files' \
          '--mapping[what the columns of CSV files and the keys of JSON lines mean; `rpctrail inspect` proposes one]:FILE:_files' \
          '--memory[memory to stay within (512MB, 2GiB); kept events beyond it go to disk]:SIZE: ' \
          '--temp-dir[folder for what goes to disk]:DIR:_files -/' \
          '--jobs[threads that read]:N: ' \
          '--max-rejects[records that may be unreadable before the exit code is 2]:N: ' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--json[the tally as one line of JSON]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:INPUT:_files' ;;
        check) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '*:FILE:_files' ;;
        explain) _arguments \
          '--ast[the parsed text, as JSON]' \
          '--ir[what the text means, as JSON]' \
          '--sql[the text as SQL, generic where no dialect is named]:DIALECT:(generic duckdb)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--help[show the help]' \
          '1:ANALYTIC:_rpctrail_analytic_or_file' ;;
        interfaces) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--help[show the help]' \
          '1:UUID|NAME:(AsyncEMSMDB atsvc AudioRpc AudioSrv authzr BackupKey BitsPeerAuth browser clusapi CNtmsSvr dhcpcsvc6 dhcpsrv dhcpsrv2 dimsvc dnsserver drsuapi dsaop dscomm dscomm2 dssetup efsrpc efsrpc2 epmapper eventlog exchange_mapi exchange_rfr fax faxclient FileServerVssAgent FrsRpc FrsTransport HydraLsPipe IActivation IADProxy IADProxy2 IAlertDataCollector IApiTracingDataCollector ICatDBSvc ICertAdminD ICertAdminD2 ICertPassage ICertProtect ICertRequestD ICertRequestD2 IClassFactory IClientSink IConfigurationDataCollector IDataCollector IDataCollectorCollection IDataCollectorSet IDataCollectorSetCollection IDataManager IDispatch idletask IDMNotify IDMRemoteServer IEnumEventObject IEnumVARIANT IEnumVdsObject IEnumWbemClassObject IEventClass IEventClass2 IEventClass3 IEventObjectCollection IEventService IEventSubscription IEventSubscription2 IEventSubscription3 IEventSystem IEventSystem2 IEventSystemInitialize IFolderAction IFolderActionCollection IIISApplicationAdmin IIISCertObj IIisServiceControl IKeySvc IKeySvc2 IManagedObject IManageTelnetSessions IMessenger IMSAdminBase2W IMSAdminBase3W IMSAdminBaseW inetinfo InitShutdown INtmsLibraryControl1 INtmsLibraryControl2 INtmsMediaServices1 INtmsNotifySink INtmsObjectInfo1 INtmsObjectManagement1 INtmsObjectManagement2 INtmsObjectManagement3 INtmsSession1 IObjectExporter IOCSPAdminD IPCHCollection IPCHService IPerformanceCounterDataCollector iphlpsvc IRASrv IRemoteDispatch IRemoteICFICSConfig IRemoteIPV6Config IRemoteNetworkConfig IRemoteRouterRestart IRemoteSCMActivator IRemoteSetDnsConfig IRemoteSstpCertCheck IRemoteStringIdConfig IRemoteWinspool IRemUnknown IRemUnknown2 IResourceManager IResourceManager2 IRobustNtmsMediaServices1 IRPCAsyncNotify IRPCRemoteObject IRundown ISAFSession ISchedule IScheduleCollection ISDKey ISeclogon IServerHealthReport IServerHealthReport2 IServicedComponentInfo ITaskSchedulerService ITpmVirtualSmartCardManager ITpmVirtualSmartCardManager2 ITpmVirtualSmartCardManager3 ITpmVirtualSmartCardManagerStatusCallback ITraceDataCollector ITraceDataProvider ITraceDataProviderCollection ITypeComp ITypeInfo ITypeInfo2 ITypeLib ITypeLib2 IUnknown IValueMap IValueMapItem IVdsAdviseSink IVdsAsync IVdsProvider IVdsService IVdsServiceInitialization IVdsSwProvider IVolumeClient IVolumeClient2 IVolumeClient3 IVolumeClient4 IVssDifferentialSoftwareSnapshotMgmt IVssEnumMgmtObject IVssEnumObject IVssSnapshotMgmt IWamAdmin IWamAdmin2 IWbemBackupRestore IWbemBackupRestoreEx IWbemCallResult IWbemClassObject IWbemContext IWbemFetchSmartEnum IWbemLevel1Login IWbemLoginClientID IWbemLoginHelper IWbemObjectSink IWbemRefreshingServices IWbemRemoteRefresher IWbemServices IWbemWCOSmartEnum IWRMAccounting IWRMCalendar IWRMConfig IWRMMachineGroup IWRMPolicy IWRMProtocol IWRMRemoteSessionMgmt IWRMResourceGroup IXnRemote KMS lcrpc lls_license llsrpc locator lsacap lsarpc mdssvc mgmt MimiCom msgsvc msgsvcsend nddeapi netdfs NetEventForwarder netlogon NsiC NsiM NsiS nspi NtFrsApi PerflibV2 pnp qm2qm qmcomm qmcomm2 qmmgmt rasrpc RCMListener RCMPublic RemoteFW RemoteRead remotesp rpcecho RpcSrvDHCPC samr sasec SessEnvPublicRpc sfcapi spoolss srvsvc ssdpsrv svcctl tapsrv TermServEnumeration TermServNotification TermSrvSession trksvr trkwks TsProxyRpcInterface TSVIPPublic W32Time WdsRpcInterface WindowsShutdown winreg winsi2 winspipe winstation_rpc Witness wkssvc wzcsvc)' ;;
        completion) _arguments \
          '--help[show the help]' \
          '1:SHELL:(bash zsh fish)' ;;
        analytics) _rpctrail_analytics ;;
        baseline) _rpctrail_baseline ;;
      esac
  fi
}
_rpctrail_analytics() {
  local line state
  _arguments -C '1: :_rpctrail_analytics_commands' '*:: :->rest'
  if [[ $state == rest ]]; then
      case $line[1] in
        list) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--help[show the help]' ;;
        show) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--help[show the help]' \
          '1:ID:_rpctrail_analytic_or_file' ;;
      esac
  fi
}
_rpctrail_baseline() {
  local line state
  _arguments -C '1: :_rpctrail_baseline_commands' '*:: :->rest'
  if [[ $state == rest ]]; then
      case $line[1] in
        show) _arguments \
          '--baseline[what is normal, as `rpctrail learn` wrote it]:FILE:_files' \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[entries that each list of a table shows; the rest is counted]:N: ' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '1:FILE: ' \
          '2:HOST:()' ;;
        diff) _arguments \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--limit[rows that a table shows; the rest is counted]:N: ' \
          '--no-color[no colours (as the environment variable NO_COLOR)]' \
          '--help[show the help]' \
          '1:OLD: ' \
          '2:NEW:_files' ;;
        merge) _arguments \
          '--baseline[merge into FILE, which may be there already]:FILE:_files' \
          '--intruder-calls[what intruders call and how likely, instead of the table that comes with rpctrail]:FILE:_files' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--help[show the help]' \
          '*:FILE:_files' ;;
        forget) _arguments \
          '--baseline[what is normal, as `rpctrail learn` wrote it]:FILE:_files' \
          '--before[forget all days before DATE: 2020-08-05]:DATE: ' \
          '--intruder-calls[what intruders call and how likely, instead of the table that comes with rpctrail]:FILE:_files' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--help[show the help]' \
          '1:FILE: ' \
          '*:HOST|EDGE:()' ;;
        allow) _arguments \
          '--baseline[what is normal, as `rpctrail learn` wrote it]:FILE:_files' \
          '--call[only this call: `svcctl CreateServiceW`, UUID#OPNUM, or ~dynamic, ~mapper, ~smb of flows]:CALL: ' \
          '--why[why it is in order]:TEXT: ' \
          '--who[who says that it is in order]:NAME: ' \
          '--until[the last day on which it holds: 2020-12-31]:DATE: ' \
          '--remove[take the entry off the list]' \
          '--intruder-calls[what intruders call and how likely, instead of the table that comes with rpctrail]:FILE:_files' \
          '--format[form of the result: table is for people, the others are a contract]:FORMAT:(table jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--quiet[no progress, no tally: only results and errors]' \
          '--help[show the help]' \
          '1:FILE: ' \
          '2:HOST|EDGE:()' ;;
        export) _arguments \
          '--baseline[what is normal, as `rpctrail learn` wrote it]:FILE:_files' \
          '--format[form of the result]:FORMAT:(jsonl json csv)' \
          '--out[write the result to FILE, which appears when it is complete]:FILE:_files' \
          '--help[show the help]' \
          '1:FILE: ' \
          '2:HOST:()' ;;
      esac
  fi
}
compdef _rpctrail rpctrail
