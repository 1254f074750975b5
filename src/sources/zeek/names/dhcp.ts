import { parseAddress } from '../../../model/address.ts';
import { hostName, type NamedAddress } from './host-name.ts';
import { type LogRecord, secondsOf, timeOf } from './record.ts';

/**
 * What a record of dhcp.log says: that the client has its address from now on, to the end of its lease. Only what a
 * server acknowledged counts. The client's own full name comes before the bare one.
 */
export function dhcpName(record: LogRecord): NamedAddress | null {
  const messages = record.list('msg_types').map((type) => type.toUpperCase());
  if (messages.length > 0 && !messages.includes('ACK')) return null;
  const time = timeOf(record);
  const name = hostName(record.text('client_fqdn')) ?? hostName(record.text('host_name'));
  const text = record.text('assigned_addr') ?? record.text('client_addr') ?? record.text('assigned_ip');
  const address = text === null ? null : parseAddress(text);
  if (time === null || name === null || address === null) return null;
  const lease = secondsOf(record, 'lease_time');
  return { time, address, name, until: lease === null ? null : time + lease, protocol: 'dhcp' };
}
