/** A network security group may not deny what the service in its subnet cannot do without. */
import type { MandatoryRule } from '../../azure/special-subnets.ts';
import type { SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type BrokenService, brokenService } from '../../network/required-flows.ts';
import { attachedSubnets } from '../../network/subnets.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../shown-name.ts';
import { freePriorities } from './free-priorities.ts';
import { missingRequiredRuleExamples } from './missing-required-rule.examples.ts';

export const missingRequiredRule: Rule<BrokenService> = {
  id: 'missing-required-rule',
  title: 'Network security group denies what the service in its subnet requires',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [85],
  articles: [{ seed: 'S0', step: '4' }],
  why: `Services that live in a subnet need their management traffic and their health probes. A group that denies these breaks the service,
or Azure refuses the group: Azure Bastion and Application Gateway v2 check it at deployment.`,
  what: `Allow what the service's documentation demands, by service tags, before everything else is denied.`,
  equivalents: {},
  repairs: ['Add the rules that the service requires'],
  on: ['Microsoft.Network/networkSecurityGroups'],
  examples: missingRequiredRuleExamples,

  find: (group) => {
    for (const subnet of attachedSubnets(group)) {
      const facts = brokenService(group, subnet);
      if (facts !== null) return { certainty: 'certain', facts };
    }
    return null;
  },

  at: (group) => ({ kind: 'header', resource: group }),

  say: (group, { special, subnet, denied }) => {
    const [first] = denied;
    const rule = first?.blocking[0]?.rule;
    const by = rule === undefined ? '' : ` by ${rule.name} (${rule.priority})`;
    const flows = denied.slice(0, 3).map(({ requirement }) => flowText(requirement));
    const more = denied.length > 3 ? ` and ${denied.length - 3} more` : '';
    return `${shownName(group)} denies${by} what ${special.title} in ${shownName(subnet)} requires: ${flows.join(', ')}${more}. ${special.title === 'Azure Bastion' ? 'Azure refuses such a group.' : 'The service breaks without it.'}`;
  },

  repair: (group, { denied, subnet }) => {
    const drafts = denied.flatMap(({ requirement }) => draftsFor(requirement, prefixOf(subnet)));
    const taken = new Set(group.children('securityRules').known.map(({ label }) => label.toLowerCase()));
    if (drafts.some(({ name }) => taken.has(name.toLowerCase()))) return [];
    const rules: SecurityRuleDraft[] = [];
    for (const direction of ['Inbound', 'Outbound'] as const) {
      const own = drafts.filter(({ properties }) => properties.direction === direction);
      const before = denied
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
        intents: [{ kind: 'addSecurityRules', networkSecurityGroup: group.key, rules }],
      },
    ];
  },
};

/** `TCP 443 from GatewayManager`. */
function flowText({ direction, protocol, ports, source, destination }: MandatoryRule): string {
  const kind = protocol === '*' ? '' : `${protocol.toUpperCase()} `;
  const at = ports === '*' ? 'all ports' : ports;
  return direction === 'Inbound' ? `${kind}${at} from ${source}` : `${kind}${at} to ${destination}`;
}

/** The prefix of a subnet; the tag of the whole network if it has several or none that is known. */
function prefixOf(subnet: ResourceView): string {
  const prefix = subnet.read('properties.addressPrefix');
  const list = subnet.read('properties.addressPrefixes');
  if (typeof prefix === 'string') return prefix;
  return Array.isArray(list) && list.length === 1 && typeof list[0] === 'string' ? list[0] : 'VirtualNetwork';
}

/** One rule for each range of ports. The priority is given later. */
function draftsFor(
  { direction, protocol, ports, source, destination }: MandatoryRule,
  prefix: string,
): readonly SecurityRuleDraft[] {
  const side = (word: string): string => (word === 'subnet' ? prefix : word);
  const other = direction === 'Inbound' ? source : destination;
  const name = other === 'subnet' ? 'Subnet' : other.replaceAll('.', '');
  return ports.split(', ').map((range) => ({
    name: `Allow${name}${range === '*' ? '' : range.replace('-', 'to')}${direction}`,
    properties: {
      priority: 4096,
      direction,
      access: 'Allow',
      protocol,
      sourceAddressPrefix: side(source),
      sourcePortRange: '*',
      destinationAddressPrefix: side(destination),
      destinationPortRange: range,
    },
  }));
}
