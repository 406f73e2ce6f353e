/** A default route makes the tag VirtualNetwork hold the Internet too, so a deny of the tag keeps traffic from the firewall. */
import type { Intent, RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { flowsOf } from '../../network/reachability/flows.ts';
import { spacePrefixesOf, wholeSpaceOf } from '../../network/reading/network-prefixes.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { fateOf } from '../../network/reading/rule-fate.ts';
import { pluralOf, type RuleValue, singularOf, valuesOf } from '../../network/reading/rule-values.ts';
import { idOf } from '../../network/reading/source.ts';
import { attachedSubnets, defaultRouteOf } from '../../network/subnets/subnets.ts';
import type { Rule } from '../rule.ts';
import { setField } from '../security-groups/field-repairs.ts';
import { inWords } from '../words/flow-words.ts';
import { ruleInWords } from '../words/rule-words.ts';
import { shownName } from '../words/shown-name.ts';
import { tagDeniesRoutedTrafficExamples } from './tag-denies-routed-traffic.examples.ts';

interface DeniedByTag {
  readonly value: RuleValue;
  /** The subnets whose way to the firewall it closes, in the order of the template. */
  readonly subnets: readonly [ResourceView, ...ResourceView[]];
}

export const tagDeniesRoutedTraffic: Rule<DeniedByTag> = {
  id: 'tag-denies-routed-traffic',
  title: 'Deny of the tag VirtualNetwork stops what a default route sends to the firewall',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [45],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  why: `The service tag VirtualNetwork also stands for the prefixes of the subnet's routes. Where one of them is 0.0.0.0/0, the tag holds the whole
Internet, and a rule that denies it outbound denies what was meant to pass the firewall. The articles give this deny as an alternative to
DenyAllOutbound without saying so.`,
  what: `Deny the address space of the virtual network by its prefixes instead of the tag.`,
  equivalents: {},
  repairs: ['Deny the address space of the virtual network by its prefixes'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: tagDeniesRoutedTrafficExamples,

  find: (rule) => {
    const { direction, access } = readSecurityRule(rule);
    if (direction !== 'Outbound' || access !== 'Deny') return null;
    const value = valuesOf(rule, 'destinationAddressPrefix').find(
      ({ text }) => text.toLowerCase() === 'virtualnetwork',
    );
    // One after which everything is denied changes nothing.
    if (value === undefined || fateOf(rule)?.kind !== 'decides') return null;
    const group = rule.parent();
    const [first, ...others] = (group === null ? [] : attachedSubnets(group)).filter(
      (subnet) => defaultRouteOf(subnet) === 'appliance' && deniesInternet(rule, subnet),
    );
    return first === undefined ? null : { certainty: 'certain', facts: { value, subnets: [first, ...others] } };
  },

  at: (resource, { value }) => ({ kind: 'value', resource, path: value.path }),

  say: (rule, { subnets }) => {
    const where = `${subnets.length === 1 ? 'subnet' : 'subnets'} ${inWords(subnets.map(shownName), 'more')}`;
    return `${ruleInWords(rule)} denies VirtualNetwork, which holds the whole Internet in ${where}: a route sends 0.0.0.0/0 to an appliance. Nothing gets there. Deny the address space of the network by its prefixes instead.`;
  },

  related: (_, { subnets }) =>
    subnets.map((resource) => ({
      resource,
      message: `The route table of ${shownName(resource)} has a default route.`,
    })),

  repair: (rule, { subnets }) => byPrefixes(rule, subnets),
};

/** True if the rule surely stops packets of the subnet to the Internet. */
function deniesInternet(rule: ResourceView, subnet: ResourceView): boolean {
  const { reachability } = reachOf(rule.deployment);
  const outside = reachability.placesOf({ kind: 'internet' });
  return reachability
    .placesOf({ kind: 'subnet', id: idOf(subnet) })
    .some((host) =>
      outside.some((internet) =>
        flowsOf(reachability, host, internet, { protocol: 'tcp', port: 443, only: 'denied' }).some(({ hops }) =>
          hops.some((hop) => 'direction' in hop && hop.answer === 'denied' && hop.rule?.source?.resource.is(rule)),
        ),
      ),
    );
}

/** The prefixes of the networks of the subnets take the tag's place, if it is all that the rule names. */
function byPrefixes(rule: ResourceView, subnets: readonly ResourceView[]): readonly RepairProposal[] {
  const networks = subnets.flatMap((subnet) => subnet.parent() ?? []);
  const isAlone = valuesOf(rule, 'destinationAddressPrefix').length === 1;
  if (!isAlone || networks.length < subnets.length || networks.some((network) => wholeSpaceOf(network) === null))
    return [];
  const spaces = networks.flatMap(spacePrefixesOf).map(({ written }) => written.text);
  const prefixes = [...new Set(spaces)];
  const [only] = prefixes;
  if (only === undefined) return [];
  return [
    {
      title: `Deny ${inWords(prefixes, 'more')} instead of VirtualNetwork in ${ruleInWords(rule)}: what routes lead elsewhere is no longer denied by it`,
      kind: 'review',
      opens: true,
      intents: prefixes.length === 1 ? setField(rule, 'destinationAddressPrefix', only) : listed(rule, prefixes),
    },
  ];
}

function listed(rule: ResourceView, prefixes: readonly string[]): readonly Intent[] {
  const set: Intent = {
    kind: 'set',
    resource: rule.key,
    path: pluralOf('destinationAddressPrefix'),
    value: prefixes,
  };
  const path = singularOf('destinationAddressPrefix');
  return rule.omits(path) ? [set] : [{ kind: 'remove', resource: rule.key, path }, set];
}
