/** A subnet that one service needs for itself holds nothing else. */
import type { ResourceView } from '../../deployment/view.ts';
import { delegationsOf } from '../../network/subnets/special-subnet.ts';
import { type SubnetGuest, subnetGuests } from '../../network/subnets/subnet-use.ts';
import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

interface SharedSubnet {
  /** The service that needs the subnet for itself, for sentences. */
  readonly service: string;
  readonly guest: SubnetGuest;
}

function example(subnet: 'integration' | 'app'): Example {
  return resourcesExample(
    exampleNetwork('spoke', '10.0.0.0/16', {
      integration: {
        addressPrefix: '10.0.1.0/26',
        delegations: [{ name: 'apps', properties: { serviceName: 'Microsoft.Web/serverFarms' } }],
      },
      app: { addressPrefix: '10.0.2.0/24' },
    }),
    exampleCard('spoke', subnet),
  );
}

export const sharedServiceSubnet: Rule<SharedSubnet> = {
  id: 'shared-service-subnet',
  title: 'Subnet that a service needs for itself holds something else',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [20, 21, 25, 105],
  articles: [
    { seed: 'S0', step: 'arch' },
    { seed: 'S3', step: '1' },
  ],
  why: `An application gateway, Azure Firewall, Bastion and the integration of App Service each take a whole subnet. Whatever else is in it is
refused, or stands behind rules that were made for the service: an integration subnet ignores inbound rules altogether.`,
  what: `Move what else is there into a subnet of its own tier.`,
  equivalents: {},
  exceptions: [
    'Several application gateways in one subnet.',
    'Delegated subnets of other services, which Azure guards itself.',
  ],
  repairs: [],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: { bad: example('integration'), good: example('app') },

  find: (subnet) => {
    const guests = subnetGuests(subnet);
    const owner = ownerOf(subnet, guests);
    const guest = guests.find(({ resource }) => owner !== null && !owner.types.some((type) => resource.isType(type)));
    if (owner === null || guest === undefined) return null;
    return { certainty: 'certain', facts: { service: owner.service, guest } };
  },

  at: (subnet) => ({ kind: 'header', resource: subnet }),

  say: (subnet, { service, guest }) =>
    `Subnet ${shownName(subnet)} is for ${service}, which needs it for itself, and ${shownName(guest.resource)} ${guest.use === 'stands in' ? 'stands in it' : 'sends its traffic through it'} too. Move it into another subnet.`,

  related: (_, { guest }) => [
    { resource: guest.resource, path: guest.path, message: `${shownName(guest.resource)} names the subnet here.` },
  ],

  repair: () => [],
};

interface Owner {
  readonly service: string;
  /** Types that may be in its subnet. */
  readonly types: readonly string[];
}

const gateway: Owner = { service: 'an application gateway', types: ['Microsoft.Network/applicationGateways'] };
const integration: Owner = {
  service: 'the virtual network integration of App Service',
  // The v2 tiers of API Management integrate in the same way, by the same delegation.
  types: ['Microsoft.Web/sites', 'Microsoft.Web/sites/slots', 'Microsoft.ApiManagement/service'],
};

/** By the name that Azure prescribes, in lower case. */
const byName: ReadonlyMap<string, Owner> = new Map([
  ['azurefirewallsubnet', { service: 'Azure Firewall', types: ['Microsoft.Network/azureFirewalls'] }],
  ['azurefirewallmanagementsubnet', { service: 'Azure Firewall', types: ['Microsoft.Network/azureFirewalls'] }],
  ['azurebastionsubnet', { service: 'Azure Bastion', types: ['Microsoft.Network/bastionHosts'] }],
  ['gatewaysubnet', { service: 'virtual network gateways', types: ['Microsoft.Network/virtualNetworkGateways'] }],
]);

/** Who needs the subnet for itself: by its name, by its delegation, or by what is in it; null if nobody does. */
function ownerOf(subnet: ResourceView, guests: readonly SubnetGuest[]): Owner | null {
  const named = byName.get(subnet.name.toLowerCase());
  if (named !== undefined) return named;
  const [delegation] = delegationsOf(subnet).map((service) => service.toLowerCase());
  if (delegation === 'microsoft.web/serverfarms') return integration;
  if (guests.some(({ resource }) => gateway.types.some((type) => resource.isType(type)))) return gateway;
  return guests.some(({ use }) => use === 'sends through') ? integration : null;
}
