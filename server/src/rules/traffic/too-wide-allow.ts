/** An allow is as narrow as the flow that it is for. */
import type { RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { mayBeTooWide, type WideAllow, type WidePair, wideAllow } from '../../network/claims/wide-allows.ts';
import type { Direction } from '../../network/reachability/model.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { type RuleField, type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import type { TierSubnet } from '../../network/tiers/tier-network.ts';
import type { Rule } from '../rule.ts';
import { servesManaged } from '../security-groups/deny-all.ts';
import { inWords, servicesInWords } from '../words/flow-words.ts';
import { ruleInWords } from '../words/rule-words.ts';
import { shownName } from '../words/shown-name.ts';
import { tooWideAllowExamples } from './too-wide-allow.examples.ts';

export const tooWideAllow: Rule<WideAllow> = {
  id: 'too-wide-allow',
  title: 'Security rule allows more than a flow between tiers needs',
  principle: 'least-privilege',
  severity: 'warning',
  rows: [28, 40, 47],
  articles: [
    { seed: 'S2', step: '5' },
    { seed: 'S0', step: '4' },
  ],
  why: `A flow between tiers has one source, one destination and one or two ports. A rule that allows all ports, or all of the virtual network,
lets everyone else in as well: who takes over one machine finds the way to the next through a rule that was meant for another.`,
  what: `Write one rule for each flow: the subnet or application security group of the client as source, that of the server as destination, and
the ports that it listens at. What is reported is proven: nothing else on the way stops it. Where the workspace declares its flows,
undeclared-flow tells what passes beyond them, and this rule only what a rule would let pass if the other end didn't stop it.`,
  equivalents: { psrule: ['Azure.NSG.AnyInboundSource', 'Azure.NSG.LateralTraversal'] },
  repairs: ['Admit the subnet of the tier before only'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: tooWideAllowExamples,

  find: (resource) => {
    const group = resource.parent();
    // Services demand wide rules for themselves.
    if (group === null || !mayBeTooWide(resource) || servesManaged(group)) return null;
    const facts = wideAllow(resource);
    return facts && { certainty: facts.kind === 'ports' ? 'certain' : 'possible', facts };
  },

  at: (resource, facts) => {
    const value = facts.kind === 'ports' ? widestPorts(resource) : widestSource(resource);
    return value === null ? { kind: 'header', resource } : { kind: 'value', resource, path: value.path };
  },

  say: (resource, facts) => {
    const { kind, pairs, rule, group } = facts;
    const [{ to, segments }] = pairs;
    const of = reachOf(resource.deployment).reachability.index.securityGroups.get(group)?.source.resource;
    const name = `${ruleInWords(resource)}${of === undefined ? '' : ` of ${shownName(of)}`}`;
    const services = servicesInWords(segments);
    const between = endsInWords(pairs, rule.direction);
    if (kind === 'ports')
      return `${name} lets ${between} on ${services}. A flow needs few of them: name the ports, and who uses them.`;
    const source = widestSource(resource)?.text ?? 'its source';
    if (kind === 'ends')
      return `${name} lets ${between} on ${services}, which web to app to data in this order does not need. Name who needs ${to?.node.subnet.name ?? 'it'} instead of ${source}.`;
    return `${name} would let ${between} on ${services}, which zerotrust.config.json does not declare: only rules at the other end stop it. Name the ends of the declared flows instead of ${source}.`;
  },

  repair: (resource, facts) => narrowing(resource, facts),
};

/** `snet-web and snet-dmz reach snet-data`, of the pairs with the end of the first one at which the rule stands. */
function endsInWords(pairs: WideAllow['pairs'], direction: Direction): string {
  const [first] = pairs;
  const isInbound = direction === 'Inbound';
  const nameOf = namesIn(pairs);
  const own = nameOf(isInbound ? first.to : first.from);
  const isOwn = (pair: WidePair): boolean => nameOf(isInbound ? pair.to : pair.from) === own;
  const ends = pairs.filter(isOwn).map(({ from, to }) => nameOf(isInbound ? from : to));
  const others = pairs.filter((pair) => !isOwn(pair)).map(({ from, to }) => `${nameOf(from)} ${nameOf(to)}`);
  const peers = inWords([...new Set(ends)], 'more');
  return `${isInbound ? peers : own} reach ${isInbound ? own : peers}${othersInWords(new Set(others).size)}`;
}

function othersInWords(count: number): string {
  return count === 0 ? '' : ` (and ${count} more ${count === 1 ? 'pair' : 'pairs'} of subnets each other)`;
}

/** What the subnets of pairs are called: those of several networks that have one name with their networks. */
function namesIn(pairs: WideAllow['pairs']): (subnet: TierSubnet | null) => string {
  const networks = new Map<string, Set<string>>();
  for (const subnet of pairs.flatMap(({ from, to }) => [from, to])) {
    if (subnet === null) continue;
    const { name } = subnet.node.subnet;
    networks.set(name, (networks.get(name) ?? new Set()).add(shownName(subnet.node.network.source.resource)));
  }
  return (subnet) => {
    if (subnet === null) return 'the Internet';
    const { subnet: own, network } = subnet.node;
    const isShared = (networks.get(own.name)?.size ?? 0) > 1;
    return isShared ? `${own.name} of ${shownName(network.source.resource)}` : own.name;
  };
}

function widestPorts(resource: ResourceView): RuleValue | null {
  return onlyOrFirst(resource, 'destinationPortRange');
}

function widestSource(resource: ResourceView): RuleValue | null {
  return onlyOrFirst(resource, 'sourceAddressPrefix');
}

function onlyOrFirst(resource: ResourceView, field: RuleField): RuleValue | null {
  const [first = null] = valuesOf(resource, field);
  return first;
}

/** Admits the tier before alone, where it is one subnet of one prefix and the rule has one source. */
function narrowing(resource: ResourceView, { kind, needed, pairs }: WideAllow): readonly RepairProposal[] {
  const [subnet, ...others] = needed;
  const source = widestSource(resource);
  if (kind !== 'ends' || subnet === undefined || others.length > 0 || source === null || source.index !== null)
    return [];
  const prefix = subnet.resource.read('properties.addressPrefix');
  if (typeof prefix !== 'string' || !resource.omits('properties.sourceAddressPrefixes')) return [];
  const nameOf = namesIn(pairs);
  const closed = [...new Set(pairs.map(({ from }) => nameOf(from)))];
  return [
    {
      title: `Admit only ${prefix} (${subnet.node.subnet.name}) by ${shownName(resource)}: blocks ${inWords(closed, 'more')} and all others of ${source.text}`,
      kind: 'review',
      intents: [{ kind: 'set', resource: resource.key, path: source.path, value: prefix }],
    },
  ];
}
