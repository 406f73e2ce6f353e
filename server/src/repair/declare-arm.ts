/** Declarations of an ARM template: new ones behind others in the template's own form, old ones taken away, and what they wait for. */
import {
  type JsonNode,
  type JsonObject,
  propertyOf,
  propertyValue,
  sameName,
  valueAt,
} from '../syntax/arm/json-node.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import {
  type ArmFile,
  addElements,
  addProperties,
  dialectOf,
  insertItems,
  insertProperties,
  listOf,
  objectAt,
  removeItems,
} from './arm-file.ts';
import {
  type DeclarationDraft,
  type Draft,
  literal,
  objectOf,
  type PropertyDraft,
  type ResourceDraft,
  type ResourceHandle,
} from './draft.ts';
import { removeEntry } from './list-edit.ts';

export function removeDeclaration(file: ArmFile, declaration: Span): TextEdit[] | null {
  const object = objectAt(file, declaration);
  const container = object?.parent;
  if (object === null || container === undefined) return null;
  const name = propertyValue(object, 'name');
  const key = container.type === 'property' ? container.children[0].value : null;
  if (name?.type !== 'string' || isNamed(file, file.root, object, lastName(name.value), key)) return null;
  if (container.type === 'array') return removeItems(file, container, [object]);
  if (container.type !== 'property') return null;
  const list = listOf(file, container.parent);
  const index = container.parent.children.indexOf(container);
  return list === null ? null : removeEntry(file.text, list, index, dialectOf(file, file.spacing.bracePadding));
}

/** The last segment of a name, in an expression the last text in quotes; all of it if it has none. */
function lastName(name: string): string {
  return (
    name
      .split(/['/[\]()]/)
      .findLast((part) => part.trim() !== '')
      ?.trim() ?? name
  );
}

/** True if a text outside of an object names the last segment of its name, or is its key. */
function isNamed(file: ArmFile, node: JsonNode, except: JsonObject, name: string, key: string | null): boolean {
  if (node === except) return false;
  if (node.type === 'string')
    return node.value.includes(`'${name}'`) || node.value.endsWith(`/${name}'`) || (key !== null && node.value === key);
  if (node.type === 'property')
    return node.children[1] !== undefined && isNamed(file, node.children[1], except, name, key);
  if (node.type !== 'object' && node.type !== 'array') return false;
  const children: readonly JsonNode[] = node.children;
  return children.some((child) => isNamed(file, child, except, name, key));
}

/** Null for calls of modules, which JSON doesn't have. */
export function declareResources(
  file: ArmFile,
  behind: Span,
  declarations: readonly DeclarationDraft[],
): TextEdit[] | null {
  const resources = declarations.flatMap((declaration) => ('module' in declaration ? [] : [declaration]));
  if (resources.length < declarations.length) return null;
  const neighbour = topResource(objectAt(file, behind));
  if (neighbour === null) return null;
  const container = neighbour.parent;
  if (container?.type === 'array') {
    const items = resources.map((resource) => resourceObject(file, resource, 'full'));
    return insertItems(file, container, container.children.indexOf(neighbour), items);
  }
  if (container?.type !== 'property') return null;
  const properties = resources.map((resource) => ({
    key: resource.handle.symbolicName ?? '',
    value: resourceObject(file, resource, 'full'),
  }));
  return insertProperties(file, container.parent, container.parent.children.indexOf(container), properties);
}

export function nestResources(file: ArmFile, sibling: Span, resources: readonly ResourceDraft[]): TextEdit[] | null {
  const neighbour = objectAt(file, sibling);
  const container = neighbour?.parent;
  if (neighbour === null || container?.type !== 'array') return null;
  const items = resources.map((resource) => resourceObject(file, resource, 'short'));
  return insertItems(file, container, container.children.indexOf(neighbour), items);
}

/** The object of a resource, its properties in the order of Azure's documentation. */
function resourceObject(file: ArmFile, resource: ResourceDraft, form: 'full' | 'short'): Draft {
  const { handle } = resource;
  const properties: Record<string, Draft> = {};
  const condition = conditionOf(resource);
  if (condition !== null) properties.condition = condition;
  if (resource.loop) properties.copy = objectOf({ name: literal(resource.loop.copyName), count: resource.loop.source });
  properties.type = literal(form === 'full' ? handle.type : handle.type.slice(handle.type.lastIndexOf('/') + 1));
  properties.apiVersion = literal(resource.apiVersion);
  if (resource.scope !== undefined) properties.scope = { kind: 'id', of: resource.scope };
  properties.name = form === 'full' ? fullName(handle) : resource.name;
  if (resource.location !== null) properties.location = resource.location;
  if (resource.tags !== null) properties.tags = resource.tags;
  for (const { key, value } of resource.settings ?? []) properties[key] = value;
  if (resource.dependsOn.length > 0) {
    properties.dependsOn = { kind: 'array', items: resource.dependsOn.map((other) => dependency(file, other)) };
  }
  if (resource.properties !== null) properties.properties = resource.properties;
  return objectOf(properties);
}

function conditionOf(resource: ResourceDraft): Draft | null {
  const [first, ...more] = resource.conditions;
  if (first === undefined) return null;
  return more.length === 0 ? first : { kind: 'call', name: 'and', arguments: resource.conditions };
}

function fullName(handle: ResourceHandle): Draft {
  const [first, ...more] = handle.names;
  if (first === undefined) return literal('');
  if (more.length === 0) return first;
  return { kind: 'joined', parts: [first, ...more.flatMap((name) => [literal('/'), name])] };
}

function dependency(file: ArmFile, on: ResourceHandle): Draft {
  const resource = on.elementOf ?? on;
  return file.hasSymbolicNames && resource.symbolicName !== null
    ? literal(resource.symbolicName)
    : { kind: 'id', of: resource };
}

export function addDependencies(
  file: ArmFile,
  resource: JsonObject | null,
  on: readonly ResourceHandle[],
): TextEdit[] | null {
  if (resource === null) return null;
  const present = propertyValue(resource, 'dependsOn');
  const known =
    present?.type === 'array' ? present.children.map((child) => ('value' in child ? child.value : null)) : [];
  const items = on
    .map((other) => dependency(file, other))
    .filter((item) => !known.includes(item.kind === 'literal' ? item.value : `[${file.printer.expression(item)}]`));
  if (items.length === 0) return [];
  if (present !== null) return present.type === 'array' ? addElements(file, present, items) : null;
  const before = propertyOf(resource, 'properties') ?? propertyOf(resource, 'resources');
  const index = before === null ? resource.children.length : resource.children.indexOf(before);
  if (index === 0) return null;
  return insertProperties(file, resource, index - 1, [{ key: 'dependsOn', value: { kind: 'array', items } }]);
}

/** The template that a deployment's declaration holds; the file's own if there is no deployment. */
export function templateIn(file: ArmFile, deployment: Span | null): JsonObject | null {
  if (deployment === null) return file.root;
  const declared = objectAt(file, deployment);
  const template = declared === null ? null : valueAt(declared, ['properties', 'template']);
  return template?.type === 'object' ? template : null;
}

/** Adds to a section of the template, which is made behind the sections that come before it if it doesn't exist. */
export function addToSection(
  file: ArmFile,
  template: JsonObject | null,
  section: string,
  properties: readonly PropertyDraft[],
): TextEdit[] | null {
  if (template === null) return null;
  const present = propertyValue(template, section);
  if (present !== null) return present.type === 'object' ? addProperties(file, present, properties) : null;
  const earlier = ['$schema', 'languageVersion', 'contentVersion', 'apiProfile', 'metadata', 'definitions'];
  let after = -1;
  template.children.forEach((property, index) => {
    if (earlier.some((name) => sameName(name, property.children[0].value))) after = index;
  });
  return insertProperties(file, template, after, [{ key: section, value: { kind: 'object', properties } }]);
}

/** The resource of the template that surrounds a child declared inside others; null outside of a list of resources. */
function topResource(resource: JsonObject | null): JsonObject | null {
  let top = resource;
  while (top !== null) {
    const section = top.parent?.type === 'array' ? top.parent.parent : top.parent?.parent.parent;
    if (section?.type !== 'property' || !sameName(section.children[0].value, 'resources')) return null;
    const owner = section.parent;
    if (propertyValue(owner, 'type') === null || propertyValue(owner, 'apiVersion') === null) return top;
    top = owner;
  }
  return null;
}
