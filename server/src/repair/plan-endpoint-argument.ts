/** Private endpoints that a module makes of what its caller gives it: an element of the argument. */
import type { CallGiver } from '../deployment/givers.ts';
import { type Cell, originOf } from '../evaluate/cell.ts';
import type { ModuleCall } from '../evaluate/declared.ts';
import { arrayOf, type CopiedDraft, type Draft } from './draft.ts';
import { endpointPlaces } from './endpoint-place.ts';
import { endpointElement, endpointShape } from './endpoint-shape.ts';
import { stepsFor, withFiltering } from './endpoint-steps.ts';
import { argumentStep } from './plan-levers.ts';
import type { Step } from './plan-set.ts';
import { dnsZoneFor } from './private-dns-zone.ts';
import type { Site, Sites } from './site.ts';

/** Ways to give a module one more private endpoint, in the shape that the type of its parameter wants; none if that isn't known. */
export function planEndpointArgument(
  sites: Sites,
  { call, parameter, path, argument }: CallGiver,
  groupId: string,
  dnsZones: readonly string[],
): readonly Step[] {
  const site = call === null ? null : sites.of(call.caller.file);
  if (call === null || site === null || parameter === null || path.length > 0) return [];
  const { callee, calleeTemplate, declaration } = call;
  // What a template in the template declares can't be named from it.
  if (!site.lowered.template.declarations.includes(declaration)) return [];
  const declared = calleeTemplate.declarations.find(
    (other) => other.kind === 'parameter' && other.name.toLowerCase() === parameter.toLowerCase(),
  );
  const { files } = sites.deployment.index.program.evaluator;
  const scope = { file: callee.file, template: calleeTemplate };
  const shape = declared?.kind === 'parameter' ? endpointShape(files, declared, scope) : null;
  if (shape === null) return [];
  const conditions = conditionsOfCall(site, call);
  const { name } = declaration;
  return sites.alternatives(endpointPlaces(sites, site, name), (place) => {
    // What is deployed under a condition can't be named where that isn't asked.
    if (place.conditions.length > 0) return [];
    const use = { place, conditions, forWhom: name, repeatsConditions: false };
    const zones = dnsZones.flatMap((zone) => dnsZoneFor(sites, site, zone, use) ?? []);
    const element = endpointElement(shape, { groupId, subnet: place.subnetId, zones: zones.map(({ id }) => id) });
    const give = element === null ? null : argumentGiven(sites, call, parameter, argument, element);
    const around = stepsFor(sites, site, place, zones);
    if (zones.length < dnsZones.length || give === null || around === null) return [];
    const span = site.lowered.spans.spanOf(declaration.node);
    return withFiltering(sites, place.subnet, (changes) => {
      const inFile = changes.in(site.file);
      give(changes);
      around(changes);
      inFile.declare(
        span,
        zones.flatMap(({ resources }) => resources),
      );
      inFile.depend(span, [...place.subnetDependencies, ...zones.flatMap(({ dependencies }) => dependencies)]);
    });
  });
}

/** One more element in the argument, or the argument; null where the text is neither a list nor nothing. */
function argumentGiven(
  sites: Sites,
  { caller, declaration }: ModuleCall,
  parameter: string,
  argument: Cell | null,
  element: Draft,
): Step | null {
  if (argument === null) {
    return argumentStep(sites, { file: caller.file, node: declaration.nameNode }, [parameter], arrayOf(element));
  }
  sites.deployment.index.program.evaluator.force(argument);
  const { expression, frame } = originOf(argument);
  const place = { file: frame.file, node: expression.node };
  // A list elsewhere can't name what this file declares.
  const span = frame.file === caller.file ? sites.spanAt(place) : null;
  if (span === null) return null;
  if (expression.kind === 'array') return (changes) => changes.in(place.file).addElements(span, [element]);
  const isNothing = expression.kind === 'literal' && expression.value === null;
  return isNothing ? (changes) => changes.in(place.file).replace(span, arrayOf(element)) : null;
}

/** The conditions of a call, as far as they can be said again elsewhere. */
function conditionsOfCall(site: Site, { declaration }: ModuleCall): readonly CopiedDraft[] {
  const { condition, loop } = declaration;
  if (condition === null || loop !== null) return [];
  return [{ kind: 'copied', span: site.lowered.spans.spanOf(condition.node) }];
}
