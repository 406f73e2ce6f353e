/** Frontends of load balancers in security rules: the machines behind see neither as source nor as destination. */

import type { ResourceView } from '../../deployment/view.ts';
import { parseAddressRange } from '../../network/addresses/address.ts';
import { all } from '../../network/reading/listing.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';

export interface BalancerFrontend {
  readonly balancer: ResourceView;
  readonly frontend: ResourceView;
}

export const frontendPath = 'properties.privateIPAddress';

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
