/** What the rules about required rules share: those that Azure refuses a group without, and those that a service breaks without. */
import type { MandatoryRule, SpecialSubnet } from '../../azure/special-subnets.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { RepairProposal, SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import type { Deny } from '../../network/claims/needed-allows.ts';
import {
  type DeniedService,
  firstPriority,
  type UnmetService,
  unmetService,
} from '../../network/claims/required-flows.ts';
import type { Direction } from '../../network/reading/security-rule.ts';
import { attachedSubnets } from '../../network/subnets/subnets.ts';
import type { Breach } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { draftsBefore } from './free-priorities.ts';

type Consequence = NonNullable<SpecialSubnet['withoutThem']>;

/** The first subnet of a group whose service lacks a rule, with one of the consequences. */
export function findUnmet(group: ResourceView, consequences: readonly Consequence[]): Breach<UnmetService> | null {
  for (const subnet of attachedSubnets(group)) {
    const facts = unmetService(group, subnet);
    const consequence = facts?.special.withoutThem;
    if (facts === null || consequence === undefined || !consequences.includes(consequence)) continue;
    return { certainty: facts.isDenied && consequence !== 'contested' ? 'certain' : 'possible', facts };
  }
  return null;
}

const endings: Readonly<Record<Consequence, string>> = {
  breaks: 'The service breaks without it.',
  refused: 'Azure refuses such a group.',
  contested:
    'Azure adds rules for it to the group, which the next deployment of the group takes away again, or is refused for. Declare them.',
};

/** `nsg denies by DenyAll (4096) what Azure Bastion in AzureBastionSubnet requires: TCP 443 from GatewayManager.` */
export function sayUnmet(group: ResourceView, { special, subnet, unmet, isDenied }: UnmetService): string {
  const named = isDenied ? unmet.filter(({ blocking }) => blocking.length > 0) : unmet;
  const rule = named[0]?.blocking[0]?.rule;
  const by = rule === undefined ? '' : ` by ${rule.name} (${rule.priority})`;
  const does = isDenied ? `denies${by}` : 'has no rule for';
  const flows = inWords(
    named.map(({ requirement }) => flowText(requirement)),
    'more',
  );
  const defaults = isDenied ? '' : ' That default rules allow it is not enough.';
  return `${shownName(group)} ${does} what ${serviceInWords(special)} in ${shownName(subnet)} requires: ${flows}.${defaults} ${endings[special.withoutThem ?? 'breaks']}`;
}

/** The title of a service within a sentence. */
export function serviceInWords({ title }: SpecialSubnet): string {
  return title.replace(/^An? /, (article) => article.toLowerCase());
}

/** Adds all of the rules, before the ones that deny now. */
export function repairUnmet(group: ResourceView, { unmet, subnet }: UnmetService): readonly RepairProposal[] {
  const drafts = unmet.map(({ requirement }) => draftFor(requirement, prefixOf(subnet)));
  const rules: SecurityRuleDraft[] = [];
  for (const direction of ['Inbound', 'Outbound'] as const) {
    const own = drafts.filter(({ properties }) => properties.direction === direction);
    const before = firstPriority(unmet.filter(({ requirement }) => requirement.direction === direction));
    const placed = draftsBefore(group, direction, own, before);
    if (placed === null) return [];
    rules.push(...placed);
  }
  return [
    {
      title: `Add ${rules.length === 1 ? 'the rule' : `the ${rules.length} rules`} that ${shownName(subnet)} requires to ${shownName(group)}: ${rules.map(({ name }) => name).join(', ')}`,
      kind: 'review',
      opens: true,
      intents: [{ kind: 'addSecurityRules', networkSecurityGroup: group.key, rules }],
    },
  ];
}

/** The rules that services need in front of a deny, and others that belong there; null if there is no place for them. */
export function draftsBeforeDeny(
  group: ResourceView,
  services: readonly DeniedService[],
  { direction, priority }: Deny,
  others: readonly SecurityRuleDraft[],
): readonly SecurityRuleDraft[] | null {
  const required = services.flatMap(({ stopped, subnet }) =>
    stopped.map((requirement) => draftFor(requirement, prefixOf(subnet))),
  );
  const drafts = [...required, ...others];
  const isDistinct = new Set(drafts.map(({ name }) => name)).size === drafts.length;
  if (!isDistinct) return null;
  return draftsBefore(group, direction, drafts, Math.min(priority, ...services.map(({ before }) => before)));
}

/** `TCP 443 from GatewayManager`. */
function flowText({ direction, protocol, ports, source, destination }: MandatoryRule): string {
  const kind = protocol === '*' ? '' : `${protocol.toUpperCase()} `;
  const at = ports === '*' ? 'all ports' : ports;
  const end = (word: string): string => (word === 'subnet' ? 'the subnet' : word);
  return direction === 'Inbound' ? `${kind}${at} from ${end(source)}` : `${kind}${at} to ${end(destination)}`;
}

/** The prefix of a subnet; the tag of the whole network if it has several or none that is known. */
export function prefixOf(subnet: ResourceView): string {
  const prefix = attempt(() => subnet.read('properties.addressPrefix'));
  const list = attempt(() => subnet.read('properties.addressPrefixes'));
  if (typeof prefix === 'string') return prefix;
  return Array.isArray(list) && list.length === 1 && typeof list[0] === 'string' ? list[0] : 'VirtualNetwork';
}

/** Ends of a required flow that a rule can name; others are words for people, such as `clients`. */
const rulesCanName = /^(?:\*|subnet|[A-Z][A-Za-z.]*)$/;

/**
 * The rules that a new group needs so that the service in a subnet gets what it requires: all of a direction that is denied; else what comes in from
 * outside of the virtual network, and what Azure wants to see stated. Default rules let the rest pass.
 */
export function requiredDrafts(
  special: SpecialSubnet,
  prefix: string,
  required: readonly MandatoryRule[],
  denied: readonly Direction[],
): readonly SecurityRuleDraft[] {
  const passes = new Set(['subnet', 'VirtualNetwork', 'AzureLoadBalancer']);
  const needed = required.filter(({ direction, source, destination }) => {
    if (!rulesCanName.test(source) || !rulesCanName.test(destination)) return false;
    if (special.mustBeStated === true || denied.includes(direction)) return true;
    return direction === 'Inbound' && !passes.has(source);
  });
  const drafts = needed.map((requirement) => draftFor(requirement, prefix));
  return [...new Map(drafts.map((draft) => [draft.name, draft])).values()];
}

/** Priorities as the articles count them, 105, 115 and so on in each direction, for all rules of a new group that allow something. */
export function inArticlesOrder(drafts: readonly SecurityRuleDraft[]): readonly SecurityRuleDraft[] {
  const next = { Inbound: 105, Outbound: 105 };
  return drafts.map(({ name, properties }) => {
    const priority = next[properties.direction];
    next[properties.direction] += 10;
    return { name, properties: { ...properties, priority } };
  });
}

/** The rule that a requirement asks for. The priority is given later. */
function draftFor(
  { direction, protocol, ports, source, destination }: MandatoryRule,
  prefix: string,
): SecurityRuleDraft {
  const side = (word: string): string => (word === 'subnet' ? prefix : word);
  const other = direction === 'Inbound' ? source : destination;
  const name = other === 'subnet' ? 'Subnet' : other === '*' ? 'Any' : other.replaceAll('.', '');
  const [first = '*', ...more] = ports.split(', ');
  const shown = ports === '*' ? '' : [first, ...more].join('And').replaceAll('-', 'to');
  return {
    name: `Allow${name}${shown}${direction}`,
    properties: {
      priority: 4096,
      direction,
      access: 'Allow',
      protocol: protocol.includes(' ') ? '*' : protocol,
      sourceAddressPrefix: side(source),
      sourcePortRange: '*',
      destinationAddressPrefix: side(destination),
      destinationPortRange: more.length === 0 ? first : [first, ...more],
    },
  };
}
