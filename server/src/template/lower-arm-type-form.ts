import { type JsonObject, type JsonValue, propertyValue } from '../syntax/arm/json-node.ts';
import { typeFactsOf } from './lower-arm-type.ts';
import { ANY_FORM, isPlain, type PropertyForm, type TypeForm } from './type-form.ts';

/** How deep the parts of a type are read; past that they are any. */
const deepest = 40;

/**
 * The form of a parameter's or a definition's type: `properties`, `additionalProperties`, `discriminator`, `items`, `prefixItems` and `$ref`
 * (Microsoft Learn, "Type definitions in ARM templates"); undefined if its facts say all of it.
 */
export function armTypeFormOf(type: JsonObject, definition: (name: string) => JsonValue | null): TypeForm | undefined {
  const form = formOf(type, definition, 0);
  return form.kind === 'facts' ? undefined : form;
}

function formOf(type: JsonObject, definition: (name: string) => JsonValue | null, depth: number): TypeForm {
  const facts = typeFactsOf(type, definition);
  if (depth > deepest || isPlain(facts)) return depth > deepest ? ANY_FORM : { kind: 'facts', facts };
  const inner = (value: JsonValue | null | undefined): TypeForm =>
    value?.type === 'object' ? formOf(value, definition, depth + 1) : ANY_FORM;
  const structure = structureOf(type, facts.base, inner);
  if (structure === null) return { kind: 'facts', facts };
  const form: TypeForm = facts.secure ? { kind: 'secure', of: structure } : structure;
  const nullable = propertyValue(type, 'nullable');
  return nullable?.type === 'boolean' ? { kind: 'nullability', of: form, nullable: nullable.value } : form;
}

function structureOf(
  type: JsonObject,
  base: string,
  inner: (value: JsonValue | null | undefined) => TypeForm,
): TypeForm | null {
  const reference = propertyValue(type, '$ref');
  if (reference !== null) {
    const name = reference.type === 'string' ? /^#\/definitions\/([^/]+)$/i.exec(reference.value)?.[1] : undefined;
    return name === undefined ? null : { kind: 'name', name: name.replaceAll('~1', '/').replaceAll('~0', '~') };
  }
  if (base === 'array') {
    const items = propertyValue(type, 'items');
    const tuple = propertyValue(type, 'prefixItems');
    if (tuple?.type === 'array') return { kind: 'tuple', items: tuple.children.map(inner) };
    return items?.type === 'object' ? { kind: 'array', element: inner(items) } : null;
  }
  if (base !== 'object') return null;
  const discriminator = propertyValue(type, 'discriminator');
  if (discriminator?.type === 'object') return taggedForm(discriminator, inner);
  const properties = propertyValue(type, 'properties');
  const additional = propertyValue(type, 'additionalProperties');
  if (properties === null && additional === null) return null;
  const known = properties?.type === 'object' ? properties.children : [];
  return {
    kind: 'object',
    properties: known.map(
      (property): PropertyForm => ({ name: property.children[0].value, type: inner(property.children[1]) }),
    ),
    rest: additional?.type === 'object' ? inner(additional) : null,
  };
}

function taggedForm(discriminator: JsonObject, inner: (value: JsonValue | null | undefined) => TypeForm): TypeForm {
  const tag = propertyValue(discriminator, 'propertyName');
  const mapping = propertyValue(discriminator, 'mapping');
  if (tag?.type !== 'string' || mapping?.type !== 'object') return ANY_FORM;
  return { kind: 'tagged', tag: tag.value, members: mapping.children.map((member) => inner(member.children[1])) };
}
