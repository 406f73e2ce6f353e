import { type ArmExpression, isExpression, literalText, parseExpression } from '../syntax/arm/expression.ts';
import {
  type JsonObject,
  type JsonProperty,
  type JsonString,
  type JsonValue,
  propertyValue,
  sameName,
  valueAt,
} from '../syntax/arm/json-node.ts';
import type { Declaration, Expression, LoopHeader, NodeId, ResourceDeclaration } from './ir.ts';
import {
  type ArmLowering,
  BEING_TYPED,
  holeFor,
  nodeFor,
  objectOrNull,
  propertiesByName,
} from './lower-arm-context.ts';
import { lowerModule, type TemplateLowering } from './lower-arm-module.ts';
import { lowerDependency } from './lower-arm-references.ts';
import { lowerLoopHeader, lowerObject, lowerValue } from './lower-arm-value.ts';

/**
 * Lowers the `resources` of a template, a classic array or an object of symbolic names (language version 2.0), and appends them to the
 * declarations.
 */
export function lowerResources(
  lowering: ArmLowering,
  resources: JsonValue | null,
  lowerTemplate: TemplateLowering,
  declarations: Declaration[],
): void {
  for (const entry of entriesOf(resources)) {
    const declaration = lowerEntry({ lowering, lowerTemplate, hoisted: declarations }, entry, null);
    if (declaration !== null) declarations.push(declaration);
  }
}

/** What a symbolic name of this declaration stands for. */
export function symbolKindOf(resource: JsonObject): 'resource' | 'module' {
  return isDeployment(propertyValue(resource, 'type')) && !isExisting(resource) ? 'module' : 'resource';
}

function isDeployment(type: JsonValue | null): boolean {
  return type?.type === 'string' && sameName(type.value, 'Microsoft.Resources/deployments');
}

function isExisting(resource: JsonObject): boolean {
  const existing = propertyValue(resource, 'existing');
  return existing?.type === 'boolean' && existing.value;
}

/** A resource as it stands in an array, or with its symbolic name. */
interface Entry {
  readonly object: JsonObject;
  readonly property: JsonProperty | null;
}

function entriesOf(resources: JsonValue | null): Entry[] {
  if (resources?.type === 'array') {
    return resources.children.flatMap((object) => (object.type === 'object' ? [{ object, property: null }] : []));
  }
  return [...propertiesByName(objectOrNull(resources)).values()].flatMap((property) => {
    const object = objectOrNull(property.children[1]);
    return object === null ? [] : [{ object, property }];
  });
}

interface Surroundings {
  readonly lowering: ArmLowering;
  readonly lowerTemplate: TemplateLowering;
  /** Takes children that are written inside of their parent but named in full, as if they stood beside it. */
  readonly hoisted: Declaration[];
}

/** What surrounds a child resource. */
interface Parent {
  readonly declaration: ResourceDeclaration;
  readonly loop: LoopHeader | null;
}

/** What the properties of a resource give besides its body. */
export interface Envelope {
  readonly node: NodeId;
  readonly name: string;
  readonly nameNode: NodeId;
  readonly condition: Expression | null;
  readonly loop: LoopHeader | null;
  readonly scope: Expression | null;
}

/** Null for a resource without a type, which is being typed. */
function lowerEntry(surroundings: Surroundings, entry: Entry, parent: Parent | null): Declaration | null {
  const { object } = entry;
  const type = propertyValue(object, 'type');
  if (type === null) return null;
  const { envelope, inside } = lowerEnvelope(surroundings.lowering, entry, type, parent);
  if (symbolKindOf(object) === 'module') return lowerModule(inside, envelope, object, surroundings.lowerTemplate);
  const writtenType = constantText(inside, type);
  if (writtenType === null) {
    if (type.type === 'string') lowerValue(inside, type);
    const body = holeFor(inside, object, 'the type of the resource is computed');
    const name = propertyValue(object, 'name');
    const resourceName = name === null ? null : lowerValue(inside, name);
    return { kind: 'module', ...envelope, path: null, pathNode: null, resourceName, body, inline: null };
  }
  return lowerResource({ ...surroundings, lowering: inside }, entry, envelope, type, writtenType, parent);
}

/** What a resource and a deployment have in common, and the lowering of what stands in their loop. */
function lowerEnvelope(
  outside: ArmLowering,
  { object, property }: Entry,
  type: JsonValue,
  parent: Parent | null,
): { readonly envelope: Envelope; readonly inside: ArmLowering } {
  const node = nodeFor(outside, property ?? object);
  const nameNode = nodeFor(outside, property?.children[0] ?? propertyValue(object, 'name') ?? type);
  const name = property?.children[0].value ?? '';
  const copy = objectOrNull(propertyValue(object, 'copy'));
  const copyName = copy === null ? null : propertyValue(copy, 'name');
  const { header, inside } =
    copy === null
      ? { header: parent?.loop ?? null, inside: outside }
      : lowerLoopHeader(outside, copy, copyName?.type === 'string' ? copyName.value : null, true);
  const condition = propertyValue(object, 'condition');
  const envelope: Envelope = {
    node,
    name,
    nameNode,
    condition: condition === null ? null : lowerValue(inside, condition),
    loop: header,
    scope: lowerScope(inside, object),
  };
  return { envelope, inside };
}

/** Properties that the fields of a declaration hold, and its body therefore doesn't. */
const heldByDeclaration: ReadonlySet<string> = new Set([
  'type',
  'apiversion',
  'existing',
  'condition',
  'scope',
  'subscriptionid',
  'resourcegroup',
  'dependson',
  'resources',
]);

function lowerResource(
  surroundings: Surroundings,
  { object, property }: Entry,
  envelope: Envelope,
  typeValue: JsonValue,
  writtenType: string,
  parent: Parent | null,
): ResourceDeclaration {
  const { lowering } = surroundings;
  // The compiler of templates takes a slash at the end of a type without complaint.
  const { type, full } = typeOf(writtenType.replace(/\/$/, ''), parent?.declaration.type ?? null);
  const name = propertyValue(object, 'name');
  const resourceName = name === null ? holeFor(lowering, object, BEING_TYPED) : lowerValue(lowering, name);
  const surrounding = parent === null || (full && !isSurelyOneSegment(resourceName)) ? null : parent.declaration;
  // The loop of the parent repeats a child with it; a child that stands by itself needs the loop as its own.
  const inherited = surrounding !== null && envelope.loop === parent?.loop;
  const nested: ResourceDeclaration[] = [];
  const declaration: ResourceDeclaration = {
    kind: 'resource',
    ...envelope,
    loop: inherited ? null : envelope.loop,
    symbolicName: property === null ? null : envelope.name,
    type: type.split('@')[0] ?? type,
    apiVersion: versionOf(lowering, type, propertyValue(object, 'apiVersion')),
    typeNode: nodeFor(lowering, typeValue),
    existing: isExisting(object),
    parent: surrounding === null ? null : { kind: 'surrounding', declaration: surrounding },
    resourceName,
    body: lowerObject(lowering, object, (member) => {
      const key = member.children[0].value.toLowerCase();
      if (key === 'name') return resourceName;
      const isLoop = key === 'copy' && member.children[1]?.type === 'object';
      return isLoop || heldByDeclaration.has(key) ? null : undefined;
    }),
    dependsOn: lowerDependencies(lowering, propertyValue(object, 'dependsOn')),
    nested,
  };
  for (const entry of entriesOf(propertyValue(object, 'resources'))) {
    const child = lowerEntry(surroundings, entry, { declaration, loop: envelope.loop });
    if (child?.kind === 'resource' && child.parent !== null) nested.push(child);
    else if (child !== null) surroundings.hoisted.push(child);
  }
  return declaration;
}

/**
 * A child writes its own segment of the type (`subnets`) or, against the documentation but accepted, the whole (`full`). A type of another
 * provider is whole too.
 */
function typeOf(written: string, parentType: string | null): { readonly type: string; readonly full: boolean } {
  if (parentType === null) return { type: written, full: true };
  const whole = sameName(written.slice(0, parentType.length + 1), `${parentType}/`) || /^[^/]+\.[^/]*\//.test(written);
  return { type: whole ? written : `${parentType}/${written.replace(/^\//, '')}`, full: whole };
}

/** A child with its whole type has its whole name too, unless the name obviously isn't. */
function isSurelyOneSegment(name: Expression): boolean {
  return name.kind === 'literal' && typeof name.value === 'string' && !name.value.includes('/');
}

/** The `apiVersion`, also of a type such as `core/Service@v1` of an extension. Null if it is missing or not constant. */
function versionOf(lowering: ArmLowering, type: string, value: JsonValue | null): string | null {
  const at = type.indexOf('@');
  return (value === null ? null : constantText(lowering, value)) ?? (at < 0 ? null : type.slice(at + 1));
}

/** A text that is written down, or in a variable that the value names. */
function constantText(lowering: ArmLowering, value: JsonValue): string | null {
  if (value.type !== 'string') return null;
  if (!isExpression(value.value)) return literalText(value.value);
  const { expression } = parseExpression(lowering.source, value.offset, value.length);
  const path = expression === null ? null : variablePath(expression);
  const [name, ...rest] = path ?? [];
  const variable = typeof name === 'string' ? lowering.names.variable(name) : null;
  const found = variable === null ? null : valueAt(variable, rest);
  return found?.type === 'string' && !isExpression(found.value) ? literalText(found.value) : null;
}

/** `variables('a').b['c']` as its name and keys; null for anything else. */
function variablePath(expression: ArmExpression): (string | number)[] | null {
  const keys: (string | number)[] = [];
  let at = expression;
  while (at.kind === 'property' || at.kind === 'index') {
    const key =
      at.kind === 'property'
        ? at.name
        : at.index.kind === 'string' || at.index.kind === 'number'
          ? at.index.value
          : null;
    if (typeof key !== 'string' && typeof key !== 'number') return null;
    keys.unshift(key);
    at = at.target;
  }
  if (at.kind !== 'call' || at.name.toLowerCase() !== 'variables' || at.arguments[0]?.kind !== 'string') return null;
  return [at.arguments[0].value, ...keys];
}

/**
 * `scope`, or `subscriptionId` and `resourceGroup`, as the function calls that Bicep has for them: `resourceGroup(...)`, `subscription(...)`,
 * `tenant()`. A scope that is an id stays that id.
 */
function lowerScope(lowering: ArmLowering, object: JsonObject): Expression | null {
  const call = (name: string, keys: readonly JsonValue[], place: JsonValue): Expression => ({
    kind: 'call',
    node: nodeFor(lowering, place),
    name,
    arguments: keys.map((key) => lowerValue(lowering, key)),
    target: null,
  });
  const group = propertyValue(object, 'resourceGroup');
  const subscription = propertyValue(object, 'subscriptionId');
  const scope = propertyValue(object, 'scope');
  if (group !== null) return call('resourceGroup', subscription === null ? [group] : [subscription, group], group);
  if (subscription !== null) return call('subscription', [subscription], subscription);
  if (scope === null) return null;
  return scope.type === 'string' && scope.value === '/' ? call('tenant', [], scope) : lowerValue(lowering, scope);
}

/** The entries of `dependsOn`; symbolic names become names. */
function lowerDependencies(lowering: ArmLowering, value: JsonValue | null): Expression[] {
  if (value === null) return [];
  const entries = value.type === 'array' ? value.children : [value];
  return entries.map(
    (entry) => (entry.type === 'string' ? symbolicDependency(lowering, entry) : null) ?? lowerValue(lowering, entry),
  );
}

function symbolicDependency(lowering: ArmLowering, entry: JsonString): Expression | null {
  const { offset, length } = entry;
  if (!isExpression(entry.value)) {
    return lowerDependency(lowering, {
      kind: 'string',
      start: offset,
      end: offset + length,
      value: literalText(entry.value),
    });
  }
  const { expression } = parseExpression(lowering.source, offset, length);
  return expression === null ? null : lowerDependency(lowering, expression);
}
