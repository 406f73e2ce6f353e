/** An allow is as narrow as the flow that it is for. */
import type { RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { mayBeTooWide, type WideAllow, type WidePair, wideAllow } from '../../network/claims/wide-allows.ts';
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
    const between = rule.direction === 'Inbound' ? endsInWords(pairs) : leavingInWords(pairs);
    if (kind === 'ports')
      return `${name} lets ${between} on ${services}. A flow needs few of them: name the ports, and who uses them.`;
    const source = widestSource(resource)?.text ?? 'its source';
    if (kind === 'ends')
      return `${name} lets ${between} on ${services}, which web to app to data in this order does not need. Name who needs ${to?.node.subnet.name ?? 'it'} instead of ${source}.`;
    return `${name} would let ${between} on ${services}, which zerotrust.config.json does not declare: only rules at the other end stop it. Name the ends of the declared flows instead of ${source}.`;
  },

  repair: (resource, facts) => narrowing(resource, facts),
};

/** `snet-web and snet-dmz reach snet-data`. */
function endsInWords(pairs: WideAllow['pairs']): string {
  const [{ to }] = pairs;
  const sources = pairs.filter((pair) => pair.to === to).map(({ from }) => nameOf(from));
  return `${inWords(sources, 'more')} reach ${nameOf(to)}${othersInWords(pairs, (pair) => pair.to !== to)}`;
}

/** `snet-web reach snet-data and the Internet`. */
function leavingInWords(pairs: WideAllow['pairs']): string {
  const [{ from }] = pairs;
  const targets = pairs.filter((pair) => pair.from === from).map(({ to }) => nameOf(to));
  return `${nameOf(from)} reach ${inWords(targets, 'more')}${othersInWords(pairs, (pair) => pair.from !== from)}`;
}

function othersInWords(pairs: WideAllow['pairs'], isOther: (pair: WidePair) => boolean): string {
  const others = pairs.filter(isOther).length;
  return others === 0 ? '' : `, and ${others} more ${others === 1 ? 'pair' : 'pairs'} of subnets each other`;
}

function nameOf(subnet: TierSubnet | null): string {
  return subnet === null ? 'the Internet' : subnet.node.subnet.name;
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
  const closed = [...new Set(pairs.map(({ from }) => nameOf(from)))];
  return [
    {
      title: `Admit only ${prefix} (${nameOf(subnet)}) by ${shownName(resource)}: blocks ${inWords(closed, 'more')} and all others of ${source.text}`,
      kind: 'review',
      intents: [{ kind: 'set', resource: resource.key, path: source.path, value: prefix }],
    },
  ];
}
