/** The subnet through which apps send their traffic is delegated to App Service. */
import type { ResourceView } from '../../deployment/view.ts';
import { delegationsOf } from '../../network/subnets/special-subnet.ts';
import { subnetGuests } from '../../network/subnets/subnet-use.ts';
import { exampleNetwork } from '../examples/hub-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const path = 'properties.delegations';
const delegation = { name: 'serverFarms', properties: { serviceName: 'Microsoft.Web/serverFarms' } };

function example(...delegations: readonly (typeof delegation)[]): Example {
  const integration = { addressPrefix: '10.0.2.0/26', ...(delegations.length === 0 ? {} : { delegations }) };
  return resourcesExample(exampleNetwork('spoke', '10.0.0.0/16', { integration }), {
    symbol: 'app',
    type: 'Microsoft.Web/sites',
    version: '2024-04-01',
    name: 'app-orders',
    properties: { virtualNetworkSubnetId: { idOf: 'spoke', subnet: 'integration' }, vnetRouteAllEnabled: true },
  });
}

export const integrationSubnetNotDelegated: Rule<ResourceView> = {
  id: 'integration-subnet-not-delegated',
  title: 'Subnet of virtual network integration is not delegated to App Service',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [105],
  articles: [{ seed: 'S0', step: '5' }],
  why: `Integration takes a whole subnet. The delegation to Microsoft.Web/serverFarms keeps everything else out of it, and App Service asks for it:
without the delegation integration may be refused.`,
  what: `Delegate the subnet to Microsoft.Web/serverFarms, and put nothing else into it.`,
  equivalents: {},
  exceptions: ['Subnets with a delegation of another kind, which the template may have reasons for.'],
  repairs: ['Delegate the subnet to Microsoft.Web/serverFarms'],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: { bad: example(), good: example(delegation) },

  find: (subnet) => {
    const app = subnetGuests(subnet).find(({ use }) => use === 'sends through');
    if (app === undefined || delegationsOf(subnet).length > 0) return null;
    if (subnet.otherDeclarations().some((other) => delegationsOf(other).length > 0)) return null;
    return { certainty: 'certain', facts: app.resource };
  },

  at: (subnet) => ({ kind: 'header', resource: subnet, lacks: { kind: 'value', path } }),

  say: (subnet, app) =>
    `${shownName(app)} sends its traffic through subnet ${shownName(subnet)}, which is not delegated to Microsoft.Web/serverFarms. Delegate it, so that nothing else gets into it.`,

  related: (_, app) => [{ resource: app, message: 'This app is integrated with the subnet.' }],

  repair: (subnet) => [
    {
      title: `Delegate ${shownName(subnet)} to Microsoft.Web/serverFarms: nothing but apps can use it then`,
      kind: 'review',
      intents: [{ kind: 'include', resource: subnet.key, path, elements: [{ value: delegation }] }],
    },
  ],
};
