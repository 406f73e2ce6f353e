import { isExpression, literalText } from '../syntax/arm/expression.ts';
import {
  type JsonObject,
  type JsonProperty,
  type JsonString,
  type JsonValue,
  propertyValue,
  sameName,
  valueAt,
} from '../syntax/arm/json-node.ts';
import type { Expression, ModuleDeclaration, Template, TemplateScope } from './ir.ts';
import { type ArmLowering, BEING_TYPED, holeFor, NO_NAMES, nodeFor, objectOrNull } from './lower-arm-context.ts';
import type { Envelope } from './lower-arm-resource.ts';
import { lowerObject, lowerValue } from './lower-arm-value.ts';

/** Whose names the expressions of an embedded template mean: its own, or those of the template around it. */
export type EmbeddedEvaluation = 'inner' | 'outer';

/** Lowers an embedded template; `scope` is its scope unless its schema names one. */
export type TemplateLowering = (
  lowering: ArmLowering,
  template: JsonObject,
  scope: TemplateScope,
  evaluation: EmbeddedEvaluation,
) => Template;

/**
 * Lowers a `Microsoft.Resources/deployments`: a module with an embedded template or the path of a linked one. The body is its `properties`
 * without an embedded template, which is lowered to declarations instead.
 *
 * The expressions of an embedded template belong to the template around it (`outer`), unless `expressionEvaluationOptions.scope` is `inner`
 * (Microsoft Learn, "Using linked and nested templates").
 */
export function lowerModule(
  lowering: ArmLowering,
  envelope: Envelope,
  resource: JsonObject,
  lowerTemplate: TemplateLowering,
): ModuleDeclaration {
  const properties = propertyValue(resource, 'properties');
  const object = objectOrNull(properties);
  const name = propertyValue(resource, 'name');
  const resourceName = name === null ? null : lowerValue(lowering, name);
  const body = lowerBody(lowering, resource, properties);
  const template = object?.children.map(embeddedTemplate).findLast((found) => found !== null) ?? null;
  const written = textAt(object, ['expressionEvaluationOptions', 'scope']);
  const evaluation: EmbeddedEvaluation = written !== null && sameName(written.value, 'inner') ? 'inner' : 'outer';
  const inside = evaluation === 'inner' ? { ...lowering, loop: null, names: NO_NAMES } : lowering;
  const inline =
    template === null ? null : { template: lowerTemplate(inside, template, scopeOf(resource), evaluation), evaluation };
  return { kind: 'module', ...envelope, ...linkOf(lowering, object), resourceName, body, inline };
}

function lowerBody(lowering: ArmLowering, resource: JsonObject, properties: JsonValue | null): Expression {
  if (properties === null) return holeFor(lowering, resource, BEING_TYPED);
  if (properties.type !== 'object') return lowerValue(lowering, properties);
  return lowerObject(lowering, properties, (member) => (embeddedTemplate(member) === null ? undefined : null));
}

function embeddedTemplate(property: JsonProperty): JsonObject | null {
  return sameName(property.children[0].value, 'template') ? objectOrNull(property.children[1]) : null;
}

/**
 * The path of a linked template, if it is written down as one relative to this file. Addresses and ids are read when the template is evaluated
 * (`templateLinkOf`); of those only the place is noted.
 */
function linkOf(lowering: ArmLowering, properties: JsonObject | null): Pick<ModuleDeclaration, 'path' | 'pathNode'> {
  const members = ['relativePath', 'uri', 'id'].map((name) => textAt(properties, ['templateLink', name]));
  const link = members.find((member) => member !== null) ?? null;
  if (link === null) return { path: null, pathNode: null };
  const isPath = link !== members[2] && !isExpression(link.value) && !/^[a-z][a-z0-9+.-]*:/i.test(link.value);
  // What follows the slash is in the folder of the template, as it is without one.
  const path = isPath ? literalText(link.value).replace(/^\/+/, '') : null;
  return { path, pathNode: nodeFor(lowering, link) };
}

function textAt(root: JsonValue | null, path: readonly string[]): JsonString | null {
  const found = root === null ? null : valueAt(root, path);
  return found?.type === 'string' ? found : null;
}

/** The scope that a deployment without a schema in its template deploys to, as far as its own properties tell. */
function scopeOf(resource: JsonObject): TemplateScope {
  const toSubscription =
    propertyValue(resource, 'subscriptionId') !== null && propertyValue(resource, 'resourceGroup') === null;
  return toSubscription ? 'subscription' : 'resourceGroup';
}
