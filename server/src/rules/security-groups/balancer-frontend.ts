/** Frontends of load balancers in security rules: the machines behind see neither as source nor as destination. */

import type { ResourceView } from '../../deployment/view.ts';
import { parseAddressRange } from '../../network/addresses/address.ts';
import { all } from '../../network/reading/listing.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import { resourcesPart } from '../examples/resource-example.ts';
import type { Example } from '../rule.ts';

export interface BalancerFrontend {
  readonly balancer: ResourceView;
  readonly frontend: ResourceView;
}

export const frontendPath = 'properties.privateIPAddress';

/** The load balancer lb-app with the frontend 10.0.2.10. */
export const exampleBalancer: Example = resourcesPart({
  symbol: 'balancer',
  type: 'loadBalancers',
  name: 'lb-app',
  sku: 'Standard',
  properties: {
    frontendIPConfigurations: [
      {
        name: 'frontend',
        properties: {
          privateIPAddress: '10.0.2.10',
          privateIPAllocationMethod: 'Static',
          subnet: { id: { expression: "resourceId('Microsoft.Network/virtualNetworks/subnets', 'spoke', 'app')" } },
        },
      },
    ],
  },
});

function singleAddress(text: string): string | null {
  const range = parseAddressRange(text);
  return range !== null && range.first === range.last ? `${range.family} ${range.first}` : null;
}

/** The declared load balancer whose private frontend an address of a rule is; null if it is none, or a range. */
export function frontendWith(rule: ResourceView, text: string): BalancerFrontend | null {
  const address = singleAddress(text);
  if (address === null) return null;
  for (const balancer of all(rule.deployment, 'Microsoft.Network/loadBalancers')) {
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
