/** What private endpoints bring besides their declaration: parameters, what the title says, and policies of the subnet. */
import { endpointPoliciesPath, filteringPolicies } from '../azure/endpoint-policies.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { ModuleDeclaration } from '../template/ir.ts';
import type { EndpointPlace } from './endpoint-place.ts';
import { type AskedValue, askFor, type KnownValue } from './pass-parameter.ts';
import { planSet, type Step } from './plan-set.ts';
import type { ZonePlan } from './private-dns-zone.ts';
import { declarationOf, declarationSpan, type Site, type Sites } from './site.ts';
import { type Needs, Wording } from './wording.ts';

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
            ...given(sites, site, place.passed),
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
              ...given(sites, site, newParameter.of),
            },
          ],
    ),
  ];
  const steps = asked.map((value) => askFor(sites, site, value));
  if (steps.some((step) => step === null)) return null;
  return (changes) => {
    if (place.choice !== null) changes.choose(place.choice);
    for (const step of steps) step?.(changes);
  };
}

/** How the id of a resource is given that another template declares. */
function given(
  sites: Sites,
  { file, deployment }: Site,
  key: ResourceKey | null,
): Pick<AskedValue, 'known' | 'mustBeKnown'> {
  if (key === null) return {};
  return { known: idOf(sites, key), mustBeKnown: deployment.declaredAs(key)?.file === file };
}

/** The id of a resource, as a template that may name it says it to one of its calls. */
function idOf(sites: Sites, key: ResourceKey): (caller: Site, call: ModuleDeclaration) => KnownValue | null {
  return (caller, call) => {
    if (namesCall(sites, caller, key, call)) return null;
    const needs: Needs = { dependsOn: [], conditions: [] };
    const wording = new Wording(sites, caller);
    const draft = wording.id(key, needs, call.name);
    const around = wording.step();
    // What isn't there in all cases can't be named in all.
    if (draft === null || around === null || needs.conditions.length > 0) return null;
    return { draft, dependsOn: needs.dependsOn, around };
  };
}

/** True if the text that declares a resource names a call, so that it may wait for it. Bicep's references are looked at where they are written. */
function namesCall(sites: Sites, caller: Site, key: ResourceKey, { name, resourceName }: ModuleDeclaration): boolean {
  const declaration = caller.language === 'arm' ? declarationOf(caller, key) : null;
  if (declaration === null) return false;
  const text = sites.textAt(caller.file, declarationSpan(caller, declaration));
  const written =
    resourceName === null ? '' : sites.textAt(caller.file, caller.lowered.spans.spanOf(resourceName.node));
  return [name, written.replaceAll(/^["'[]+|["'\]]+$/g, '')].some((one) => one !== '' && text.includes(one));
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
