/** An app without virtual network integration reaches private endpoints by no way, and its traffic is seen by nobody. */
import { azurePolicies } from '../../azure/policies.ts';
import { privateEndpointOf } from '../../azure/private-endpoint.ts';
import type { RepairProposal } from '../../deployment/intent.ts';
import type { Reference } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { delegationsOf } from '../../network/subnets/special-subnet.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { integrationPath, isInEnvironment, isIntegrated, routingSwitchOf } from './app-service.ts';
import { exampleApp, exampleIntegration } from './integration-example.ts';
import { planWithoutNetwork } from './private-reach.ts';

const appDelegation = 'Microsoft.Web/serverFarms';

export const noNetworkIntegration: Rule<null> = {
  id: 'no-network-integration',
  title: 'App has no virtual network integration for what it sends',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [104],
  articles: [{ seed: 'S0', step: '5' }],
  policies: [azurePolicies.appIntegration],
  profiles: ['paas'],
  why: `Without virtual network integration an app sends all its traffic from public addresses that it shares with other customers. It reaches no
private endpoint, so databases and vaults have to stay open to the public, and no filter of yours sees what leaves it.`,
  what: `Integrate the app with a subnet of its own that is delegated to Microsoft.Web/serverFarms (virtualNetworkSubnetId), and send all its
traffic there.`,
  equivalents: {},
  exceptions: [
    'Apps in an App Service Environment, which stand in a virtual network as they are, and apps whose plan is integrated as a managed instance.',
    'Apps in a Free, Shared or Consumption plan, which have no integration.',
    'Templates without any virtual network, where the finding is only possible.',
  ],
  repairs: ['Integrate the app with a subnet'],
  on: ['Microsoft.Web/sites'],
  examples: {
    bad: resourcesExample(exampleIntegration(), exampleApp({})),
    good: resourcesExample(exampleIntegration(), {
      ...exampleApp({
        virtualNetworkSubnetId: { idOf: 'spoke', subnet: 'integration', byName: true },
        vnetRouteAllEnabled: true,
      }),
      dependsOn: 'spoke',
    }),
  },

  find: (app) => {
    const facts = privateEndpointOf(app.type);
    if (facts === null || isIntegrated(app) || isInEnvironment(app)) return null;
    if (planWithoutNetwork(app, facts) !== null) return null;
    const hasNetwork = ['virtualNetworks', 'virtualNetworks/subnets'].some(
      (type) => !app.deployment.lacks(`Microsoft.Network/${type}`),
    );
    return { certainty: hasNetwork && !app.mayBeDeployedAgain ? 'certain' : 'possible', facts: null };
  },

  at: (app) => ({ kind: 'header', resource: app, lacks: { kind: 'value', path: integrationPath } }),

  say: (app) =>
    `${shownName(app)} has no virtual network integration: it reaches no private endpoint, and nothing filters what it sends. Set virtualNetworkSubnetId to a subnet of its own.`,

  repair: (app) => {
    const asked = {
      take: 'parameter',
      name: 'integrationSubnetId',
      description: `Resource id of a subnet that is delegated to ${appDelegation}`,
    } as const;
    const subnets = integrationSubnets(app);
    return [
      ...subnets.map((subnet) => integration(app, { take: 'id', of: subnet.key }, `the subnet ${shownName(subnet)}`)),
      ...(subnets.length > 0 ? [] : [integration(app, asked, 'a subnet')]),
    ];
  },
};

/** The subnets of the template that are delegated to App Service. */
function integrationSubnets({ deployment }: ResourceView): readonly ResourceView[] {
  return declaredOf(deployment.resources('Microsoft.Network/virtualNetworks/subnets')).known.filter((subnet) =>
    decidedOr(false, () =>
      delegationsOf(subnet).some((service) => service.toLowerCase() === appDelegation.toLowerCase()),
    ),
  );
}

function integration(app: ResourceView, subnetId: Reference, subnet: string): RepairProposal {
  return {
    title: `Integrate ${shownName(app)} with ${subnet}: all that it sends goes through the virtual network`,
    kind: 'review',
    intents: [
      { kind: 'write', resource: app.key, path: integrationPath, value: subnetId },
      { kind: 'set', resource: app.key, path: routingSwitchOf(app), value: true },
    ],
  };
}
