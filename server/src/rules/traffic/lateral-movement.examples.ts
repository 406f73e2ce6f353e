import { type ExampleId, type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import { allowAppToData, denyAll, type ExampleTier, exampleSpoke, tierSymbol } from '../examples/spoke-example.ts';
import type { Example, Rule } from '../rule.ts';

const tiers = ['web', 'app', 'data'] as const;

function applicationGroups(tier: ExampleTier): readonly { readonly id: ExampleId }[] {
  return [{ id: { idOf: tierSymbol('asg', tier) } }];
}

/** A network interface of the tier, in its application security group. */
function card(tier: ExampleTier): ExampleResource {
  const properties = {
    privateIPAllocationMethod: 'Dynamic',
    subnet: { id: { idOf: 'network', subnet: `snet-${tier}` } },
    applicationSecurityGroups: applicationGroups(tier),
  };
  return {
    symbol: tierSymbol('card', tier),
    type: 'networkInterfaces',
    name: `nic-${tier}`,
    properties: { ipConfigurations: [{ name: 'ipconfig', properties }] },
  };
}

function example(isDenied: boolean): Example {
  const allow = allowAppToData('Inbound', {
    source: { sourceApplicationSecurityGroups: applicationGroups('app') },
    destination: { destinationApplicationSecurityGroups: applicationGroups('data') },
  });
  const groups = tiers.map((tier) => ({
    symbol: tierSymbol('asg', tier),
    type: 'applicationSecurityGroups',
    name: `asg-${tier}`,
  }));
  return resourcesExample(
    ...exampleSpoke(
      {
        web: [denyAll('Inbound')],
        app: [denyAll('Inbound')],
        data: [
          allow,
          ...(isDenied ? [denyAll('Inbound', 'Denies all inbound traffic unless specifically allowed.')] : []),
        ],
      },
      ...groups,
    ),
    ...tiers.map(card),
  );
}

export const lateralMovementExamples: Rule['examples'] = { bad: example(false), good: example(true) };
