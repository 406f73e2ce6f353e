/** Nothing may flow between tiers but what the workspace declares. */
import type { ResourceView } from '../../deployment/view.ts';
import { type UndeclaredFlow, undeclaredFlows } from '../../network/claims/contract-check.ts';
import { tierNetworkOf } from '../../network/tiers/tier-network.ts';
import type { Rule } from '../rule.ts';
import {
  atBeginning,
  inWords,
  lastGroupHop,
  placeInWords,
  ruleInWords,
  servicesInWords,
  subnetOf,
} from '../words/flow-words.ts';
import { denyingTheRest, filteringTheRest, narrowingToDeclared } from './closing.ts';
import { undeclaredFlowExamples } from './undeclared-flow.examples.ts';

/** The flows from one subnet to another, or from or to the Internet. */
interface Undeclared {
  readonly flows: readonly [UndeclaredFlow, ...UndeclaredFlow[]];
  /** Further pairs that the same resource lets through, in words. */
  readonly others: readonly string[];
}

export const undeclaredFlow: Rule<Undeclared> = {
  id: 'undeclared-flow',
  title: 'Traffic between tiers is possible that the workspace does not declare',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [39, 40, 47, 127],
  articles: [
    { seed: 'S2', step: '5' },
    { seed: 'S3', step: '1' },
  ],
  why: `The flows of \`zerotrust.config.json\` are the ones that the workload needs. Whatever else passes serves only who breaks in: with the
first machine of one tier come all that it reaches. The default rules of a network security group let every address of the virtual network in.`,
  what: `Close it, for which denying the rest in the network security group of the destination mostly is enough, or declare the flow if it is
meant.`,
  equivalents: {},
  repairs: [
    'Narrow the rule to what is declared, or remove it',
    'Deny all other traffic in the network security group',
    'Add a network security group that denies all other traffic',
  ],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules', 'Microsoft.Network/virtualNetworks/subnets'],
  examples: undeclaredFlowExamples,

  find: (resource) => {
    if (resource.deployment.contract.flows === null) return null;
    const own = undeclaredFlows(resource.deployment).filter((flow) => decidedAt(flow)?.key === resource.key);
    const [first] = own;
    if (first === undefined) return null;
    const isSamePair = (flow: UndeclaredFlow): boolean => pairInWords(flow) === pairInWords(first);
    return {
      certainty: first.isCertain ? 'certain' : 'possible',
      facts: {
        flows: [first, ...own.filter((flow) => flow !== first && isSamePair(flow))],
        others: [...new Set(own.filter((flow) => !isSamePair(flow)).map(pairInWords))],
      },
    };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (resource, { flows, others }) => {
    const [first] = flows;
    const { flow } = first.segment;
    const hop = lastGroupHop(flow, directionOf(first));
    const by =
      hop === null ? 'no network security group filters it' : ruleInWords(hop, tierNetworkOf(resource.deployment));
    const services = servicesInWords(flows.map(({ segment }) => segment));
    const more = others.length === 0 ? '' : ` The same goes for ${inWords(others, 'more')}.`;
    const declared =
      first.forbiddenBy === null
        ? `zerotrust.config.json declares no such flow from ${first.from} to ${first.to}`
        : `zerotrust.config.json forbids it by "${first.forbiddenBy.text}"`;
    return `${atBeginning(placeInWords(flow.from))} reaches ${placeInWords(flow.to)} on ${services}: ${by}. ${declared}. Close it, or declare it if it is meant.${more}`;
  },

  repair: (resource, { flows: [first] }) => {
    const direction = directionOf(first);
    const tier = direction === 'Inbound' ? first.to : first.from;
    if (resource.isType(ruleType)) return narrowingToDeclared(resource, tier, resource.deployment.contract.flows ?? []);
    const hop = lastGroupHop(first.segment.flow, direction);
    if (hop === null) return filteringTheRest(resource);
    const { index } = tierNetworkOf(resource.deployment).reachability;
    const group = index.securityGroups.get(hop.id)?.source.resource;
    return group === undefined ? [] : denyingTheRest(group, direction);
  },
};

const ruleType = 'Microsoft.Network/networkSecurityGroups/securityRules';

/** What lets it in is at the destination; what goes to the Internet is let out at the source. */
function directionOf({ destination }: UndeclaredFlow): 'Inbound' | 'Outbound' {
  return destination === null ? 'Outbound' : 'Inbound';
}

/** The rule that lets it pass, or the subnet where only default rules or none do. */
function decidedAt(flow: UndeclaredFlow): ResourceView | null {
  const hop = lastGroupHop(flow.segment.flow, directionOf(flow));
  const rule = hop?.rule?.source?.resource;
  if (rule?.isType(ruleType)) return rule;
  return subnetOf(flow.destination === null ? flow.segment.flow.from : flow.segment.flow.to);
}

function pairInWords({ segment: { flow } }: UndeclaredFlow): string {
  return `${placeInWords(flow.from)} to ${placeInWords(flow.to)}`;
}
