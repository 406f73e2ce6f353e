/** Network security groups with their rules in every form: inline, nested and by themselves. */

import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { type Dependency, isUnknown, type SecurityGroup, type SecurityRule } from '../reachability/model.ts';
import { declaredOf } from '../undecided.ts';
import { all, type LeftOut, once, openness, placed } from './listing.ts';
import { readSecurityRule } from './read-security-rule.ts';
import { refusedPriority } from './rule-siblings.ts';
import { idOf, type NetworkSource, part, portsOf, protocolsOf, sideAt, sidePaths, sourceOf } from './source.ts';

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

/** A rule whose direction isn't known may be in either. */
export function readSecurityRules(resource: ResourceView): readonly SecurityRule<NetworkSource>[] {
  const rule = readSecurityRule(resource);
  const direction = part(resource, () => rule.direction);
  const presence = presenceOf(resource);
  const common = {
    source: sourceOf(resource),
    name: resource.label,
    access: part(resource, () => rule.access),
    priority: part(resource, () => rule.priority),
    protocols: part(resource, () => protocolsOf([rule.protocol])),
    sources: sideAt(resource, sidePaths('properties', 'source')),
    destinations: sideAt(resource, sidePaths('properties', 'destination')),
    sourcePorts: part(resource, () => portsOf(rule.sourcePorts)),
    destinationPorts: part(resource, () => portsOf(rule.destinationPorts)),
  };
  if (isUnknown(direction))
    return (['Inbound', 'Outbound'] as const).map((side) => ({
      ...common,
      direction: side,
      presence: presence ?? direction.unknown,
    }));
  return [{ ...common, direction, presence }];
}

/** Of a rule that Azure refuses for its priority nobody knows where its author will put it: nothing certain rests on it. */
function presenceOf(rule: ResourceView): Dependency | null {
  const refused = part(rule, () => refusedPriority(rule));
  return typeof refused !== 'number'
    ? null
    : { kind: 'parameter', name: `the priority of ${rule.label}, which Azure refuses` };
}
