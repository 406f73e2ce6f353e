/** Inside a virtual network everything is open until a rule says otherwise. */
import {
  amongHostsOf,
  mayLetInByDefault,
  type SkippingFlow,
  skippingInto,
} from '../../network/claims/lateral-flows.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { type TierNetwork, tierNetworkOf } from '../../network/tiers/tier-network.ts';
import type { Rule } from '../rule.ts';
import { inWords, lastGroupHop, ruleInWords, servicesInWords } from '../words/flow-words.ts';
import { denyingTheRest } from './closing.ts';
import { lateralMovementExamples } from './lateral-movement.examples.ts';

interface Lateral {
  /** Flows that skip a tier; empty if it is about the machines of one subnet. */
  readonly skipping: readonly SkippingFlow[];
  readonly segments: SkippingFlow['segments'];
}

export const lateralMovement: Rule<Lateral> = {
  id: 'lateral-movement',
  title: 'Default rules let traffic move sideways between machines or past a tier',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [127, 40, 137],
  articles: [
    { seed: 'S3', step: '1' },
    { seed: 'S2', step: '5' },
  ],
  why: `Without rules of your own, every address of a virtual network reaches every other one on every port: AllowVnetInBound (65000). Whoever
takes over one machine goes on from there to the database, without passing the application.`,
  what: `Allow what the tier needs, each flow by a rule with its own source, destination and port, and deny the rest. Declare the flows in
\`zerotrust.config.json\`: then the rule undeclared-flow proves that nothing else passes, and this one is silent.`,
  equivalents: {},
  repairs: ['Deny all other inbound traffic in the network security group'],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: lateralMovementExamples,

  find: (resource) => {
    if (resource.deployment.contract.flows !== null) return null;
    if (!mayLetInByDefault(reachOf(resource.deployment), resource)) return null;
    const network = tierNetworkOf(resource.deployment);
    const end = network.ends.find(({ subnets }) => subnets.some((subnet) => subnet.resource.key === resource.key));
    const subnet = end?.subnets.find((each) => each.resource.key === resource.key);
    if (end === undefined || subnet === undefined || !machineTiers.includes(end.id)) return null;
    const skipping = skippingInto(resource.deployment, subnet, end.id);
    const segments = skipping[0]?.segments ?? (subnet.isCertain ? amongHostsOf(network, subnet) : []);
    return segments.length === 0 ? null : { certainty: 'possible', facts: { skipping, segments } };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (resource, { skipping, segments }) => {
    const services = servicesInWords(segments);
    const to = resource.label;
    const by = ruleOf(segments, tierNetworkOf(resource.deployment));
    if (skipping.length === 0)
      return `The machines in ${to} reach each other on ${services}: rule ${by}. Who takes over one of them goes on to the others. Allow what they need from each other, and deny the rest.`;
    const sources = inWords(
      skipping.map(({ from }) => from.node.subnet.name),
      'more subnets',
    );
    return `${sources} ${skipping.length === 1 ? 'reaches' : 'reach'} ${to} on ${services}: rule ${by}. That is past a tier. Allow what ${to} needs, and deny the rest.`;
  },

  repair: (resource, { segments }) => {
    const [first] = segments;
    const hop = first === undefined ? null : lastGroupHop(first.flow, 'Inbound');
    const { index } = tierNetworkOf(resource.deployment).reachability;
    const group = hop === null ? undefined : index.securityGroups.get(hop.id)?.source.resource;
    return group === undefined ? [] : denyingTheRest(group, 'Inbound');
  },
};

/** Tiers with machines of the workload. */
const machineTiers: readonly string[] = ['web', 'app', 'data'];

function ruleOf(segments: Lateral['segments'], network: TierNetwork): string {
  const [first] = segments;
  const hop = first === undefined ? null : lastGroupHop(first.flow, 'Inbound');
  return hop === null ? 'of no group' : ruleInWords(hop, network);
}
