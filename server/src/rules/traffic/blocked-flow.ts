/** What the workspace declares must get through. */
import type { RepairProposal } from '../../deployment/intent.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { admittingAllows } from '../../network/claims/admitting-allows.ts';
import { type BlockedFlow, blockedFlows } from '../../network/claims/contract-check.ts';
import type { Hop } from '../../network/reachability/flows.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import { type TierNetwork, tierNetworkOf } from '../../network/tiers/tier-network.ts';
import { enumeration } from '../../text/enumeration.ts';
import type { Rule } from '../rule.ts';
import { namesOfRules, tierAllowDrafts } from '../security-groups/tier-allow-drafts.ts';
import { inWords, placeInWords, ruleInWords, servicesInWords, subnetOf } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { blockedFlowExamples } from './blocked-flow.examples.ts';

interface Blocked {
  readonly flows: readonly [BlockedFlow, ...BlockedFlow[]];
  /** Other statements that the same resource blocks. */
  readonly others: readonly string[];
  /** The flows of all these statements. */
  readonly all: readonly BlockedFlow[];
}

const deciders = [
  'Microsoft.Network/networkSecurityGroups/securityRules',
  'Microsoft.Network/routeTables/routes',
  'Microsoft.Network/networkManagers/securityAdminConfigurations/ruleCollections/rules',
];

export const blockedFlow: Rule<Blocked> = {
  id: 'blocked-flow',
  title: 'A flow that the workspace declares is blocked',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [39, 60, 66, 67, 69, 70, 74, 80, 81, 82, 86, 88],
  articles: [
    { seed: 'S2', step: '5' },
    { seed: 'S0', step: '4' },
  ],
  why: `A deny of everything also stops what the workload needs, at both ends: the source's group must let a connection out, the destination's
must let it in, and the route must lead there. One of these lacks, so the flow fails once the template is deployed.`,
  what: `Allow the flow where it is blocked, at the end that the message names, before the deny. If it isn't needed, take it out of
\`zerotrust.config.json\`.`,
  equivalents: {},
  repairs: ['Add the least rules that let the flow through, in the groups that deny it'],
  on: [...deciders, 'Microsoft.Network/virtualNetworks/subnets'],
  examples: blockedFlowExamples,

  find: (resource) => {
    if (resource.deployment.contract.flows === null) return null;
    const own = blockedFlows(resource.deployment).filter((flow) => decidedAt(flow)?.key === resource.key);
    const [first] = own;
    if (first === undefined) return null;
    const isSame = ({ statement }: BlockedFlow): boolean => statement.text === first.statement.text;
    return {
      certainty: 'certain',
      facts: {
        flows: [first, ...own.filter((flow) => flow !== first && isSame(flow))],
        others: [...new Set(own.filter((flow) => !isSame(flow)).map(({ statement }) => `"${statement.text}"`))],
        all: own,
      },
    };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (resource, { flows, others }) => {
    const [first] = flows;
    const { flow } = first.segment;
    const services = servicesInWords(flows.map(({ segment }) => segment));
    const more = others.length === 0 ? '' : ` It also blocks ${inWords(others, 'more')}.`;
    const way = `${placeInWords(flow.from)} does not reach ${placeInWords(flow.to)} on ${services}`;
    return `"${first.statement.text}" is declared, but ${way}: ${reasonOf(first, tierNetworkOf(resource.deployment))}. Allow it there, or take it out of zerotrust.config.json.${more}`;
  },

  repair: ({ deployment }, { all }) => admission(deployment, all),
};

/** The least allow rules before those that deny, in all groups on the way. */
function admission(deployment: DeploymentView, blocked: readonly BlockedFlow[]): readonly RepairProposal[] {
  // What may use any protocol doesn't say what it needs.
  if (blocked.some(({ statement }) => statement.services.some(({ protocol }) => protocol === '*'))) return [];
  const groups = admittingAllows(deployment, blocked).map(({ group, allows }) => ({
    group,
    rules: tierAllowDrafts(allows, namesOfRules(group)) ?? [],
  }));
  if (groups.length === 0 || groups.some(({ rules }) => rules.length === 0)) return [];
  const added = groups.map(
    ({ group, rules }) => `${enumeration(rules.map(({ name }) => name))} to ${shownName(group)}`,
  );
  const statements = [...new Set(blocked.map(({ statement }) => `"${statement.text}"`))];
  return [
    {
      title: `Add ${enumeration(added)}, as ${inWords(statements, 'more')} ${statements.length === 1 ? 'declares' : 'declare'}`,
      kind: 'review',
      opens: true,
      intents: groups.map(({ group, rules }) => ({
        kind: 'addSecurityRules',
        networkSecurityGroup: group.key,
        rules,
      })),
    },
  ];
}

/** The hop at which the flow ends. */
function denialOf({ segment: { flow } }: BlockedFlow): Hop<NetworkSource> | null {
  return flow.hops.findLast((hop) => hop.at !== 'entry' && hop.answer === 'denied') ?? null;
}

/** The rule or route that denies, or the subnet at whose end only default rules do. */
function decidedAt(blocked: BlockedFlow): ResourceView | null {
  const { flow } = blocked.segment;
  const hop = denialOf(blocked);
  const source = hop === null || hop.at === 'entry' ? null : (hop.rule?.source ?? null);
  if (source !== null && deciders.some((type) => source.resource.isType(type))) return source.resource;
  const isInbound = hop !== null && 'direction' in hop && hop.direction === 'Inbound';
  return isInbound ? (subnetOf(flow.to) ?? subnetOf(flow.from)) : (subnetOf(flow.from) ?? subnetOf(flow.to));
}

function reasonOf(blocked: BlockedFlow, network: TierNetwork): string {
  const hop = denialOf(blocked);
  if (hop === null || hop.at === 'entry') return 'nothing leads there';
  if (hop.at === 'route')
    return hop.rule === null ? 'no route leads there' : `the route ${hop.rule.name} leads elsewhere`;
  const side = hop.direction === 'Inbound' ? 'inbound' : 'outbound';
  if (hop.at !== 'firewall') return `${ruleInWords(hop, network)} denies it ${side}`;
  const firewall = network.reachability.index.firewalls.get(hop.id)?.source.resource;
  return `${firewall === undefined ? 'the firewall' : shownName(firewall)} does not let it through`;
}
