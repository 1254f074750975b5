import type { Source } from '../../model/source.ts';
import { readCapture } from './read-capture.ts';
import { recognise } from './recognise.ts';

/** Captures, pcap and pcapng. A record is a frame, counted as Wireshark counts them. */
export const pcap: Source = {
  name: 'pcap',
  gives: ['flow/start', 'flow/message', 'flow/end', 'rpc/map', 'rpc/bind', 'rpc/call'],
  payload: true,
  splitting: null,
  recognise,
  read: readCapture,
};
