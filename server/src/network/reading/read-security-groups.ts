/** Network security groups with their rules in every form: inline, nested and by themselves. */

import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import type { Dependency, SecurityGroup, SecurityRule } from '../reachability/model.ts';
import { declaredOf } from '../undecided.ts';
import { all, type LeftOut, once, openness, placed } from './listing.ts';
import { afterAllRules } from './read-security-rule.ts';
import { refusedPriority } from './rule-siblings.ts';
import {
  idOf,
  type NetworkSource,
  part,
  portsOf,
  protocolsOf,
  sideAt,
  sidePaths,
  sourceOf,
  textsAt,
  wordAt,
} from './source.ts';

export function readSecurityGroups(
  deployment: DeploymentView,
  left: LeftOut[],
): readonly SecurityGroup<NetworkSource>[] {
  return placed(all(deployment, 'Microsoft.Network/networkSecurityGroups'), left, (group) => {
    if (idOf(group) !== group.key) return [];
    const rules = group.children('securityRules');
    return [
      {
        id: group.key,
        source: sourceOf(group),
        rules: declaredOf(rules).known.flatMap((rule) => once(rule, 'security rule', readSecurityRules)),
        more: openness(rules, `rules of ${group.label}`),
      },
    ];
  });
}

const properties = 'properties';

/** A rule whose direction isn't known may be in either. */
export function readSecurityRules(rule: ResourceView): readonly SecurityRule<NetworkSource>[] {
  const direction = part(rule, () => wordAt(rule, `${properties}.direction`));
  const presence = presenceOf(rule);
  const common = {
    source: sourceOf(rule),
    name: rule.label,
    access: part(rule, () =>
      wordAt(rule, `${properties}.access`) === 'deny' ? ('Deny' as const) : ('Allow' as const),
    ),
    priority: part(rule, () => priorityOf(rule)),
    protocols: part(rule, () => protocolsOf(textsAt(rule, `${properties}.protocol`))),
    sources: sideAt(rule, sidePaths(properties, 'source')),
    destinations: sideAt(rule, sidePaths(properties, 'destination')),
    sourcePorts: part(rule, () => ports(rule, 'source')),
    destinationPorts: part(rule, () => ports(rule, 'destination')),
  };
  if (typeof direction !== 'string')
    return (['Inbound', 'Outbound'] as const).map((side) => ({
      ...common,
      direction: side,
      presence: presence ?? direction.unknown,
    }));
  return [{ ...common, direction: direction === 'outbound' ? 'Outbound' : 'Inbound', presence }];
}

/** Of a rule that Azure refuses for its priority nobody knows where its author will put it: nothing certain rests on it. */
function presenceOf(rule: ResourceView): Dependency | null {
  const refused = part(rule, () => refusedPriority(rule));
  return typeof refused !== 'number'
    ? null
    : { kind: 'parameter', name: `the priority of ${rule.label}, which Azure refuses` };
}

/** Azure demands a priority; a rule without one comes after all others. */
function priorityOf(rule: ResourceView): number {
  const priority = Number(rule.read(`${properties}.priority`) ?? afterAllRules);
  return Number.isFinite(priority) ? priority : afterAllRules;
}

function ports(rule: ResourceView, side: 'source' | 'destination'): ReturnType<typeof portsOf> {
  return portsOf([
    ...textsAt(rule, `${properties}.${side}PortRange`),
    ...textsAt(rule, `${properties}.${side}PortRanges`),
  ]);
}
