/** Only appliances pass on what isn't meant for them. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { isRoutedTo } from '../../network/claims/appliances.ts';
import { exampleCard, exampleNetwork } from '../examples/hub-example.ts';
import { type ExampleValue, resourcesExample } from '../examples/resource-example.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const path = 'properties.enableIPForwarding';

export const ipForwardingWithoutRoute: Rule<null> = {
  id: 'ip-forwarding-without-route',
  title: 'Network interface forwards traffic, though no route leads to it',
  principle: 'least-privilege',
  severity: 'information',
  rows: [132],
  articles: [{ seed: 'S3', step: '3' }],
  policies: [azurePolicies.interfaceWithoutForwarding, azurePolicies.machineWithoutForwarding],
  profiles: ['iaas', 'hub'],
  why: `With IP forwarding a machine may send packets under other addresses than its own, so one that was broken into can pretend to be another. Network virtual
appliances need it; other machines don't.`,
  what: `Set enableIPForwarding to false, unless the machine is a network virtual appliance.`,
  exceptions: [
    'Interfaces to whose address a route of the template leads, and those behind a load balancer, as appliances of a DMZ stand.',
    'It is only possible: routes of other templates may lead to it.',
  ],
  equivalents: { trivy: ['AZU-0075'] },
  repairs: ['Turn off IP forwarding'],
  on: ['Microsoft.Network/networkInterfaces'],
  examples: { bad: example(true), good: example(false) },

  find: (card) =>
    card.read(path) === true && !isBalanced(card) && !isRoutedTo(card) ? { certainty: 'possible', facts: null } : null,

  at: (card) => ({ kind: 'value', resource: card, path }),

  say: (card) =>
    `Network interface ${shownName(card)} forwards what isn't meant for it, though no route leads to it here. Unless its machine is a network virtual appliance, turn IP forwarding off.`,

  repair: (card) => [
    {
      title: `Turn off IP forwarding of ${shownName(card)}: what is routed through it no longer passes`,
      kind: 'review',
      intents: [{ kind: 'set', resource: card.key, path, value: false }],
    },
  ],
};

/** True if a load balancer has it among its backends. */
function isBalanced(card: ResourceView): boolean {
  const configurations = 'properties.ipConfigurations';
  return [...Array(card.size(configurations)).keys()].some(
    (index) => !card.omits(`${configurations}.${index}.properties.loadBalancerBackendAddressPools`),
  );
}

function example(enableIPForwarding: boolean): Example {
  const card = exampleCard('spoke', 'app');
  const properties: { readonly [key: string]: ExampleValue } = { enableIPForwarding, ...card.properties };
  return resourcesExample(exampleNetwork('spoke', '10.1.0.0/16', { app: { addressPrefix: '10.1.2.0/24' } }), {
    ...card,
    properties,
  });
}
