/** A security rule as the machines need it that it names, or that are behind what it names (requirements 1.1-b, 1.1-c and 1.1-h). */
import type { RuleEnd, SecurityRuleDraft } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { everyPort, printPorts } from '../../network/addresses/port-set.ts';
import { restsOnFrontend } from '../../network/claims/balanced-machines.ts';
import type { MisplacedRule } from '../../network/claims/rule-place.ts';
import { isUnknown, type RuleSide, type SecurityGroup, type SecurityRule } from '../../network/reachability/model.ts';
import { ruleFates } from '../../network/reachability/rule-fates.ts';
import { freePriority } from '../../network/reachability/smallest-rule.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { readSecurityRules } from '../../network/reading/read-security-groups.ts';
import { lastPriority } from '../../network/reading/rule-siblings.ts';
import { valuesOf } from '../../network/reading/rule-values.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import { shownName } from '../words/shown-name.ts';
import { type BalancerFrontend, frontendWith } from './balancer-frontend.ts';
import { machinesOf, type NamedMachines } from './balancer-sides.ts';
import { fixedSourcePort } from './fixed-source-port.ts';
import { freeRuleName } from './free-priorities.ts';
import { endOf, protocolName } from './tier-allow-drafts.ts';

export interface WantedRule {
  readonly group: ResourceView;
  readonly draft: SecurityRuleDraft;
  /** The load balancer whose machines are the destination now, with what they are called. */
  readonly behind: { readonly balancer: ResourceView; readonly shown: string } | null;
  /** True if it demanded a source port that no client has, and does no longer. */
  readonly isFixed: boolean;
  /** True if the group does the same without it. */
  readonly isNeedless: boolean;
}

/** The rule as the one group of all that it names needs it; null if there is none, or if it can't be written there. */
export function movedRule(rule: ResourceView, { there }: MisplacedRule): WantedRule | null {
  const model = modelOf(rule);
  const group = groupOf(rule, there);
  const target = model === null ? null : targetOf(rule, model);
  if (model === null || group === null || target === null) return null;
  return ruleIn(group, rule, model, target, model.name);
}

/**
 * An outbound rule for the frontend of a load balancer as its own group needs it for the machines behind; null if nothing rests on it, or if it can't
 * be written.
 */
export function ruleForMachines(
  rule: ResourceView,
  { balancer }: BalancerFrontend,
  frontend: string,
): WantedRule | null {
  const model = modelOf(rule);
  const group = reachOf(rule.deployment).reachability.index.securityGroups.get(rule.parent()?.key ?? '');
  const machines = machinesOf(rule, frontend);
  if (model === null || group === undefined || group.more !== null || machines === null) return null;
  if (!restsOnFrontend(reachOf(rule.deployment), group.id, machines.machines)) return null;
  const name = model.name.replace(/([-_]?)(?:Outbound)?$/i, '$1Machines$&');
  return ruleIn(group, rule, model, behindOf(machines, balancer), name);
}

/** What the model reads of an Allow; null for others, and where the direction isn't known. */
function modelOf(rule: ResourceView): Model | null {
  const [model, ...others] = readSecurityRules(rule);
  return model === undefined || others.length > 0 || model.access !== 'Allow' ? null : model;
}

function ruleIn(group: Group, rule: ResourceView, model: Model, target: Target, name: string): WantedRule | null {
  const { protocols, sourcePorts, destinationPorts, direction } = model;
  if (isUnknown(protocols) || isUnknown(sourcePorts) || isUnknown(destinationPorts)) return null;
  const [protocol = '*' as const, ...otherProtocols] = protocols ?? [];
  // A rule that no client matches isn't worth its move.
  const isFixed = fixedSourcePort.find(rule) !== null;
  const [sourcePort = '*', ...otherPorts] = printPorts(isFixed ? everyPort : sourcePorts).split(', ');
  const source = wholeEnd(model.sources);
  const priority = priorityIn(group, model);
  if (source === null || priority === null || otherProtocols.length > 0 || otherPorts.length > 0) return null;
  const ports = target.port === null ? printPorts(destinationPorts).split(', ') : [target.port];
  const description = rule.read('properties.description');
  const there = { ...model, ...target.side, priority, sourcePorts: isFixed ? everyPort : sourcePorts };
  const isNeedless = isNeedlessIn(group, there);
  return {
    group: group.source.resource,
    behind: target.behind,
    isFixed,
    isNeedless,
    draft: {
      name: freeRuleName(group.source.resource, name),
      properties: {
        ...(typeof description === 'string' ? { description } : {}),
        priority,
        direction,
        access: 'Allow',
        protocol: protocolName(protocol),
        sourceAddressPrefix: source,
        sourcePortRange: sourcePort,
        destinationAddressPrefix: target.end,
        destinationPortRange: ports.length === 1 ? ports.join('') : ports,
      },
    },
  };
}

type Model = SecurityRule<NetworkSource>;
type Group = SecurityGroup<NetworkSource>;

/** The group of these subnets, if it is one that the template declares. */
function groupOf(rule: ResourceView, subnets: readonly ResourceView[]): Group | null {
  const { index } = reachOf(rule.deployment).reachability;
  const nodes = [...index.subnets.values()].filter(({ subnet }) =>
    subnets.some((one) => one.is(subnet.source.resource)),
  );
  const ids = new Set(nodes.map(({ subnet }) => subnet.securityGroup));
  const [id, ...others] = ids;
  if (typeof id !== 'string' || others.length > 0) return null;
  const group = index.securityGroups.get(id);
  return group === undefined || group.more !== null || group.source.resource.existing ? null : group;
}

interface Target {
  readonly end: RuleEnd;
  readonly side: Partial<Pick<Model, 'destinations' | 'destinationPorts'>>;
  readonly port: string | null;
  readonly behind: WantedRule['behind'];
}

/** The destination; behind a load balancer its machines. */
function targetOf(rule: ResourceView, { destinations, direction }: Model): Target | null {
  const [value, ...others] = valuesOf(rule, 'destinationAddressPrefix');
  const found = direction === 'Inbound' && value !== undefined ? frontendWith(rule, value.text) : null;
  if (value === undefined || found === null) {
    const end = wholeEnd(destinations);
    return end === null ? null : { end, side: {}, port: null, behind: null };
  }
  const machines = others.length > 0 ? null : machinesOf(rule, value.text);
  return machines === null ? null : behindOf(machines, found.balancer);
}

function behindOf({ end, machines, port, shown }: NamedMachines, balancer: ResourceView): Target {
  const side = { destinations: machines.side, destinationPorts: machines.ports };
  return { end, side, port, behind: { balancer, shown } };
}

function wholeEnd(side: RuleSide): RuleEnd | null {
  if (side.unknown !== null) return null;
  return side.any ? '*' : endOf(side);
}

/** Its own if no rule there has it, before those that deny; null if not all are known. */
function priorityIn({ rules }: Group, { direction, priority }: Model): number | null {
  const own = rules.filter((rule) => rule.direction === direction);
  const denies = own.flatMap((rule) => (rule.access === 'Deny' && !isUnknown(rule.priority) ? [rule.priority] : []));
  const before = Math.min(lastPriority + 1, ...denies);
  const isFree = !isUnknown(priority) && priority < before && !own.some((rule) => rule.priority === priority);
  return isFree ? priority : freePriority(rules, direction, before);
}

/** True if the group lets the same through already. */
function isNeedlessIn(group: Group, rule: Model): boolean {
  const more: Group = { ...group, rules: [...group.rules, rule] };
  const fate = ruleFates(more, rule.direction).find((one) => one.rule === rule);
  return fate?.kind === 'shadowed' || fate?.kind === 'redundant';
}

/** What the title of the move says of what becomes another. */
export function changesInWords({ behind, isFixed }: WantedRule): string {
  const machines =
    behind === null ? '' : `, with ${behind.shown}, the machines behind ${shownName(behind.balancer)}, as destination`;
  return `${machines}${isFixed ? ', from any source port' : ''}`;
}
