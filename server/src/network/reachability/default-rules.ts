import { everyPort } from '../addresses/port-set.ts';
import type { Direction, TrafficRule } from './model.ts';
import { parseRuleSide } from './rule-side.ts';

/** Any rule that a filter takes. */
export type FilterRule = TrafficRule<unknown, 'Allow' | 'Deny' | 'AlwaysAllow'>;

/** Rules of a group that no template writes and none can remove (azure-network 2.1). */
function defaultRule(name: string, priority: number, access: 'Allow' | 'Deny', from: string, to: string): FilterRule {
  return {
    source: null,
    name,
    access,
    priority,
    protocols: null,
    sources: parseRuleSide([from]),
    destinations: parseRuleSide([to]),
    sourcePorts: everyPort,
    destinationPorts: everyPort,
    presence: null,
  };
}

export const defaultRules: Readonly<Record<Direction, readonly FilterRule[]>> = {
  Inbound: [
    defaultRule('AllowVnetInBound', 65000, 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
    defaultRule('AllowAzureLoadBalancerInBound', 65001, 'Allow', 'AzureLoadBalancer', '*'),
    defaultRule('DenyAllInBound', 65500, 'Deny', '*', '*'),
  ],
  Outbound: [
    defaultRule('AllowVnetOutBound', 65000, 'Allow', 'VirtualNetwork', 'VirtualNetwork'),
    defaultRule('AllowInternetOutBound', 65001, 'Allow', '*', 'Internet'),
    defaultRule('DenyAllOutBound', 65500, 'Deny', '*', '*'),
  ],
};

/** True for a rule that Azure adds to every group: their priorities are beyond those of templates. */
export function isDefaultRule({ priority }: { readonly priority: number | null }): boolean {
  return priority !== null && priority >= 65_000;
}
