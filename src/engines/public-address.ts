// Which network addresses belong to the public internet. Everything else is somebody's inside: this machine, its
// network, a cloud's metadata (IANA special-purpose registries; 168.63.129.16 is Azure's own service).
import { BlockList, isIP } from "node:net";

const inside = new BlockList();
for (const [address, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  inside.addSubnet(address, prefix, "ipv4");

/** Global unicast; what is outside of it maps old addresses, is local, or is sent to many. */
const global6 = new BlockList();
global6.addSubnet("2000::", 3, "ipv6");

/** Tunnels that carry another address inside, documentation, and protocol assignments. */
for (const [address, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  inside.addSubnet(address, prefix, "ipv6");

export function isPublicAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 4) return !inside.check(address, "ipv4");
  return version === 6 && global6.check(address, "ipv6") && !inside.check(address, "ipv6");
}
