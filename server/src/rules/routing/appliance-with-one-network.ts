/** A network virtual appliance keeps what it trusts apart from what it doesn't. */
import type { ResourceView } from '../../deployment/view.ts';
import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const machine = 'Microsoft.Compute/virtualMachines';
const cards = 'properties.networkProfile.networkInterfaces';

const hub = exampleNetwork('hub', '10.0.0.0/16', {
  untrusted: { addressPrefix: '10.0.1.0/24' },
  trusted: { addressPrefix: '10.0.2.0/24' },
});

function exampleInterface(symbol: string, subnet: string): ExampleResource {
  const card = exampleCard('hub', subnet);
  return { ...card, symbol, properties: { enableIPForwarding: true, ...card.properties } };
}

function exampleAppliance(...symbols: readonly string[]): ExampleResource {
  return {
    symbol: 'appliance',
    type: machine,
    version: '2024-07-01',
    name: 'vm-nva',
    properties: {
      networkProfile: {
        networkInterfaces: symbols.map((symbol, index) => ({
          id: { idOf: symbol },
          properties: { primary: index === 0 },
        })),
      },
    },
  };
}

export const applianceWithOneNetwork: Rule<null> = {
  id: 'appliance-with-one-network',
  title: 'Network virtual appliance has one subnet for trusted and untrusted traffic',
  principle: 'assume-breach',
  severity: 'information',
  rows: [132],
  articles: [{ seed: 'S3', step: '3' }],
  profiles: ['hub'],
  why: `With one interface, or several in one subnet, traffic from outside and from inside meets at one place: rules of network security groups and routes can't tell
them apart. The article gives the appliance one interface for untrusted and one for trusted traffic.`,
  what: `Give the appliance a second network interface in another subnet, and let routes of the workloads lead to that one.`,
  exceptions: ['Machines that have an interface of another template.'],
  equivalents: {},
  repairs: [],
  on: [machine],
  examples: {
    bad: resourcesExample(hub, exampleInterface('outside', 'untrusted'), exampleAppliance('outside')),
    good: resourcesExample(
      hub,
      exampleInterface('outside', 'untrusted'),
      exampleInterface('inside', 'trusted'),
      exampleAppliance('outside', 'inside'),
    ),
  },

  find: (appliance) => {
    const own = appliance.targets(cards, 'id');
    const declared = own.filter((card): card is ResourceView => card.kind === 'resource' && !card.existing);
    if (declared.length < own.length || !declared.some(forwards)) return null;
    return new Set(declared.flatMap(subnetsOf)).size > 1 ? null : { certainty: 'certain', facts: null };
  },

  at: (appliance) => ({ kind: 'value', resource: appliance, path: cards }),

  say: (appliance) =>
    `${shownName(appliance)} forwards traffic between networks, but stands in one subnet: what it trusts and what it doesn't meet there. Give it an interface in a subnet of its own for each.`,

  repair: () => [],
};

function forwards(card: ResourceView): boolean {
  return card.read('properties.enableIPForwarding') === true;
}

/** The subnets of an interface, by what tells them apart. */
function subnetsOf(card: ResourceView): readonly string[] {
  return card
    .targets('properties.ipConfigurations', 'properties.subnet.id')
    .map((subnet) => (subnet.kind === 'resource' ? subnet.key : subnet.name));
}
