/** Services that a rule keeps from the name resolution of the platform, which only the tag `AzurePlatformDNS` filters (azure-network 2.3). */
import type { ResourceView } from '../../deployment/view.ts';
import { type PortSet, parsePortSet } from '../addresses/port-set.ts';
import { blockingOf } from '../reachability/blocked.ts';
import { reachOf } from '../reading/reachability.ts';
import { readSecurityRule } from '../reading/read-security-rule.ts';
import { idOf } from '../reading/source.ts';
import { specialSubnetOf } from '../subnets/special-subnet.ts';
import { attachedSubnets, type OccupiedSubnet } from '../subnets/subnets.ts';

const resolverPorts: PortSet = parsePortSet(['53']) ?? [];

/** The first subnet whose service a rule surely keeps from name resolution though it needs it; null if there is none, or nobody knows. */
export function deniedPlatformDns(rule: ResourceView): OccupiedSubnet | null {
  const { direction, access, destinations } = readSecurityRule(rule);
  if (direction !== 'Outbound' || access !== 'Deny') return null;
  if (!destinations.some((word) => word.toLowerCase() === 'azureplatformdns')) return null;
  const group = rule.parent();
  for (const subnet of group === null ? [] : attachedSubnets(group)) {
    const special = specialSubnetOf(subnet);
    if (special?.needsPlatformDns && deniesPlatformDns(rule, subnet)) return { subnet, special };
  }
  return null;
}

/** True if every question to the resolver is denied in the subnet, and the rule denies some. */
function deniesPlatformDns(rule: ResourceView, subnet: ResourceView): boolean {
  const { reachability } = reachOf(subnet.deployment);
  const hosts = reachability.placesOf({ kind: 'subnet', id: idOf(subnet) }).filter(({ kind }) => kind === 'subnet');
  const boxes = hosts.flatMap((host) =>
    reachability.placesOf({ kind: 'probes' }).flatMap((resolver) => reachability.between(host, resolver, 'udp')),
  );
  return blockingOf(boxes, resolverPorts)?.some((denied) => denied.rule.source?.resource.key === rule.key) ?? false;
}
