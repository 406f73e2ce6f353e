/** What the rules about required rules share: those that Azure refuses a group without, and those that a service breaks without. */
import type { MandatoryRule, SpecialSubnet } from '../../azure/special-subnets.ts';
import type { RepairProposal, SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type UnmetService, unmetService } from '../../network/claims/required-flows.ts';
import { attachedSubnets } from '../../network/subnets/subnets.ts';
import type { Breach } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { freePriorities } from './free-priorities.ts';

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
  const drafts = unmet.flatMap(({ requirement }) => draftsFor(requirement, prefixOf(subnet)));
  const taken = new Set(group.children('securityRules').known.map(({ label }) => label.toLowerCase()));
  if (drafts.some(({ name }) => taken.has(name.toLowerCase()))) return [];
  const rules: SecurityRuleDraft[] = [];
  for (const direction of ['Inbound', 'Outbound'] as const) {
    const own = drafts.filter(({ properties }) => properties.direction === direction);
    const before = unmet
      .filter(({ requirement }) => requirement.direction === direction)
      .flatMap(({ blocking }) => blocking.flatMap(({ rule }) => rule.priority ?? []));
    const priorities = freePriorities(group, direction, own.length, Math.min(...before));
    if (priorities === null) return [];
    rules.push(
      ...own.map(({ name, properties }, at) => ({
        name,
        properties: { ...properties, priority: priorities[at] ?? properties.priority },
      })),
    );
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

/** `TCP 443 from GatewayManager`. */
function flowText({ direction, protocol, ports, source, destination }: MandatoryRule): string {
  const kind = protocol === '*' ? '' : `${protocol.toUpperCase()} `;
  const at = ports === '*' ? 'all ports' : ports;
  const end = (word: string): string => (word === 'subnet' ? 'the subnet' : word);
  return direction === 'Inbound' ? `${kind}${at} from ${end(source)}` : `${kind}${at} to ${end(destination)}`;
}

/** The prefix of a subnet; the tag of the whole network if it has several or none that is known. */
export function prefixOf(subnet: ResourceView): string {
  const prefix = subnet.read('properties.addressPrefix');
  const list = subnet.read('properties.addressPrefixes');
  if (typeof prefix === 'string') return prefix;
  return Array.isArray(list) && list.length === 1 && typeof list[0] === 'string' ? list[0] : 'VirtualNetwork';
}

/** Ends of a required flow that a rule can name; others are words for people, such as `clients`. */
const rulesCanName = /^(?:\*|subnet|[A-Z][A-Za-z.]*)$/;

/**
 * The rules that a new group without denies needs, so that the service in a subnet gets what it requires: what comes in from outside of the virtual
 * network, and all that Azure wants to see stated. Default rules let the rest pass.
 */
export function requiredDrafts(special: SpecialSubnet, subnet: ResourceView): readonly SecurityRuleDraft[] {
  const passes = new Set(['subnet', 'VirtualNetwork', 'AzureLoadBalancer']);
  const needed = special.mandatory.filter(({ direction, source, destination }) => {
    if (!rulesCanName.test(source) || !rulesCanName.test(destination)) return false;
    return special.mustBeStated === true || (direction === 'Inbound' && !passes.has(source));
  });
  const drafts = needed.flatMap((requirement) => draftsFor(requirement, prefixOf(subnet)));
  const byName = new Map(drafts.map((draft) => [draft.name, draft]));
  return [...byName.values()].map(({ name, properties }, index) => ({
    name,
    properties: { ...properties, priority: 105 + 10 * index },
  }));
}

/** One rule for each range of ports. The priority is given later. */
function draftsFor(
  { direction, protocol, ports, source, destination }: MandatoryRule,
  prefix: string,
): readonly SecurityRuleDraft[] {
  const side = (word: string): string => (word === 'subnet' ? prefix : word);
  const other = direction === 'Inbound' ? source : destination;
  const name = other === 'subnet' ? 'Subnet' : other === '*' ? 'Any' : other.replaceAll('.', '');
  return ports.split(', ').map((range) => ({
    name: `Allow${name}${range === '*' ? '' : range.replace('-', 'to')}${direction}`,
    properties: {
      priority: 4096,
      direction,
      access: 'Allow',
      protocol: protocol.includes(' ') ? '*' : protocol,
      sourceAddressPrefix: side(source),
      sourcePortRange: '*',
      destinationAddressPrefix: side(destination),
      destinationPortRange: range,
    },
  }));
}
