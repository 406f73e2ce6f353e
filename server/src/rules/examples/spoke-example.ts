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
export function denyAll(direction: Direction, description?: string): ExampleValue {
  return {
    name: `DenyAll${direction}`,
    properties: {
      ...(description === undefined ? {} : { description }),
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

interface AllowFields {
  readonly name?: string;
  readonly description?: string;
  /** What the application reaches there. */
  readonly ports?: string;
  /** The field for the application. */
  readonly source?: Properties;
  /** The field for the data. */
  readonly destination?: Properties;
}

/** The allow of the application's flow to its data, at one of its ends. */
export function allowAppToData(direction: Direction, fields: AllowFields = {}): ExampleValue {
  const {
    name = 'AllowAppToData',
    description,
    ports = '1433',
    source = { sourceAddressPrefix: prefixes.app },
    destination = { destinationAddressPrefix: prefixes.data },
  } = fields;
  return {
    name,
    properties: {
      ...(description === undefined ? {} : { description }),
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
