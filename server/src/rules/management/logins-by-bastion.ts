/** Security rules for logins admit Azure Bastion in the place of the Internet. */
import type { Intent } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { parsePortRange } from '../../network/addresses/ports.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { declaredSubnets } from '../../network/subnets/subnets.ts';

/** RDP also runs over UDP. */
export const managementPorts = [
  { name: 'SSH', protocol: 'tcp', port: 22 },
  { name: 'RDP', protocol: 'tcp', port: 3389 },
  { name: 'RDP', protocol: 'udp', port: 3389 },
] as const;

/** The prefix of the AzureBastionSubnet that the template has; null if it has none, or that isn't known. */
export function bastionPrefix(resource: ResourceView): string | null {
  const bastion = declaredSubnets(resource).known.find((subnet) => subnet.label.toLowerCase() === 'azurebastionsubnet');
  const prefixes = bastion?.read('properties.addressPrefixes');
  const prefix = bastion?.read('properties.addressPrefix') ?? (Array.isArray(prefixes) ? prefixes[0] : null);
  return typeof prefix === 'string' ? prefix : null;
}

/** Has a rule admit the subnet of Bastion alone; null if it opens more than the ports of logins. */
export function admitBastionOnly(rule: ResourceView, prefix: string): readonly Intent[] | null {
  const management: readonly number[] = managementPorts.map(({ port }) => port);
  const isLoginsOnly = readSecurityRule(rule).destinationPorts.every((text) => {
    const range = parsePortRange(text);
    return range !== null && range.first === range.last && management.includes(range.first);
  });
  if (!isLoginsOnly) return null;
  const plural = 'properties.sourceAddressPrefixes';
  return [
    { kind: 'set', resource: rule.key, path: 'properties.sourceAddressPrefix', value: prefix },
    ...(rule.omits(plural) ? [] : [{ kind: 'remove', resource: rule.key, path: plural } as const]),
  ];
}
