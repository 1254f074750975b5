/**
 * The protocol that a layer says comes next, as one number: the registry that names it in the high bits, the
 * registry's own number in the low sixteen.
 */
export type Protocol = number;

/** What stands here is nothing that leads to TCP, or is damaged. */
export const NOTHING: Protocol = 0;

export const ETHER_TYPE = 0x1_0000;
export const IP_PROTOCOL = 0x2_0000;
export const PPP_PROTOCOL = 0x3_0000;
/** Registry tcpdump.org/linktypes.html. */
export const LINK_TYPE = 0x4_0000;

export const ETHERNET = LINK_TYPE | 1;
export const COOKED = LINK_TYPE | 113;
export const COOKED_2 = LINK_TYPE | 276;
export const IPV4 = ETHER_TYPE | 0x0800;
export const IPV6 = ETHER_TYPE | 0x86dd;
export const LLC = ETHER_TYPE | 0x0004;
export const PPP = LINK_TYPE | 9;
export const MPLS = ETHER_TYPE | 0x8847;
export const TCP = IP_PROTOCOL | 6;

/** Names the protocol number of an IP header or of one of its extensions. */
export function ipProtocol(number: number): Protocol {
  return IP_PROTOCOL | number;
}
