/**
 * Names under which tools write what CAR's fields hold, as letters and digits in lower case, the most telling
 * first: Suricata, ECS, OCSF, Sysmon, Windows Security, NetFlow and IPFIX collectors, nfdump, Argus, firewalls.
 */
export const WELL_KNOWN = {
  time: [
    'flowstart',
    'eventstart',
    'utctime',
    'starttime',
    'ts',
    'flowstartmilliseconds',
    'flowstartseconds',
    'firstswitched',
    'firstseen',
    'stime',
    'systemtime',
    'timecreated',
    'timestamp',
    'timegenerated',
    'eventtime',
    'receivetime',
    'generatedtime',
    'datetime',
    'time',
    'date',
  ],
  end: ['flowend', 'eventend', 'endtime', 'flowendmilliseconds', 'lastswitched', 'lastseen', 'ltime'],
  src_ip: [
    'srcip',
    'sourceip',
    'srcendpointip',
    'idorigh',
    'sourceaddress',
    'srcaddress',
    'srcaddr',
    'saddr',
    'sourceipaddress',
    'sourceipv4address',
    'sourceipv6address',
    'ipv4srcaddr',
    'ipv6srcaddr',
    'origh',
    'src',
    'source',
    'sa',
  ],
  src_port: [
    'srcport',
    'sourceport',
    'srcendpointport',
    'idorigp',
    'sport',
    'sourcetransportport',
    'l4srcport',
    'origp',
    'sp',
  ],
  dest_ip: [
    'destip',
    'dstip',
    'destinationip',
    'dstendpointip',
    'idresph',
    'destaddress',
    'destinationaddress',
    'dstaddress',
    'destaddr',
    'dstaddr',
    'daddr',
    'destinationipaddress',
    'destinationipv4address',
    'destinationipv6address',
    'ipv4dstaddr',
    'ipv6dstaddr',
    'resph',
    'dst',
    'dest',
    'destination',
    'da',
  ],
  dest_port: [
    'destport',
    'dstport',
    'destinationport',
    'dstendpointport',
    'idrespp',
    'dport',
    'destinationtransportport',
    'l4dstport',
    'respp',
    'dp',
  ],
  transport_protocol: [
    'networktransport',
    'l4protocol',
    'connectioninfoprotocolname',
    'transportprotocol',
    'proto',
    'protocol',
    'ipprotocol',
    'protocolidentifier',
    'transport',
    'pr',
  ],
  hostname: ['computername', 'computer', 'hostname', 'devicehostname'],
  pid: ['newprocessid', 'processpid', 'processid', 'pid'],
  ppid: ['parentprocessid', 'processparentpid', 'ppid'],
  image_path: ['newprocessname', 'image', 'processexecutable', 'imagepath'],
  parent_image_path: ['parentimage', 'parentprocessname', 'processparentexecutable', 'parentimagepath'],
  command_line: ['commandline', 'processcommandline'],
  user: ['user', 'username'],
  guid: ['processguid', 'processentityid'],
  parent_guid: ['parentprocessguid', 'processparententityid'],
  community_id: ['communityid', 'networkcommunityid'],
  flow_id: ['flowid'],
  /** What kind of record it is. */
  event_id: ['eventid', 'eventcode', 'winlogeventid'],
  event_type: ['eventtype'],
  event_category: ['eventcategory'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type Meaning = keyof typeof WELL_KNOWN;

const ALL: ReadonlySet<string> = new Set<string>(Object.values(WELL_KNOWN).flat());

/** Whether a column's name says what it holds. */
export function isWellKnown(name: string): boolean {
  return ALL.has(foldedName(name));
}

/**
 * The columns that may have the meaning, the most likely first: by the first name that fits, whole or as the end of
 * a path (`winlog.event_data.SourceIp`), the shortest path first.
 */
export function columnsFor(meaning: Meaning, columns: readonly string[]): readonly string[] {
  return WELL_KNOWN[meaning].flatMap((name) =>
    columns
      .map((column) => ({ column, before: segmentsBefore(column, name) }))
      .filter(({ before }) => before >= 0)
      .sort((a, b) => a.before - b.before)
      .map(({ column }) => column),
  );
}

/** The column that most likely has the meaning; null where none may. */
export function columnFor(meaning: Meaning, columns: readonly string[]): string | null {
  return columnsFor(meaning, columns)[0] ?? null;
}

/** How many segments of a path stand before those that spell the name; -1 where they do not. */
function segmentsBefore(column: string, name: string): number {
  const segments = column.split('.');
  return segments.findIndex((_, i) => foldedName(segments.slice(i).join('')) === name);
}

function foldedName(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '');
}
