/** What private endpoints bring besides their declaration: parameters, what the title says, and policies of the subnet. */
import { endpointPoliciesPath, filteringPolicies } from '../azure/endpoint-policies.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { EndpointPlace } from './endpoint-place.ts';
import { passParameter } from './pass-parameter.ts';
import { planSet, type Step } from './plan-set.ts';
import type { ZonePlan } from './private-dns-zone.ts';
import type { Site, Sites } from './site.ts';

const subnetDescription = 'Resource id of the subnet for private endpoints.';

/**
 * What an endpoint brings besides itself: parameters for what the template doesn't have, and what the title says of them. Null if one of them can't
 * be passed.
 */
export function stepsFor(sites: Sites, site: Site, place: EndpointPlace, zones: readonly ZonePlan[]): Step | null {
  const asked = zones.flatMap(({ newParameter }) => newParameter ?? []);
  const subnet = place.newParameter;
  const passed = [
    subnet === null ? [] : passParameter(sites, site.file, subnet, subnetDescription),
    ...asked.map(({ name, zone }) =>
      passParameter(sites, site.file, name, `Resource id of the private DNS zone ${zone}.`),
    ),
  ];
  if (passed.some((steps) => steps === null)) return null;
  return (changes) => {
    for (const step of passed.flatMap((steps) => steps ?? [])) step(changes);
    if (place.choice !== null) changes.choose(place.choice);
    if (subnet !== null) changes.note(`the id of its subnet has to be given as ${subnet}`);
    for (const { name, zone } of asked) changes.note(`the id of ${zone} has to be given as ${name}`);
    for (const name of [...(subnet === null ? [] : [subnet]), ...asked.map((one) => one.name)]) changes.ask(name);
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
