/** Addresses that Azure treats apart (azure-network 2.3, 2.6 of the specification). */
import { type AddressSet, everyAddress, parseAddressSet, subtractAddresses, unionOfAddresses } from './address-set.ts';

function known(...texts: readonly string[]): AddressSet {
  const set = parseAddressSet(texts);
  if (set === null) throw new Error(`not addresses: ${texts.join()}`);
  return set;
}

/** Source of health probes; also the resolver and the wire server. Part of the tags AzureLoadBalancer and VirtualNetwork. */
export const hostAddress = known('168.63.129.16');
/** Instance metadata. */
export const metadataAddress = known('169.254.169.254');

/** Ranges that Azure routes nowhere unless a network holds them: RFC 1918 and RFC 6598; RFC 4193 for IPv6. */
export const privateRanges = known('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7');

/** Ranges that are no hosts of any network: this network, loopback, link local, multicast and reserved. */
const unroutable = known('0.0.0.0/8', '127.0.0.0/8', '169.254.0.0/16', '224.0.0.0/3');

/** What can be reached publicly. IPv6 gives out 2000::/3 only. */
export const publicAddresses: AddressSet = {
  v4: subtractAddresses(everyAddress, unionOfAddresses(privateRanges, unroutable, hostAddress)).v4,
  v6: known('2000::/3').v6,
};

/** Tags that alone filter traffic to the platform's services, with their addresses; ordinary rules don't see that traffic. */
export const platformTags: ReadonlyMap<string, AddressSet> = new Map([
  ['azureplatformdns', hostAddress],
  ['azureplatformimds', metadataAddress],
]);

/** Traffic to these leaves a host whatever its rules say, unless a rule names the platform's tag. */
export const platformAddresses = unionOfAddresses(hostAddress, metadataAddress);
