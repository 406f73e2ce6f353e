import { isReference, type NewResource, type NewValue } from '../deployment/new-resource.ts';
import type { Cell } from '../evaluate/cell.ts';
import { zoneGroupArgument } from './endpoint-shape.ts';
import { planLoopedChild } from './plan-looped-child.ts';
import type { Step } from './plan-set.ts';
import { argumentStepFor } from './plan-write.ts';
import type { Sites } from './site.ts';
import { Wording } from './wording.ts';

/** The way to declare a resource, behind the one that it belongs to; of what a module declares if it is given it, the argument. */
export function planResource(sites: Sites, resource: NewResource): readonly Step[] {
  const step = asArgument(sites, resource);
  if (step !== undefined) return step === null ? [] : [step];
  const site = sites.declaring(resource.beside);
  if (site === null) return [];
  const wording = new Wording(sites, site);
  const declares = wording.declare(resource, { dependsOn: [], conditions: [] }, null) === null ? null : wording.step();
  const way = declares ?? planLoopedChild(sites, resource);
  return way === null ? [] : [way];
}

/** Undefined if no module takes it; null if one does, and can't be given it: a declaration would stand beside that of the module. */
function asArgument(sites: Sites, { type, parent, properties }: NewResource): Step | null | undefined {
  const isZoneGroup = type.toLowerCase() === 'microsoft.network/privateendpoints/privatednszonegroups';
  if (!isZoneGroup || typeof parent !== 'string') return undefined;
  const giver = sites.deployment.giverOf(parent, { kind: 'resource', type }, sites.isOwned);
  if (giver === null) return undefined;
  const { call, parameter, path, argument } = giver;
  const isGiven = argument !== null && !isNull(argument);
  if (call === null || parameter === null || path.length > 0 || isGiven) return null;
  const { callee, calleeTemplate } = call;
  const taken = calleeTemplate.declarations.find(
    (other) => other.kind === 'parameter' && other.name.toLowerCase() === parameter.toLowerCase(),
  );
  const { files } = sites.deployment.index.program.evaluator;
  const configurations = properties?.privateDnsZoneConfigs;
  const zones: readonly NewValue[] = Array.isArray(configurations)
    ? configurations.map((one: NewValue) => memberOf(memberOf(one, 'properties'), 'privateDnsZoneId'))
    : [];
  const scope = { file: callee.file, template: calleeTemplate };
  const value = taken?.kind === 'parameter' ? zoneGroupArgument(files, taken, scope, zones) : null;
  return value === null ? null : argumentStepFor(sites, parent, giver, value);
}

function isNull({ expression }: Cell): boolean {
  return expression.kind === 'literal' && expression.value === null;
}

/** A property of an object; null if the value is none, or lacks it. */
function memberOf(value: NewValue, key: string): NewValue {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value) && !isReference(value);
  return isObject ? ((value as Readonly<Record<string, NewValue>>)[key] ?? null) : null;
}
