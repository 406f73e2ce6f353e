/** A load balancer passes packets on with their client's address, so a rule whose source is its frontend never matches. */
import type { ResourceView } from '../../deployment/view.ts';
import { parseAddressRange } from '../../network/address.ts';
import { readSecurityRule } from '../../network/read-security-rule.ts';
import { type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import type { Example, Rule } from '../rule.ts';
import { shownName } from '../shown-name.ts';
import { setField } from './field-repairs.ts';
import { groupExample } from './rule-example.ts';

interface BalancerAsSource {
  readonly value: RuleValue;
  readonly balancer: ResourceView;
  readonly frontend: ResourceView;
  /** True if the rule has no other source. */
  readonly isOnly: boolean;
}

const frontendPath = 'properties.privateIPAddress';

const balancer: Example = {
  bicep: `\
resource balancer 'Microsoft.Network/loadBalancers@2024-05-01' = {
  name: 'lb-app'
  location: 'westeurope'
  sku: {
    name: 'Standard'
  }
  properties: {
    frontendIPConfigurations: [
      {
        name: 'frontend'
        properties: {
          privateIPAddress: '10.0.2.10'
          privateIPAllocationMethod: 'Static'
          subnet: {
            id: resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'app')
          }
        }
      }
    ]
  }
}
`,
  json: `\
{
  "type": "Microsoft.Network/loadBalancers",
  "apiVersion": "2024-05-01",
  "name": "lb-app",
  "location": "westeurope",
  "sku": {
    "name": "Standard"
  },
  "properties": {
    "frontendIPConfigurations": [
      {
        "name": "frontend",
        "properties": {
          "privateIPAddress": "10.0.2.10",
          "privateIPAllocationMethod": "Static",
          "subnet": {
            "id": "[resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'app')]"
          }
        }
      }
    ]
  }
}`,
};

const fromBalancer = { AllowBalancerInbound: { sourceAddressPrefix: '10.0.2.10' } };
const fromProbes = { AllowBalancerInbound: { sourceAddressPrefix: 'AzureLoadBalancer' } };

export const loadBalancerAsSource: Rule<BalancerAsSource> = {
  id: 'load-balancer-as-source',
  title: 'Source of a security rule is the frontend of a load balancer',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [29, 63, 65],
  articles: [{ seed: 'S2', step: '4' }],
  why: `Azure Load Balancer passes packets on as they are: a security group sees the address and port of the client, and the address and port
of the machine behind. No packet has the frontend of a balancer as its source, so the rule never matches, and after a deny of everything else
the tier is down. The articles have such rules (S2, rules 4 and 6).`,
  what: `Name the clients as source: their application security group or subnet. The probes of the balancer come from the service tag
\`AzureLoadBalancer\`.`,
  equivalents: {},
  repairs: ['Admit the probes of the load balancer (tag AzureLoadBalancer) instead'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: { bad: groupExample(fromBalancer, balancer), good: groupExample(fromProbes, balancer) },

  find: (rule) => {
    const values = valuesOf(rule, 'sourceAddressPrefix');
    for (const value of values) {
      const address = singleAddress(value.text);
      if (address === null) continue;
      const found = frontendWith(rule, address);
      if (found !== null) return { certainty: 'certain', facts: { value, ...found, isOnly: values.length === 1 } };
    }
    return null;
  },

  at: (resource, { value }) => ({ kind: 'value', resource, path: value.path }),

  say: (rule, { value, balancer, isOnly }) => {
    const effect = isOnly ? `so ${shownName(rule)} never matches` : 'so this source never matches';
    return `${value.text} is the frontend of load balancer ${shownName(balancer)}. It passes packets on with the address of their client, ${effect}. Name the clients as source, and AzureLoadBalancer for its probes.`;
  },

  related: (_, { frontend, balancer, value }) => [
    { resource: frontend, path: frontendPath, message: `${shownName(balancer)} has ${value.text} as its frontend.` },
  ],

  repair: (rule, { balancer, isOnly }) => {
    const { direction, access } = readSecurityRule(rule);
    if (!isOnly || direction !== 'Inbound' || access !== 'Allow') return [];
    return [
      {
        title: `Admit the probes of ${shownName(balancer)} by ${shownName(rule)} (tag AzureLoadBalancer); its clients need a rule of their own`,
        kind: 'review',
        intents: setField(rule, 'sourceAddressPrefix', 'AzureLoadBalancer'),
      },
    ];
  },
};

function singleAddress(text: string): string | null {
  const range = parseAddressRange(text);
  return range !== null && range.first === range.last ? `${range.family} ${range.first}` : null;
}

/** The declared load balancer with this private frontend. */
function frontendWith(
  rule: ResourceView,
  address: string,
): { readonly balancer: ResourceView; readonly frontend: ResourceView } | null {
  for (const balancer of declaredOf(rule.deployment.resources('Microsoft.Network/loadBalancers')).known) {
    const frontend = declaredOf(balancer.children('frontendIPConfigurations')).known.find((candidate) =>
      decidedOr(false, () => {
        const own = candidate.read(frontendPath);
        return typeof own === 'string' && singleAddress(own) === address;
      }),
    );
    if (frontend !== undefined) return { balancer, frontend };
  }
  return null;
}
