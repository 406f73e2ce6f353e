/** What the two rules about complete denies share: they differ in the direction only. */

import type { MandatoryRule } from '../../azure/special-subnets.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { Intent, RepairProposal, SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { isAnyWord } from '../../network/addresses/address.ts';
import { serversBehindDeny } from '../../network/claims/custom-dns.ts';
import { managedServiceOf } from '../../network/claims/managed-service.ts';
import { allowsBeforeDeny, type Deny, networkWithDeny } from '../../network/claims/needed-allows.ts';
import { type DeniedService, serviceBehindDeny } from '../../network/claims/required-flows.ts';
import { readSecurityRule, securityRulesOf } from '../../network/reading/read-security-rule.ts';
import { lastPriority } from '../../network/reading/rule-siblings.ts';
import {
  type Direction,
  defaultAllowRules,
  deniesEverythingElse,
  highestFreePriority,
  isCompleteDeny,
} from '../../network/reading/security-rule.ts';
import { mayHaveUnreadOccupants, specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import {
  attachedSubnets,
  defaultRouteOf,
  hasIpv6Subnet,
  hostsLoadBalancedInterface,
  isLoose,
  specialSubnetBehind,
} from '../../network/subnets/subnets.ts';
import { enumeration } from '../../text/enumeration.ts';
import type { Breach } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import {
  allowLoadBalancerDraft,
  consequenceOfDeny,
  denyAllDraft,
  denyAllName,
  keptDns,
  keptDnsDrafts,
} from './deny-rule-drafts.ts';
import { draftsBefore, freeRuleName, isNamed } from './free-priorities.ts';
import { draftsBeforeDeny, serviceInWords } from './required-rules.ts';
import { keptFlows, namesOfRules, tierAllowDrafts } from './tier-allow-drafts.ts';

export interface MissingDeny {
  readonly attached: readonly ResourceView[];
  /** A rule that denies everything and never decides, since another allows everything before it. */
  readonly dead: ResourceView | null;
  /** A rule that denies a part, to be completed. */
  readonly partial: ResourceView | null;
}

/** Finds a network security group without a complete deny in the direction; null also where the deny would break what it guards. */
export function findMissingDeny(group: ResourceView, direction: Direction): Breach<MissingDeny> | null {
  if (isDenied(group, direction)) return null;
  const services = specialSubnetBehind(group) === null ? [] : servicesBehindDeny(group, direction);
  if (services === null || (services.length === 0 && managedService(group) !== null)) return null;
  const attached = attachedSubnets(group);
  const routed = direction === 'Outbound' ? attached.map(defaultRouteOf) : [];
  if (attached.length > 0 && attached.every((_, index) => routed[index] === 'appliance')) return null;
  const doubtful =
    attached.length === 0 || services.length > 0 || routed.includes('unread') || mayBeSpecial(group, attached);
  return { certainty: doubtful ? 'possible' : 'certain', facts: missingDeny(group, direction, attached) };
}

/**
 * The services in special subnets of a group, all of which a deny is right for once it has the rules that they need; null if it isn't for one of
 * them.
 */
function servicesBehindDeny(group: ResourceView, direction: Direction): readonly DeniedService[] | null {
  const special = attachedSubnets(group).filter((subnet) => specialSubnetOf(subnet) !== null);
  const services = special.map((subnet) => serviceBehindDeny(group, subnet, { direction, priority: lastPriority }));
  return services.length === 0 || services.includes(null) ? null : services.flatMap((service) => service ?? []);
}

/** Why no deny is asked for: the service in an attached subnet, or the appliance that decides instead. */
export function explainMissingDeny(group: ResourceView, direction: Direction): string | null {
  if (isDenied(group, direction)) return null;
  const special = specialSubnetBehind(group);
  if (special !== null) {
    if (servicesBehindDeny(group, direction) !== null) return null;
    const reason = direction === 'Inbound' ? special.special.inbound : special.special.outbound;
    const first = `${special.special.title} lives in subnet ${shownName(special.subnet)}, so no deny of all ${direction.toLowerCase()} traffic is asked for. ${reason}`;
    return [first, ...needsFirst(special.special.mandatory, direction)].join(' ');
  }
  const managed = managedService(group);
  if (managed !== null) {
    return `${managed}, so no deny of all ${direction.toLowerCase()} traffic is asked for: look up what else the service needs.`;
  }
  const attached = attachedSubnets(group);
  if (direction === 'Inbound' || attached.length === 0) return null;
  if (!attached.every((subnet) => defaultRouteOf(subnet) === 'appliance')) return null;
  return 'A route sends all traffic for the Internet to a virtual appliance, which decides about it instead.';
}

export function sayMissingDeny(group: ResourceView, direction: Direction, facts: MissingDeny): string {
  const flows = direction.toLowerCase();
  const open = defaultAllowRules[direction].map((rule) => `${rule.name} (${rule.priority})`);
  const effect =
    direction === 'Inbound'
      ? `${open[0]} lets in every address of the virtual network and its peers`
      : `${open[0]} and ${open[1]} let everything out`;
  const advice = `Allow each flow that is needed, and deny all other ${flows} traffic at priority 4096.`;
  if (facts.dead !== null) {
    return `${shownName(facts.dead)} in ${shownName(group)} never decides, because an earlier rule allows all ${flows} traffic. Remove that rule and allow each flow that is needed.`;
  }
  if (facts.partial !== null) {
    return `${shownName(facts.partial)} denies only a part of the ${flows} traffic of ${shownName(group)}, so ${effect} for the rest${limitsOf(facts.partial)}. ${advice}`;
  }
  return `${shownName(group)} does not deny ${flows} traffic that no rule allows, so ${effect}. ${advice}${isLoose(group) ? ' Nothing here attaches it to a subnet.' : ''}`;
}

export function repairMissingDeny(
  group: ResourceView,
  direction: Direction,
  facts: MissingDeny,
): readonly RepairProposal[] {
  if (facts.dead !== null) return [];
  const rules = group.children('securityRules').known;
  const ofDirection = rules.filter((rule) => readSecurityRule(rule).direction === direction);
  const probesAllowed = rules.some(admitsProbes);
  const services = specialSubnetBehind(group) === null ? [] : (servicesBehindDeny(group, direction) ?? []);
  const probes =
    direction === 'Inbound' && !probesAllowed && services.length === 0 && hostsLoadBalancedInterface(facts.attached);
  const consequence = consequenceOfDeny(direction, facts.attached.length === 0 && !probesAllowed);
  if (facts.partial !== null)
    return services.some(({ stopped }) => stopped.length > 0)
      ? []
      : completions(group, facts.partial, direction, consequence);
  const taken = new Set(ofDirection.map((rule) => readSecurityRule(rule).priority));
  const priority = highestFreePriority(taken);
  if (priority === null) return [];
  const deny = denyAllDraft(direction, priority);
  const drafts: SecurityRuleDraft[] = [{ ...deny, name: freeRuleName(group, deny.name) }];
  if (probes) {
    const next = highestFreePriority(new Set([...taken, ...range(priority, 4096)]));
    if (next === null) return [];
    drafts.push(allowLoadBalancerDraft(next));
  }
  const dns = serversBehind(group, { direction, priority });
  const end = drafts.at(-1)?.properties.priority ?? priority;
  const required = draftsBeforeDeny(group, services, { direction, priority: end }, keptDnsDrafts(direction, dns));
  if (required === null) return [];
  drafts.push(...required.toReversed());
  const kept = services.map(
    ({ special, subnet }) => `what ${serviceInWords(special)} in ${shownName(subnet)} requires`,
  );
  const keptAtLast = keptDns(direction, dns);
  const allows = keepingAllows(group, direction, priority);
  const cutOff = ofDirection.filter(
    (rule) => readSecurityRule(rule).access === 'Allow' && readSecurityRule(rule).priority > priority,
  );
  // What a service requires and doesn't get today is let in with the deny.
  const opens = services.some(({ before }) => Number.isFinite(before));
  const also = cutOff.length === 0 ? '' : `, and what ${enumeration(cutOff.map(shownName))} allows`;
  const shared = facts.attached.length > 1 ? `, which ${facts.attached.length} subnets share` : '';
  const adding = (rules: readonly SecurityRuleDraft[], flows: readonly string[]): RepairProposal => ({
    title: `Add ${enumeration(rules.map(({ name }) => name))} to ${shownName(group)}${shared}: ${keeps([...kept, ...flows, ...keptAtLast])}${consequence}${also}`,
    kind: 'review',
    ...(opens ? { opens } : {}),
    intents: [{ kind: 'addSecurityRules', networkSecurityGroup: group.key, rules }],
  });
  const plain = adding(required.length > 0 ? drafts.toReversed() : drafts, []);
  if (allows === null) return [plain];
  return [adding([...allows.drafts, ...drafts.toReversed()], allows.kept), plain];
}

/** DNS servers that machines behind the group, or that the group is before, can't be asked any more once it denies. */
function serversBehind(group: ResourceView, deny: Deny): readonly string[] {
  return attempt(() => serversBehindDeny(group, () => networkWithDeny(group, deny))) ?? [];
}

function keeps(what: readonly string[]): string {
  return what.length === 0 ? '' : `keeps ${inWords(what, 'more')}, `;
}

/** The rules for what is meant to flow and flows now, which a deny would close; null if there are none. */
function keepingAllows(
  group: ResourceView,
  direction: Direction,
  priority: number,
): { readonly drafts: readonly SecurityRuleDraft[]; readonly kept: readonly string[] } | null {
  const allows = attempt(() => allowsBeforeDeny(group, { direction, priority })) ?? [];
  const drafts = tierAllowDrafts(allows, namesOfRules(group)) ?? [];
  return drafts.length === 0 ? null : { drafts, kept: keptFlows(allows) };
}

/** True if a service in an attached subnet demands rules of its own, or a rule gives such a service away: those are written even where they change nothing. */
export function servesManaged(group: ResourceView): boolean {
  return specialSubnetBehind(group) !== null || managedService(group) !== null;
}

/** The rule that gives a service away, as the beginning of a sentence; null if none does. */
function managedService(group: ResourceView): string | null {
  const clue = managedServiceOf(group);
  if (clue === null) return null;
  const { rule, tag, service } = clue;
  return tag === null
    ? `${shownName(rule)} is a rule that ${service} needs`
    : `${shownName(rule)} admits the service tag ${tag}, which ${service} needs`;
}

function isDenied(group: ResourceView, direction: Direction): boolean {
  const rules = securityRulesOf(group);
  if (!deniesEverythingElse(rules, direction, 4)) return false;
  return deniesEverythingElse(rules, direction, 6) || !hasIpv6Subnet(group);
}

function mayBeSpecial(group: ResourceView, attached: readonly ResourceView[]): boolean {
  const unread = group.deployment.resources('Microsoft.Network/virtualNetworks/subnets', group).open;
  return unread || attached.some(mayHaveUnreadOccupants);
}

function missingDeny(group: ResourceView, direction: Direction, attached: readonly ResourceView[]): MissingDeny {
  const rules = group.children('securityRules').known;
  const denies = rules.filter((rule) => {
    const read = readSecurityRule(rule);
    return read.direction === direction && read.access === 'Deny';
  });
  const dead = denies.find((rule) => isCompleteDeny(readSecurityRule(rule), direction)) ?? null;
  const named = denies.find((rule) => isNamed(rule, denyAllName(direction)));
  const last = denies.find((rule) => readSecurityRule(rule).priority === 4096);
  return { attached, dead, partial: dead === null ? (named ?? last ?? null) : null };
}

/** What keeps a deny from being complete: `: it names protocol tcp and ports 80, 443 only`. Empty where that can't be told. */
function limitsOf(rule: ResourceView): string {
  const limits = attempt(() => {
    const { protocol, sources, destinations, sourcePorts, destinationPorts } = readSecurityRule(rule);
    const list = (what: string, values: readonly string[]): readonly string[] =>
      values.length === 0 || values.some(isAnyWord) ? [] : [`${what} ${values.join(', ')}`];
    return [
      ...list('protocol', [protocol]),
      ...list('source', sources),
      ...list('source port', sourcePorts),
      ...list('destination', destinations),
      ...list('destination port', destinationPorts),
    ];
  });
  return limits === undefined || limits.length === 0 ? '' : `: it names ${enumeration(limits)} only`;
}

/** Widens a partial deny to everything, behind what keeps DNS; nothing where there is no place for that. */
function completions(
  group: ResourceView,
  rule: ResourceView,
  direction: Direction,
  consequence: string,
): readonly RepairProposal[] {
  const { priority } = readSecurityRule(rule);
  const dns = serversBehind(group, { direction, priority });
  const drafts = draftsBefore(group, direction, keptDnsDrafts(direction, dns), priority);
  if (drafts === null) return [];
  const fields = [
    'protocol',
    'sourceAddressPrefix',
    'sourcePortRange',
    'destinationAddressPrefix',
    'destinationPortRange',
  ] as const;
  const sets: readonly Intent[] = fields
    .filter((field) => rule.read(`properties.${field}`) !== '*')
    .map((field) => ({ kind: 'set', resource: rule.key, path: `properties.${field}`, value: '*' }));
  const lists = ['sourceAddressPrefixes', 'sourcePortRanges', 'destinationAddressPrefixes', 'destinationPortRanges'];
  const groups = ['sourceApplicationSecurityGroups', 'destinationApplicationSecurityGroups'];
  const removals: readonly Intent[] = [...lists, ...groups]
    .filter((field) => !rule.omits(`properties.${field}`))
    .map((field) => ({ kind: 'remove', resource: rule.key, path: `properties.${field}` }));
  const [allow] = drafts;
  const denies = `${shownName(rule)} deny all ${direction.toLowerCase()} traffic: `;
  if (allow === undefined)
    return [{ title: `Make ${denies}${consequence}`, kind: 'review', intents: [...sets, ...removals] }];
  return [
    {
      title: `Add ${allow.name} and make ${denies}${keeps(keptDns(direction, dns))}${consequence}`,
      kind: 'review',
      // What is denied already may be a part of DNS.
      opens: true,
      intents: [...sets, ...removals, { kind: 'addSecurityRules', networkSecurityGroup: group.key, rules: [allow] }],
    },
  ];
}

function admitsProbes(rule: ResourceView): boolean {
  const read = readSecurityRule(rule);
  return (
    read.direction === 'Inbound' &&
    read.access === 'Allow' &&
    read.sources.some((source) => source.toLowerCase() === 'azureloadbalancer')
  );
}

function needsFirst(mandatory: readonly MandatoryRule[], direction: Direction): readonly string[] {
  const rules = mandatory.filter((rule) => rule.direction === direction);
  if (rules.length === 0) return [];
  const listed = rules.map((rule) => `${rule.protocol} ${rule.ports} from ${rule.source} to ${rule.destination}`);
  return [`It needs these first: ${listed.join('; ')}.`];
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
