/** How an endpoint is reached: `local` is inside the machine only. */
export type MappedProtocol = 'tcp' | 'udp' | 'http' | 'pipe' | 'local';

/** What a DCOM client asked to be made for it. */
export interface Activation {
  /** The class: UUID, lower-case. */
  readonly clsid: string;
  /** The interfaces of it that were asked for. */
  readonly interfaces: readonly string[];
}

/** What a server told a client about where an interface is to be found. What was not told is null. */
export interface Mapping {
  /** UUID, lower-case. Of an activation, whose answer is good for all its interfaces, the first. */
  readonly interface: string | null;
  /** `1.0` */
  readonly version: string | null;
  /** Null also for what is not listed: NetBIOS, SPX, AppleTalk. */
  readonly protocol: MappedProtocol | null;
  /** Of TCP, UDP or HTTP; never 0. */
  readonly port: number | null;
  /** `\PIPE\lsass`, or a local endpoint's name. */
  readonly pipe: string | null;
  /** Sixteen bytes as in `model/address.ts`. The unspecified address is none. */
  readonly address: Uint8Array | null;
  /** Where a name stands in the place of the address; without leading backslashes. */
  readonly host: string | null;
  /** What the call came to: 0, or the error of a mapping that names no endpoint. */
  readonly status: number;
  readonly activation: Activation | null;
}

/** A call that did not give any endpoint. */
export function refusal(
  status: number,
  asked: Pick<Mapping, 'interface' | 'version' | 'protocol'>,
  activation: Activation | null,
): Mapping {
  return {
    interface: asked.interface,
    version: asked.version,
    protocol: asked.protocol,
    port: null,
    pipe: null,
    address: null,
    host: null,
    status,
    activation,
  };
}
