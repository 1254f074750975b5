/**
 * MITRE CAR's data model: thirteen objects with their actions and fields, as published
 * (github.com/mitre-attack/car, data_model/, Apache-2.0), each field with the type that it is compared as.
 * What rpctrail adds stands apart, in `CAR_EXTENSIONS`. Decisions about CAR's errata: docs/decisions/.
 */

/**
 * How a field is compared.
 * - `time`: whole microseconds. `ip`: 128 bits. `port`: 0–65535. `int`: a number. `bool`.
 * - `text`: case-blind, whole (`webservices.exe` is not `services.exe`).
 * - `host`: as text, without the domain: `HOST1` equals `host1.example.com`.
 * - `cased`: text in which case counts.
 * - `open`: the free-form `proto_info`; its paths (`proto_info.rpc_interface`) are case-blind text.
 */
export type FieldType = 'time' | 'ip' | 'port' | 'int' | 'bool' | 'text' | 'host' | 'cased' | 'open';

interface ObjectEntry {
  readonly actions: readonly string[];
  readonly fields: Readonly<Record<string, FieldType>>;
}

export const CAR_TABLE = {
  authentication: {
    actions: ['success', 'failure', 'error'],
    fields: {
      app_name: 'text',
      method: 'text',
      auth_service: 'text',
      auth_target: 'host',
      target_ad_domain: 'text',
      decision_reason: 'text',
      response_time: 'text',
      fqdn: 'text',
      hostname: 'host',
      ad_domain: 'text',
      uid: 'text',
      user_role: 'text',
      user_type: 'text',
      user: 'text',
      user_agent: 'text',
      target_uid: 'text',
      target_user_role: 'text',
      target_user_type: 'text',
      target_user: 'text',
    },
  },
  driver: {
    actions: ['load', 'unload'],
    fields: {
      fqdn: 'text',
      hostname: 'host',
      base_address: 'text',
      image_path: 'text',
      md5_hash: 'text',
      sha1_hash: 'text',
      sha256_hash: 'text',
      module_name: 'text',
      signer: 'text',
      pid: 'int',
      signature_valid: 'bool',
    },
  },
  email: {
    actions: ['deliver', 'block', 'redirect', 'quarantine', 'delete'],
    fields: {
      action_reason: 'text',
      attachment_name: 'text',
      attachment_size: 'text',
      attachment_mime_type: 'text',
      dest_ip: 'ip',
      dest_port: 'port',
      dest_address: 'text',
      date: 'time',
      server_relay: 'text',
      from: 'text',
      smtp_uid: 'text',
      message_links: 'text',
      src_address: 'text',
      src_domain: 'text',
      return_address: 'text',
      message_body: 'cased',
      subject: 'text',
      src_ip: 'ip',
      src_port: 'port',
      message_type: 'text',
      to: 'text',
    },
  },
  file: {
    actions: ['timestomp', 'create', 'delete', 'modify', 'read', 'write', 'acl_modify'],
    fields: {
      creation_time: 'time',
      file_name: 'text',
      fqdn: 'text',
      hostname: 'host',
      image_path: 'text',
      md5_hash: 'text',
      sha1_hash: 'text',
      sha256_hash: 'text',
      pid: 'int',
      ppid: 'int',
      previous_creation_time: 'time',
      signer: 'text',
      user: 'text',
      company: 'text',
      file_path: 'text',
      owner_uid: 'text',
      owner: 'text',
      content: 'cased',
      extension: 'text',
      gid: 'int',
      group: 'text',
      link_target: 'text',
      mime_type: 'text',
      mode: 'text',
      signature_valid: 'bool',
      uid: 'text',
    },
  },
  flow: {
    actions: ['start', 'end', 'message'],
    fields: {
      fqdn: 'text',
      hostname: 'host',
      content: 'cased',
      dest_ip: 'ip',
      dest_port: 'port',
      src_ip: 'ip',
      src_port: 'port',
      start_time: 'time',
      end_time: 'time',
      exe: 'text',
      image_path: 'text',
      packet_count: 'int',
      pid: 'int',
      ppid: 'int',
      proto_info: 'open',
      user: 'text',
      src_fqdn: 'text',
      src_hostname: 'host',
      dest_fqdn: 'text',
      dest_hostname: 'host',
      application_protocol: 'text',
      in_bytes: 'int',
      out_bytes: 'int',
      network_direction: 'text',
      tcp_flags: 'text',
      transport_protocol: 'text',
      uid: 'text',
    },
  },
  http: {
    actions: ['get', 'post', 'put', 'tunnel'],
    fields: {
      hostname: 'host',
      request_body_bytes: 'int',
      http_version: 'text',
      request_body_content: 'cased',
      request_referrer: 'text',
      requester_ip_address: 'ip',
      response_body_bytes: 'int',
      response_body_content: 'cased',
      response_status_code: 'int',
      url_full: 'text',
      url_domain: 'text',
      url_remainder: 'text',
      url_scheme: 'text',
      user_agent_full: 'text',
      user_agent_name: 'text',
      user_agent_device: 'text',
      user_agent_version: 'text',
    },
  },
  module: {
    actions: ['load', 'unload'],
    fields: {
      fqdn: 'text',
      hostname: 'host',
      base_address: 'text',
      image_path: 'text',
      md5_hash: 'text',
      sha1_hash: 'text',
      sha256_hash: 'text',
      module_path: 'text',
      module_name: 'text',
      pid: 'int',
      signer: 'text',
      tid: 'int',
      signature_valid: 'bool',
    },
  },
  process: {
    actions: ['create', 'terminate', 'access'],
    fields: {
      fqdn: 'text',
      hostname: 'host',
      command_line: 'text',
      exe: 'text',
      image_path: 'text',
      md5_hash: 'text',
      sha1_hash: 'text',
      sha256_hash: 'text',
      parent_exe: 'text',
      parent_image_path: 'text',
      pid: 'int',
      ppid: 'int',
      sid: 'text',
      signer: 'text',
      user: 'text',
      integrity_level: 'text',
      parent_command_line: 'text',
      current_working_directory: 'text',
      env_vars: 'text',
      access_level: 'text',
      call_trace: 'text',
      guid: 'text',
      parent_guid: 'text',
      signature_valid: 'bool',
      target_guid: 'text',
      target_pid: 'int',
      target_address: 'text',
      target_name: 'text',
      uid: 'text',
    },
  },
  registry: {
    actions: ['add', 'remove', 'value_edit', 'key_edit'],
    fields: {
      fqdn: 'text',
      hostname: 'host',
      key: 'text',
      value: 'text',
      data: 'text',
      type: 'text',
      hive: 'text',
      image_path: 'text',
      pid: 'int',
      user: 'text',
      new_content: 'text',
    },
  },
  service: {
    actions: ['create', 'delete', 'pause', 'start', 'stop'],
    fields: {
      fqdn: 'text',
      hostname: 'host',
      user: 'text',
      command_line: 'text',
      exe: 'text',
      image_path: 'text',
      name: 'text',
      pid: 'int',
      ppid: 'int',
      uid: 'text',
    },
  },
  socket: {
    actions: ['bind', 'listen', 'close'],
    fields: {
      pid: 'int',
      image_path: 'text',
      success: 'bool',
      family: 'text',
      protocol: 'text',
      local_address: 'ip',
      local_port: 'port',
      remote_port: 'port',
      remote_address: 'ip',
      local_path: 'text',
    },
  },
  thread: {
    actions: ['create', 'suspend', 'terminate', 'remote_create'],
    fields: {
      hostname: 'host',
      src_pid: 'int',
      src_tid: 'int',
      tgt_pid: 'int',
      tgt_tid: 'int',
      stack_base: 'text',
      stack_limit: 'text',
      start_address: 'text',
      user: 'text',
      user_stack_base: 'text',
      user_stack_limit: 'text',
      start_function: 'text',
      start_module: 'text',
      start_module_name: 'text',
      uid: 'text',
    },
  },
  user_session: {
    actions: ['lock', 'login', 'logout', 'reconnect', 'unlock'],
    fields: {
      dest_ip: 'ip',
      dest_port: 'port',
      hostname: 'host',
      login_id: 'text',
      src_ip: 'ip',
      src_port: 'port',
      user: 'text',
      login_type: 'text',
      uid: 'text',
      login_successful: 'bool',
    },
  },
} as const satisfies Readonly<Record<string, ObjectEntry>>;

/**
 * What CAR has no word for: fields of its objects, and an object of its own.
 *
 * Of flows: `flow_id` ties events to their connection where a 4-tuple is used again (Zeek's uid, else made from the
 * packets); CAR's own `uid` is a user's. `conn_state` is how a connection ended, in Zeek's words (S0, SF, REJ …).
 *
 * `rpc` is what DCE/RPC itself says: `map`, a server told where an interface is to be found; `bind`, a client asked
 * for an interface; `call`, it called an operation. Its source is always the client. `interface` is a UUID,
 * `interface_name` its name where it has a known one, `mapped_ip` and `mapped_port` what a mapper told, `class_id` the
 * class that a DCOM activation asked for, `auth_type` and `auth_level` are the numbers of [MS-RPCE] 2.2.1.1.7 and .8,
 * `status` is what became of it. docs/reference/output.md has the words.
 *
 * `host` is what is told of a host: `name`, that from `time` on an address belongs to it, to `until` where a lease says
 * so. `protocol` is what told it: dhcp, ptr or dns.
 */
export const CAR_EXTENSIONS = {
  flow: {
    actions: [],
    fields: { flow_id: 'cased', community_id: 'cased', conn_state: 'cased' },
  },
  rpc: {
    actions: ['map', 'bind', 'call'],
    fields: {
      src_ip: 'ip',
      src_port: 'port',
      dest_ip: 'ip',
      dest_port: 'port',
      interface: 'text',
      interface_name: 'text',
      version: 'text',
      opnum: 'int',
      operation: 'text',
      mapped_ip: 'ip',
      mapped_port: 'port',
      class_id: 'text',
      named_pipe: 'text',
      auth_type: 'int',
      auth_level: 'int',
      status: 'text',
      flow_id: 'cased',
      uid: 'cased',
      community_id: 'cased',
      proto_info: 'open',
    },
  },
  host: {
    actions: ['name'],
    fields: { ip: 'ip', hostname: 'host', until: 'time', protocol: 'text' },
  },
} as const satisfies Readonly<Record<string, ObjectEntry>>;

type Published = typeof CAR_TABLE;
type Added = typeof CAR_EXTENSIONS;

export type CarObject = keyof Published | keyof Added;
export type CarAction<O extends CarObject> =
  | (O extends keyof Published ? Published[O]['actions'][number] : never)
  | (O extends keyof Added ? Added[O]['actions'][number] : never);

const ENTRIES: ReadonlyMap<string, ObjectEntry> = entries();

export const CAR_OBJECTS = [...ENTRIES.keys()] as readonly CarObject[];

/** All actions of an object, CAR's first. */
export function actionsOf(object: CarObject): readonly string[] {
  return ENTRIES.get(object)!.actions;
}

/** All fields of an object, CAR's first, then the extensions. */
export function fieldsOf(object: CarObject): Readonly<Record<string, FieldType>> {
  return ENTRIES.get(object)!.fields;
}

/**
 * The type of a field of an object: `time` is every event's, `proto_info.x` is open text.
 * @returns null where CAR's data model has no such field.
 */
export function fieldType(object: CarObject, field: string): FieldType | null {
  if (field === 'time') return 'time';
  const fields = fieldsOf(object);
  if (field.startsWith('proto_info.') && Object.hasOwn(fields, 'proto_info')) return 'open';
  return Object.hasOwn(fields, field) ? fields[field]! : null;
}

function entries(): ReadonlyMap<string, ObjectEntry> {
  const all = new Map<string, ObjectEntry>(Object.entries(CAR_TABLE));
  for (const [object, { actions, fields }] of Object.entries(CAR_EXTENSIONS)) {
    const published = all.get(object) ?? { actions: [], fields: {} };
    all.set(object, {
      actions: [...published.actions, ...actions],
      fields: { ...published.fields, ...fields },
    });
  }
  return all;
}

/** How a column of that type is held; see `Column`. */
export function heldAs(type: FieldType): 'port' | 'ip' | 'text' | 'number' {
  if (type === 'port' || type === 'ip') return type;
  return type === 'time' || type === 'int' || type === 'bool' ? 'number' : 'text';
}
