/** Examples of rules about traffic between the tiers of one spoke. */
import type { ExampleResource, ExampleValue } from './resource-example.ts';

type Properties = { readonly [key: string]: ExampleValue };
type Direction = 'Inbound' | 'Outbound';

/** The subnet of each tier. */
const prefixes = { web: '10.1.1.0/24', app: '10.1.2.0/24', data: '10.1.3.0/24' };

export type ExampleTier = keyof typeof prefixes;

/** The symbol of a resource of a tier, such as `groupApp`. */
export function tierSymbol(kind: string, tier: ExampleTier): string {
  return `${kind}${tier.charAt(0).toUpperCase()}${tier.slice(1)}`;
}

/** A spoke with a subnet for each tier, each with a network security group of these rules. */
export function exampleSpoke(
  tiers: Readonly<Partial<Record<ExampleTier, readonly ExampleValue[]>>>,
  ...more: readonly ExampleResource[]
): readonly ExampleResource[] {
  const names = (['web', 'app', 'data'] as const).filter((tier) => tier in tiers);
  const groups = names.map((tier) => ({
    symbol: tierSymbol('group', tier),
    type: 'networkSecurityGroups',
    name: `nsg-${tier}`,
    properties: { securityRules: tiers[tier] ?? [] },
  }));
  const subnets = names.map((tier) => ({
    name: `snet-${tier}`,
    properties: {
      addressPrefix: prefixes[tier],
      networkSecurityGroup: { id: { idOf: tierSymbol('group', tier) } },
    },
  }));
  const network = {
    symbol: 'network',
    type: 'virtualNetworks',
    name: 'vnet-spoke',
    properties: { addressSpace: { addressPrefixes: ['10.1.0.0/16'] }, subnets },
  };
  return [...groups, ...more, network];
}

/** The deny of everything else in one direction. */
export function denyAll(direction: Direction): ExampleValue {
  return {
    name: `DenyAll${direction}`,
    properties: {
      priority: 4096,
      direction,
      access: 'Deny',
      protocol: '*',
      sourceAddressPrefix: '*',
      sourcePortRange: '*',
      destinationAddressPrefix: '*',
      destinationPortRange: '*',
    },
  };
}

/**
 * The allow of the application's flow to its data, at one of its ends.
 * @param ports what it reaches there
 * @param source the field for the application
 * @param destination the field for the data
 */
export function allowAppToData(
  direction: Direction,
  ports = '1433',
  source: Properties = { sourceAddressPrefix: prefixes.app },
  destination: Properties = { destinationAddressPrefix: prefixes.data },
): ExampleValue {
  return {
    name: 'AllowAppToData',
    properties: {
      priority: 105,
      direction,
      access: 'Allow',
      protocol: 'Tcp',
      ...source,
      sourcePortRange: '*',
      ...destination,
      destinationPortRange: ports,
    },
  };
}
