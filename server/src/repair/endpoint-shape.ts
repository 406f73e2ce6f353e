/** What a module wants to be told of a private endpoint that it makes: the type of an element of its parameter. */

import type { NewValue } from '../deployment/new-resource.ts';
import type { TemplateFiles } from '../evaluate/files.ts';
import { TypeFinder, type TypeScope } from '../evaluate/types.ts';
import type { ParameterDeclaration } from '../template/ir.ts';
import { ANY_FORM, type PropertyForm, type TypeForm } from '../template/type-form.ts';
import { type Draft, literal, objectOf, type PropertyDraft } from './draft.ts';

/** The element of such a list, as far as a repair knows its properties. */
export interface EndpointShape {
  /** In the order of the type. */
  readonly properties: readonly string[];
  /** How the zones are named; null if the module makes no zone group. */
  readonly zoneGroup: 'configs' | 'ids in a group' | 'ids' | null;
}

const subnetId = 'subnetResourceId';
const service = 'service';
const zoneGroup = 'privateDnsZoneGroup';
const zoneIds = 'privateDnsZoneResourceIds';
const zoneConfigs = 'privateDnsZoneGroupConfigs';
const zoneId = 'privateDnsZoneResourceId';

/** Null if the parameter isn't a list of such objects, or wants something of them that isn't known. */
export function endpointShape(
  files: TemplateFiles,
  { form, type }: ParameterDeclaration,
  scope: TypeScope,
): EndpointShape | null {
  const finder = new TypeFinder(files);
  const list = finder.find(form ?? { kind: 'facts', facts: type }, scope);
  const element = list?.form.kind === 'array' ? finder.find(list.form.element, list.scope) : null;
  if (element?.form.kind !== 'object') return null;
  const { properties } = element.form;
  // That a type may be null is said of it even where the type itself isn't known.
  const mayBeLeftOut = ({ type: given }: PropertyForm): boolean =>
    given.kind === 'nullability' ? given.nullable : finder.find(given, element.scope)?.nullable === true;
  const known = properties.filter(({ name }) => [subnetId, service, zoneGroup, zoneIds].includes(name));
  const isWritable = known.some(({ name }) => name === subnetId);
  // What has to be given besides isn't known.
  const isComplete = properties.every((property) => known.includes(property) || mayBeLeftOut(property));
  if (!isWritable || !isComplete) return null;
  return {
    properties: known.map(({ name }) => name),
    zoneGroup: zoneGroupOf(finder, known, element.scope),
  };
}

/** What a parameter that takes a zone group is given for zones; null if its type isn't known. */
export function zoneGroupArgument(
  files: TemplateFiles,
  { form, type }: ParameterDeclaration,
  scope: TypeScope,
  zones: readonly NewValue[],
): NewValue | null {
  const given: PropertyForm = { name: zoneGroup, type: form ?? { kind: 'facts', facts: type } };
  switch (zoneGroupOf(new TypeFinder(files), [given], scope)) {
    case 'configs':
      return { [zoneConfigs]: zones.map((zone) => ({ [zoneId]: zone })) };
    case 'ids in a group':
      return { [zoneIds]: zones };
    default:
      return null;
  }
}

function zoneGroupOf(
  finder: TypeFinder,
  properties: readonly PropertyForm[],
  scope: TypeScope,
): EndpointShape['zoneGroup'] {
  const typeNamed = (all: readonly PropertyForm[], name: string): TypeForm =>
    all.find((property) => property.name === name)?.type ?? ANY_FORM;
  const group = finder.find(typeNamed(properties, zoneGroup), scope);
  if (group?.form.kind === 'object') {
    if (isList(finder, typeNamed(group.form.properties, zoneIds), group.scope)) return 'ids in a group';
    const configs = finder.find(typeNamed(group.form.properties, zoneConfigs), group.scope);
    const config = configs?.form.kind === 'array' ? finder.find(configs.form.element, configs.scope) : null;
    if (config?.form.kind === 'object' && config.form.properties.some(({ name }) => name === zoneId)) return 'configs';
  }
  return isList(finder, typeNamed(properties, zoneIds), scope) ? 'ids' : null;
}

function isList(finder: TypeFinder, form: TypeForm, scope: TypeScope): boolean {
  const found = finder.find(form, scope);
  return found?.form.kind === 'array' || (found?.form.kind === 'facts' && found.form.facts.base === 'array');
}

/** An element of the list; null if the module can't be told of zones that are to be used. */
export function endpointElement(
  shape: EndpointShape,
  { groupId, subnet, zones }: { readonly groupId: string; readonly subnet: Draft; readonly zones: readonly Draft[] },
): Draft | null {
  if (zones.length > 0 && shape.zoneGroup === null) return null;
  const ids: Draft = { kind: 'array', items: zones };
  const configs: Draft = { kind: 'array', items: zones.map((zone) => objectOf({ [zoneId]: zone })) };
  const properties = shape.properties.flatMap((key): readonly PropertyDraft[] => {
    if (key === subnetId) return [{ key, value: subnet }];
    if (key === service) return [{ key, value: literal(groupId) }];
    if (zones.length === 0) return [];
    if (key === zoneIds) return shape.zoneGroup === 'ids' ? [{ key, value: ids }] : [];
    if (shape.zoneGroup === 'ids') return [];
    return [{ key, value: objectOf(shape.zoneGroup === 'configs' ? { [zoneConfigs]: configs } : { [zoneIds]: ids }) }];
  });
  return { kind: 'object', properties };
}
