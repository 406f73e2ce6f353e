/** A flow log is there to be written. */
import { azurePolicies } from '../../azure/policies.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import { propertyRule } from '../property-rule.ts';
import { exampleFlowLog } from './flow-log.examples.ts';

export const flowLogDisabled = propertyRule(
  {
    id: 'flow-log-disabled',
    title: 'Flow log is declared and not enabled',
    principle: 'assume-breach',
    severity: 'warning',
    rows: [89],
    articles: [
      { seed: 'S0', step: '4' },
      { seed: 'S2', step: '5' },
    ],
    policies: [azurePolicies.flowLogEnabled],
    why: `To detect an attack, somebody must be able to see the traffic outside of the patterns that are meant. A flow log that isn't enabled shows none.`,
    what: `Set enabled to true.`,
    equivalents: { trivy: ['AZU-0073'] },
    on: ['Microsoft.Network/networkWatchers/flowLogs'],
    examples: {
      bad: resourcesExample(exampleFlowLog({ enabled: false })),
      good: resourcesExample(exampleFlowLog({ enabled: true })),
    },
  },
  {
    path: 'properties.enabled',
    wanted: true,
    isMetWithout: () => true,
    consequence: 'No traffic is logged. Set it to true.',
    kind: 'review',
    effect: 'the logs are billed',
  },
);
