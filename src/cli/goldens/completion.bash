# bash completion for rpctrail: source <(rpctrail completion bash)
_rpctrail() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=''
  if ((COMP_CWORD > 1)); then command=${COMP_WORDS[1]}; fi
  case "$command" in
    analytics|baseline) if ((COMP_CWORD > 2)); then command="$command ${COMP_WORDS[2]}"; fi ;;
  esac
  COMPREPLY=()
  case "$command" in
    '') COMPREPLY=($(compgen -W 'analytics baseline detect findings show compare hunt learn evaluate inspect events check explain interfaces completion' -- "$word")) ;;
    'analytics') COMPREPLY=($(compgen -W 'list show' -- "$word")) ;;
    'baseline') COMPREPLY=($(compgen -W 'show diff merge forget allow export' -- "$word")) ;;
    'detect')
      case "$before" in
        --analytic) COMPREPLY=($(compgen -W 'CAR-2014-05-001 account-enumeration coerced-authentication directory-replication endpoint-map-dump netlogon-takeover remote-dcom remote-registry remote-scheduled-tasks remote-services remote-wmi rpc-activity rpc-activity-flows rpc-endpoints session-enumeration' -- "$word") $(compgen -f -- "$word")); return ;;
        --engine) COMPREPLY=($(compgen -W 'stream duckdb' -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --memory) :; return ;;
        --temp-dir) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--analytic --engine --format --out --limit --fail-on-finding --since --until --host --exclude --mapping --memory --temp-dir --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'findings')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
        --gap) :; return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --memory) :; return ;;
        --temp-dir) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --limit --gap --fail-on-finding --since --until --host --exclude --mapping --memory --temp-dir --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'show')
      case "$before" in
        --from) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
        --gap) :; return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --memory) :; return ;;
        --temp-dir) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--from --format --out --limit --gap --since --until --host --exclude --mapping --memory --temp-dir --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'compare')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
        --gap) :; return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --memory) :; return ;;
        --temp-dir) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--summary --format --out --limit --gap --since --until --host --exclude --mapping --memory --temp-dir --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'hunt')
      case "$before" in
        --baseline) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --top) :; return ;;
        --budget) :; return ;;
        --hosts) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --intruder-calls) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --findings-out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --client-days) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --memory) :; return ;;
        --temp-dir) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--baseline --top --budget --hosts --intruder-calls --findings-out --client-days --format --out --limit --fail-on-finding --since --until --host --exclude --mapping --memory --temp-dir --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'learn')
      case "$before" in
        --baseline) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --hosts) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --zone) :; return ;;
        --budget) :; return ;;
        --intruder-calls) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --memory) :; return ;;
        --temp-dir) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--baseline --hosts --zone --budget --intruder-calls --since --until --host --exclude --mapping --memory --temp-dir --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'evaluate')
      case "$before" in
        --hosts) :; return ;;
        --days) :; return ;;
        --learn-days) :; return ;;
        --seeds) :; return ;;
        --rate) :; return ;;
        --attack) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --write) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'table json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--hosts --days --learn-days --seeds --flows-only --rate --attack --ablation --write --format --out --quiet --no-color --help' -- "$word"))
      else
        :
      fi ;;
    'inspect')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --since --until --host --exclude --mapping --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'events')
      case "$before" in
        --object) COMPREPLY=($(compgen -W 'flow rpc' -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
        --since) :; return ;;
        --until) :; return ;;
        --host) :; return ;;
        --exclude) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --mapping) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --memory) :; return ;;
        --temp-dir) COMPREPLY=($(compgen -d -- "$word")); return ;;
        --jobs) :; return ;;
        --max-rejects) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--object --format --out --limit --since --until --host --exclude --mapping --memory --temp-dir --jobs --max-rejects --quiet --json --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'check')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --quiet --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'explain')
      case "$before" in
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--ast --ir --sql --out --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W 'CAR-2014-05-001 account-enumeration coerced-authentication directory-replication endpoint-map-dump netlogon-takeover remote-dcom remote-registry remote-scheduled-tasks remote-services remote-wmi rpc-activity rpc-activity-flows rpc-endpoints session-enumeration' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'analytics list')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --help' -- "$word"))
      else
        :
      fi ;;
    'analytics show')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W 'CAR-2014-05-001 account-enumeration coerced-authentication directory-replication endpoint-map-dump netlogon-takeover remote-dcom remote-registry remote-scheduled-tasks remote-services remote-wmi rpc-activity rpc-activity-flows rpc-endpoints session-enumeration' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'interfaces')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W 'AsyncEMSMDB atsvc AudioRpc AudioSrv authzr BackupKey BitsPeerAuth browser clusapi CNtmsSvr dhcpcsvc6 dhcpsrv dhcpsrv2 dimsvc dnsserver drsuapi dsaop dscomm dscomm2 dssetup efsrpc efsrpc2 epmapper eventlog exchange_mapi exchange_rfr fax faxclient FileServerVssAgent FrsRpc FrsTransport HydraLsPipe IActivation IADProxy IADProxy2 IAlertDataCollector IApiTracingDataCollector ICatDBSvc ICertAdminD ICertAdminD2 ICertPassage ICertProtect ICertRequestD ICertRequestD2 IClassFactory IClientSink IConfigurationDataCollector IDataCollector IDataCollectorCollection IDataCollectorSet IDataCollectorSetCollection IDataManager IDispatch idletask IDMNotify IDMRemoteServer IEnumEventObject IEnumVARIANT IEnumVdsObject IEnumWbemClassObject IEventClass IEventClass2 IEventClass3 IEventObjectCollection IEventService IEventSubscription IEventSubscription2 IEventSubscription3 IEventSystem IEventSystem2 IEventSystemInitialize IFolderAction IFolderActionCollection IIISApplicationAdmin IIISCertObj IIisServiceControl IKeySvc IKeySvc2 IManagedObject IManageTelnetSessions IMessenger IMSAdminBase2W IMSAdminBase3W IMSAdminBaseW inetinfo InitShutdown INtmsLibraryControl1 INtmsLibraryControl2 INtmsMediaServices1 INtmsNotifySink INtmsObjectInfo1 INtmsObjectManagement1 INtmsObjectManagement2 INtmsObjectManagement3 INtmsSession1 IObjectExporter IOCSPAdminD IPCHCollection IPCHService IPerformanceCounterDataCollector iphlpsvc IRASrv IRemoteDispatch IRemoteICFICSConfig IRemoteIPV6Config IRemoteNetworkConfig IRemoteRouterRestart IRemoteSCMActivator IRemoteSetDnsConfig IRemoteSstpCertCheck IRemoteStringIdConfig IRemoteWinspool IRemUnknown IRemUnknown2 IResourceManager IResourceManager2 IRobustNtmsMediaServices1 IRPCAsyncNotify IRPCRemoteObject IRundown ISAFSession ISchedule IScheduleCollection ISDKey ISeclogon IServerHealthReport IServerHealthReport2 IServicedComponentInfo ITaskSchedulerService ITpmVirtualSmartCardManager ITpmVirtualSmartCardManager2 ITpmVirtualSmartCardManager3 ITpmVirtualSmartCardManagerStatusCallback ITraceDataCollector ITraceDataProvider ITraceDataProviderCollection ITypeComp ITypeInfo ITypeInfo2 ITypeLib ITypeLib2 IUnknown IValueMap IValueMapItem IVdsAdviseSink IVdsAsync IVdsProvider IVdsService IVdsServiceInitialization IVdsSwProvider IVolumeClient IVolumeClient2 IVolumeClient3 IVolumeClient4 IVssDifferentialSoftwareSnapshotMgmt IVssEnumMgmtObject IVssEnumObject IVssSnapshotMgmt IWamAdmin IWamAdmin2 IWbemBackupRestore IWbemBackupRestoreEx IWbemCallResult IWbemClassObject IWbemContext IWbemFetchSmartEnum IWbemLevel1Login IWbemLoginClientID IWbemLoginHelper IWbemObjectSink IWbemRefreshingServices IWbemRemoteRefresher IWbemServices IWbemWCOSmartEnum IWRMAccounting IWRMCalendar IWRMConfig IWRMMachineGroup IWRMPolicy IWRMProtocol IWRMRemoteSessionMgmt IWRMResourceGroup IXnRemote KMS lcrpc lls_license llsrpc locator lsacap lsarpc mdssvc mgmt MimiCom msgsvc msgsvcsend nddeapi netdfs NetEventForwarder netlogon NsiC NsiM NsiS nspi NtFrsApi PerflibV2 pnp qm2qm qmcomm qmcomm2 qmmgmt rasrpc RCMListener RCMPublic RemoteFW RemoteRead remotesp rpcecho RpcSrvDHCPC samr sasec SessEnvPublicRpc sfcapi spoolss srvsvc ssdpsrv svcctl tapsrv TermServEnumeration TermServNotification TermSrvSession trksvr trkwks TsProxyRpcInterface TSVIPPublic W32Time WdsRpcInterface WindowsShutdown winreg winsi2 winspipe winstation_rpc Witness wkssvc wzcsvc' -- "$word"))
      fi ;;
    'baseline show')
      case "$before" in
        --baseline) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'table jsonl json' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--baseline --format --out --limit --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word"))
      fi ;;
    'baseline diff')
      case "$before" in
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --limit) :; return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--format --out --limit --no-color --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'baseline merge')
      case "$before" in
        --baseline) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --intruder-calls) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--baseline --intruder-calls --out --quiet --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word"))
      fi ;;
    'baseline forget')
      case "$before" in
        --baseline) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --before) :; return ;;
        --intruder-calls) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--baseline --before --intruder-calls --out --quiet --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word"))
      fi ;;
    'baseline allow')
      case "$before" in
        --baseline) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --call) :; return ;;
        --why) :; return ;;
        --who) :; return ;;
        --until) :; return ;;
        --intruder-calls) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'table jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--baseline --call --why --who --until --remove --intruder-calls --format --out --quiet --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word"))
      fi ;;
    'baseline export')
      case "$before" in
        --baseline) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
        --format) COMPREPLY=($(compgen -W 'jsonl json csv' -- "$word")); return ;;
        --out) COMPREPLY=($(compgen -W '' -- "$word") $(compgen -f -- "$word")); return ;;
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W '--baseline --format --out --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W '' -- "$word"))
      fi ;;
    'completion')
      case "$before" in
      esac
      if [[ $word == -* ]]; then
        COMPREPLY=($(compgen -W ' --help' -- "$word"))
      else
        COMPREPLY=($(compgen -W 'bash zsh fish' -- "$word"))
      fi ;;
  esac
}
complete -o filenames -F _rpctrail rpctrail
