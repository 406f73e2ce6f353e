/** What private endpoints bring besides their declaration: parameters, what the title says, and policies of the subnet. */
import { endpointPoliciesPath, filteringPolicies } from '../azure/endpoint-policies.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { EndpointPlace } from './endpoint-place.ts';
import { type AskedValue, askFor } from './pass-parameter.ts';
import { planSet, type Step } from './plan-set.ts';
import type { ZonePlan } from './private-dns-zone.ts';
import type { Site, Sites } from './site.ts';

/**
 * What an endpoint brings besides itself: parameters for what the template doesn't have, and what the title says of them. Null if one of them can't
 * be passed.
 */
export function stepsFor(sites: Sites, site: Site, place: EndpointPlace, zones: readonly ZonePlan[]): Step | null {
  const subnet = place.newParameter;
  const asked: readonly AskedValue[] = [
    ...(subnet === null
      ? []
      : [
          {
            parameter: subnet,
            description: 'Resource id of the subnet for private endpoints.',
            title: 'the id of its subnet',
          },
        ]),
    ...zones.flatMap(({ newParameter }) =>
      newParameter === null
        ? []
        : [
            {
              parameter: newParameter.name,
              description: `Resource id of the private DNS zone ${newParameter.zone}.`,
              title: `the id of ${newParameter.zone}`,
            },
          ],
    ),
  ];
  const steps = asked.map((value) => askFor(sites, site.file, value));
  if (steps.some((step) => step === null)) return null;
  return (changes) => {
    if (place.choice !== null) changes.choose(place.choice);
    for (const step of steps) step?.(changes);
  };
}

/**
 * A way as it is, then with the network security group of the endpoint's subnet filtering it, where the group would filter nothing.
 */
export function withFiltering(sites: Sites, key: ResourceKey | null, way: Step): readonly Step[] {
  const subnet = key === null ? null : sites.deployment.viewOf(key);
  if (key === null || subnet === null) return [way];
  const filters = planSet(sites, key, endpointPoliciesPath, filteringPolicies(subnet.apiVersion));
  const filtered = filters.map(
    (filter): Step =>
      (changes) => {
        way(changes);
        filter(changes);
        changes.note('network security groups begin to filter the private endpoints of its subnet');
      },
  );
  return [way, ...filtered];
}
