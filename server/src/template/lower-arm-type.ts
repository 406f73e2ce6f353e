import { literalText } from '../syntax/arm/expression.ts';
import { type JsonObject, type JsonValue, propertyValue, sameName } from '../syntax/arm/json-node.ts';
import type { TypeFacts } from './ir.ts';

/** References from type to type that are followed. */
const MAX_TYPE_HOPS = 16;

/** Allowed values beyond these are taken as any value. */
const MAX_ALLOWED = 1000;

const ANY: TypeFacts = { base: 'any', nullable: false, secure: false, allowed: null };

const bases: Readonly<Record<string, Pick<TypeFacts, 'base' | 'secure'>>> = {
  string: { base: 'string', secure: false },
  securestring: { base: 'string', secure: true },
  int: { base: 'int', secure: false },
  bool: { base: 'bool', secure: false },
  object: { base: 'object', secure: false },
  secureobject: { base: 'object', secure: true },
  array: { base: 'array', secure: false },
};

/**
 * Reads what a parameter or a definition says of its type: `type`, `nullable`, `allowedValues`, and the same of the definitions that `$ref`
 * leads to. What stands nearer wins.
 * @param definition a definition of the template by the last part of `#/definitions/name`; null if there is none
 */
export function typeFactsOf(type: JsonObject, definition: (name: string) => JsonValue | null): TypeFacts {
  const layers: JsonObject[] = [];
  let at: JsonObject | null = type;
  while (at !== null && layers.length < MAX_TYPE_HOPS && !layers.includes(at)) {
    layers.push(at);
    at = referredType(at, definition);
  }
  let facts = ANY;
  for (const layer of layers.reverse()) facts = withLayer(facts, layer);
  return facts;
}

function withLayer(facts: TypeFacts, layer: JsonObject): TypeFacts {
  const type = propertyValue(layer, 'type');
  const nullable = propertyValue(layer, 'nullable');
  const known = type?.type === 'string' ? bases[type.value.toLowerCase()] : undefined;
  const base = known?.base ?? facts.base;
  const values = allowedValues(propertyValue(layer, 'allowedValues')) ?? facts.allowed;
  return {
    base,
    nullable: nullable?.type === 'boolean' ? nullable.value : facts.nullable,
    secure: facts.secure || known?.secure === true,
    // Of an array they are the allowed elements.
    allowed: base === 'array' ? null : values,
  };
}

function allowedValues(value: JsonValue | null): TypeFacts['allowed'] {
  if (value?.type !== 'array' || value.incomplete || value.children.length > MAX_ALLOWED) return null;
  const values: (string | number | boolean | null)[] = [];
  for (const element of value.children) {
    if (element.type === 'object' || element.type === 'array') return null;
    values.push(element.type === 'string' ? literalText(element.value) : element.value);
  }
  return values;
}

/** The type that `$ref` names: `#/definitions/name` or a part of it, such as `#/definitions/name/properties/sku`. */
function referredType(type: JsonObject, definition: (name: string) => JsonValue | null): JsonObject | null {
  const reference = propertyValue(type, '$ref');
  if (reference?.type !== 'string') return null;
  const [root, definitions, name, ...steps] = reference.value
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (root !== '#' || definitions === undefined || !sameName(definitions, 'definitions') || name === undefined)
    return null;
  let found = definition(name);
  for (const step of steps) {
    if (found?.type === 'object') found = propertyValue(found, step);
    else found = found?.type === 'array' ? (found.children[Number(step)] ?? null) : null;
  }
  return found?.type === 'object' ? found : null;
}
