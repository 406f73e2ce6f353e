/** Repairs that close what flows between tiers and isn't meant to. */
import type { FlowStatement } from '../../config/contract.ts';
import type { Intent, RepairProposal, RuleEnd, SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { allowsWithoutRule } from '../../network/claims/needed-allows.ts';
import type { Direction, SecurityRule } from '../../network/reachability/model.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { idOf, type NetworkSource } from '../../network/reading/source.ts';
import { attachedSubnets } from '../../network/subnets/subnets.ts';
import type { MatrixEnd } from '../../network/tiers/tier-matrix.ts';
import { enumeration } from '../../text/enumeration.ts';
import { findMissingDeny, repairMissingDeny } from '../security-groups/deny-all.ts';
import { setField } from '../security-groups/field-repairs.ts';
import { endOf, keptFlows, namesOfRules, tierAllowDrafts } from '../security-groups/tier-allow-drafts.ts';
import { addedGroups } from '../subnets/added-group.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';

/** A deny of everything else in a group, with the rules for what is meant to flow; nothing where the group has one, or shall have none. */
export function denyingTheRest(group: ResourceView, direction: Direction): readonly RepairProposal[] {
  if (group.existing) return [];
  const missing = findMissingDeny(group, direction);
  return missing === null ? [] : repairMissingDeny(group, direction, missing.facts);
}

/** A new group for a subnet that has none. */
export function filteringTheRest(subnet: ResourceView): readonly RepairProposal[] {
  return subnet.omits('properties.networkSecurityGroup.id') ? addedGroups(subnet) : [];
}

/**
 * Takes an allow rule away, or narrows it to what is declared and passes by it today. Nothing where the declared flows don't say what passes: any
 * protocol, or any tier.
 * @param tier that at which the rule stands
 */
export function narrowingToDeclared(
  rule: ResourceView,
  tier: MatrixEnd,
  flows: readonly FlowStatement[],
): readonly RepairProposal[] {
  const group = rule.parent();
  const { direction, access } = readSecurityRule(rule);
  if (group === null || group.existing || access !== 'Allow') return [];
  if (flows.some((flow) => isLoose(flow, tier, direction))) return [];
  const model = reachOf(rule.deployment)
    .reachability.index.securityGroups.get(idOf(group))
    ?.rules.find(({ source }) => source.resource.key === rule.key);
  if (model === undefined) return [];
  const allows = allowsWithoutRule(group, model);
  const drafts = tierAllowDrafts(
    allows,
    namesOfRules(group).filter((name) => name !== rule.label),
  );
  if (drafts === null) return [];
  const of = `${shownName(rule)} of ${shownName(group)}`;
  const removal: Intent = { kind: 'removeResource', resource: rule.key };
  if (drafts.length === 0)
    return [{ title: `Remove ${of}: no declared flow needs it`, kind: 'review', intents: [removal] }];
  const kept = inWords(keptFlows(allows), 'more');
  const [only, ...others] = drafts;
  const narrowed = only === undefined || others.length > 0 ? null : narrowing(rule, model, only, group);
  if (narrowed !== null) return [{ title: `Narrow ${of} to ${kept}, as declared`, kind: 'review', intents: narrowed }];
  const added: Intent = { kind: 'addSecurityRules', networkSecurityGroup: group.key, rules: drafts };
  const names = enumeration(drafts.map(({ name }) => name));
  return [
    { title: `Replace ${of} by ${names}: admits only ${kept}, as declared`, kind: 'review', intents: [removal, added] },
  ];
}

/** True for a statement that leaves open which packets of a tier are meant. */
function isLoose({ from, to, services }: FlowStatement, tier: MatrixEnd, direction: Direction): boolean {
  const [own, other] = direction === 'Inbound' ? [to, from] : [from, to];
  if (services.length === 0 || (own !== tier && own !== '*')) return false;
  return own === '*' || other === '*' || services.some(({ protocol }) => protocol === '*');
}

/** Gives a rule the fields of a draft, where its own let more through; null if it names the ends in another form. */
function narrowing(
  rule: ResourceView,
  { direction, sources, destinations }: SecurityRule<NetworkSource>,
  { properties }: SecurityRuleDraft,
  group: ResourceView,
): readonly Intent[] | null {
  // What is behind a group of one subnet is that subnet, whatever the rule says.
  const isShared = attachedSubnets(group).length !== 1;
  const isOutbound = direction === 'Outbound';
  const ends = [
    { field: 'sourceAddressPrefix', now: endOf(sources), wanted: properties.sourceAddressPrefix, isOwn: isOutbound },
    {
      field: 'destinationAddressPrefix',
      now: endOf(destinations),
      wanted: properties.destinationAddressPrefix,
      isOwn: !isOutbound,
    },
  ] as const;
  const intents: Intent[] = [];
  for (const { field, now, wanted, isOwn } of ends) {
    if (isSame(now, wanted) || (isOwn && !isShared)) continue;
    if (typeof wanted !== 'string' || (now !== null && typeof now === 'object' && !Array.isArray(now))) return null;
    intents.push(...setField(rule, field, wanted));
  }
  const { protocol, destinationPortRange: ports } = properties;
  if (typeof ports !== 'string') return null;
  const now = readSecurityRule(rule);
  if (now.protocol.toLowerCase() !== protocol.toLowerCase())
    intents.push({ kind: 'set', resource: rule.key, path: 'properties.protocol', value: protocol });
  if (now.destinationPorts.length !== 1 || now.destinationPorts[0] !== ports)
    intents.push(...setField(rule, 'destinationPortRange', ports));
  return intents.length === 0 ? null : intents;
}

function isSame(now: RuleEnd | null, wanted: RuleEnd): boolean {
  return JSON.stringify(now) === JSON.stringify(wanted);
}
