import type * as Syntax from '../syntax/bicep/tree.ts';
import type { Expression, LoopHeader, ModuleDeclaration, ResourceDeclaration } from './ir.ts';
import { type BicepLowering, constantText, holeFor, nameText, nodeFor, statementNode } from './lower-bicep-context.ts';
import { lowerExpression, lowerLoop } from './lower-bicep-expression.ts';

/** Why the name of a resource is unknown that needs none, such as one of Microsoft Graph. */
export const NO_NAME = 'the resource has no name';

/**
 * Lowers a resource with the resources nested in it. Null if its name or type could not be read: nothing can refer to it then, and no
 * rule knows what it demands of it.
 * @param surrounding the resource in whose body this one stands; its type and, unless written, its API version are taken over.
 */
export function lowerResource(
  lowering: BicepLowering,
  syntax: Syntax.ResourceDeclaration,
  surrounding: ResourceDeclaration | null,
): ResourceDeclaration | null {
  const name = nameText(lowering, syntax.name);
  const typeText = constantText(lowering, syntax.type);
  if (name === null || typeText === null || typeText === '') return null;

  const node = statementNode(lowering, syntax);
  const nameNode = nodeFor(lowering, syntax.name);
  const typeNode = nodeFor(lowering, syntax.type);
  const { type, apiVersion } = resourceTypeOf(typeText, surrounding);
  const { condition, loop, body, object } = lowerBody(lowering, syntax.value);
  const parent = propertyValue(body, 'parent');
  const nested: ResourceDeclaration[] = [];
  const declaration: ResourceDeclaration = {
    kind: 'resource',
    node,
    name,
    nameNode,
    symbolicName: name,
    type,
    apiVersion,
    typeNode,
    existing: syntax.existing,
    condition,
    loop,
    parent: parentLink(surrounding, parent),
    scope: propertyValue(body, 'scope'),
    resourceName: propertyValue(body, 'name') ?? missingName(lowering, syntax.name, object),
    body,
    dependsOn: elementsOf(propertyValue(body, 'dependsOn')),
    nested,
  };
  for (const member of object?.members ?? []) {
    if (member.kind !== 'ResourceDeclaration') continue;
    const child = lowerResource(lowering, member, declaration);
    if (child !== null) nested.push(child);
  }
  return declaration;
}

/** Lowers a module. Null if its name could not be read; a path that is missing or not constant is null. */
export function lowerModule(lowering: BicepLowering, syntax: Syntax.ModuleDeclaration): ModuleDeclaration | null {
  const name = nameText(lowering, syntax.name);
  if (name === null) return null;
  const node = statementNode(lowering, syntax);
  const nameNode = nodeFor(lowering, syntax.name);
  const path = constantText(lowering, syntax.path);
  const pathNode = nodeFor(lowering, syntax.path);
  const { condition, loop, body } = lowerBody(lowering, syntax.value);
  const scope = propertyValue(body, 'scope');
  const resourceName = propertyValue(body, 'name');
  return {
    kind: 'module',
    node,
    name,
    nameNode,
    path,
    pathNode,
    condition,
    loop,
    scope,
    resourceName,
    body,
    inline: null,
  };
}

interface LoweredBody {
  readonly condition: Expression | null;
  readonly loop: LoopHeader | null;
  readonly body: Expression;
  /** The body as written; null if it could not be read. */
  readonly object: Syntax.ObjectNode | null;
}

function lowerBody(lowering: BicepLowering, value: Syntax.ResourceDeclaration['value']): LoweredBody {
  if (value.kind === 'For') {
    const { node, source, itemName, indexName, filter, body } = lowerLoop(lowering, value);
    const loop: LoopHeader = { node, source, itemName, indexName, filter };
    return { condition: null, loop, body, object: objectOf(value.body) };
  }
  const condition = value.kind === 'If' ? lowerExpression(lowering, value.condition) : null;
  const written = value.kind === 'If' ? value.body : value;
  return { condition, loop: null, body: lowerExpression(lowering, written), object: objectOf(written) };
}

function objectOf(body: Syntax.Expression): Syntax.ObjectNode | null {
  if (body.kind === 'If') return objectOf(body.body);
  return body.kind === 'Object' ? body : null;
}

/**
 * Splits `Microsoft.Network/virtualNetworks@2024-05-01`. A nested resource writes its own segment only (`subnets@2024-05-01`), and may leave
 * out the version.
 */
function resourceTypeOf(
  text: string,
  surrounding: ResourceDeclaration | null,
): { readonly type: string; readonly apiVersion: string | null } {
  const at = text.indexOf('@');
  const written = at < 0 ? text : text.slice(0, at);
  const version = at < 0 ? null : text.slice(at + 1);
  if (surrounding === null) return { type: written, apiVersion: version };
  return { type: `${surrounding.type}/${written}`, apiVersion: version ?? surrounding.apiVersion };
}

function parentLink(surrounding: ResourceDeclaration | null, parent: Expression | null): ResourceDeclaration['parent'] {
  if (surrounding !== null) return { kind: 'surrounding', declaration: surrounding };
  return parent === null ? null : { kind: 'expression', value: parent };
}

function propertyValue(body: Expression, key: string): Expression | null {
  if (body.kind !== 'object') return null;
  for (const member of body.members) {
    if (member.kind === 'property' && member.key === key) return member.value;
  }
  return null;
}

function missingName(lowering: BicepLowering, name: Syntax.Name, object: Syntax.ObjectNode | null): Expression {
  const hole = holeFor(lowering, name);
  return object === null || object.closeBrace < 0 ? hole : { ...hole, reason: NO_NAME };
}

/** The elements of an array as written; anything else counts as one element. */
function elementsOf(value: Expression | null): readonly Expression[] {
  if (value === null) return [];
  return value.kind === 'array' ? value.items.map((item) => item.value) : [value];
}
