import type * as Syntax from '../syntax/bicep/tree.ts';
import type { TypeFacts } from './ir.ts';
import { type BicepLowering, constantText, nameText, textOf } from './lower-bicep-context.ts';
import type { Decorators } from './lower-bicep-decorator.ts';
import { isNameSpaceCall } from './lower-bicep-operators.ts';
import type { TypeReader } from './lower-bicep-type.ts';
import { ANY_FACTS, ANY_FORM, isPlain, type PropertyForm, type TypeForm, type TypePart } from './type-form.ts';

/** How deep the parts of a type are read; past that they are any. */
const deepest = 40;

const built = new Set(['string', 'int', 'bool', 'object', 'array', 'any']);

/** The form of a type; undefined if its facts say all of it, or if nothing is known of it. */
export function typeFormOf(
  lowering: BicepLowering,
  types: TypeReader,
  type: Syntax.TypeNode,
  decorators: Decorators,
): TypeForm | undefined {
  const form = formOf(lowering, types, type, decorators, 0);
  return form.kind === 'facts' ? undefined : form;
}

/** With `@secure()`, which says something of types whose form is more than their facts, too. */
function formOf(
  lowering: BicepLowering,
  types: TypeReader,
  type: Syntax.TypeNode,
  decorators: Decorators,
  depth: number,
): TypeForm {
  if (depth > deepest) return ANY_FORM;
  const facts = types.factsOf(type, decorators);
  if (isPlain(facts)) return { kind: 'facts', facts };
  const form = structureOf(lowering, types, type, decorators, facts, depth);
  return facts.secure && form.kind !== 'facts' ? { kind: 'secure', of: form } : form;
}

function structureOf(
  lowering: BicepLowering,
  types: TypeReader,
  type: Syntax.TypeNode,
  decorators: Decorators,
  facts: TypeFacts,
  depth: number,
): TypeForm {
  const inner = (part: Syntax.TypeNode, own: Decorators = []): TypeForm =>
    formOf(lowering, types, part, own, depth + 1);
  const part = (of: Syntax.TypeNode, which: TypePart): TypeForm => ({ kind: 'part', of: inner(of), part: which });
  switch (type.kind) {
    case 'TypeName': {
      const name = textOf(lowering, type);
      const isBuiltIn = built.has(name) && (name === 'any' ? facts.base === 'any' : facts.base === name);
      return isBuiltIn && !types.isDeclared(name) ? { kind: 'facts', facts } : { kind: 'name', name };
    }
    case 'NullableType':
      return { kind: 'nullability', of: inner(type.base, decorators), nullable: true };
    case 'NonNullableType':
      return { kind: 'nullability', of: inner(type.base, decorators), nullable: false };
    case 'ParenthesizedType':
      return inner(type.inner, decorators);
    case 'UnionType': {
      const members = type.members.map((member) => inner(member));
      const tag = discriminatorOf(lowering, decorators);
      return tag === null ? { kind: 'union', members } : { kind: 'tagged', tag, members };
    }
    case 'ArrayType':
      return { kind: 'array', element: inner(type.element) };
    case 'TupleType': {
      const items = type.items.map((item) => (item.kind === 'Skipped' ? ANY_FORM : inner(item.value, item.decorators)));
      return { kind: 'tuple', items };
    }
    case 'ObjectType':
      return objectForm(lowering, type, inner);
    case 'TypeMember': {
      const name = nameText(lowering, type.name);
      if (facts.base !== 'any' && !isObjectOrArray(facts.base)) return { kind: 'facts', facts };
      return name === null ? ANY_FORM : part(type.target, { kind: 'property', name });
    }
    case 'TypeElement': {
      const index = type.index.kind === 'Integer' ? Number(type.index.value) : null;
      return index === null ? ANY_FORM : part(type.target, { kind: 'item', index });
    }
    case 'TypeItems':
      return part(type.target, { kind: 'items' });
    case 'TypeAdditionalProperties':
      return part(type.target, { kind: 'rest' });
    default:
      return { kind: 'facts', facts: type.kind === 'Null' ? { ...ANY_FACTS, nullable: true } : facts };
  }
}

function isObjectOrArray(base: string): boolean {
  return base === 'object' || base === 'array';
}

function objectForm(
  lowering: BicepLowering,
  { properties }: Syntax.ObjectType,
  inner: (part: Syntax.TypeNode, decorators: Decorators) => TypeForm,
): TypeForm {
  const known: PropertyForm[] = [];
  let rest: TypeForm | null = null;
  for (const property of properties) {
    if (property.kind === 'Skipped') continue;
    const { key, value, decorators } = property;
    if (key === null) rest = inner(value, decorators);
    else {
      const name = key.kind === 'Identifier' ? textOf(lowering, key) : constantText(lowering, key);
      if (name !== null) known.push({ name, type: inner(value, decorators) });
    }
  }
  return { kind: 'object', properties: known, rest };
}

/** The property that `@discriminator('kind')` names; null without that decorator. */
function discriminatorOf(lowering: BicepLowering, decorators: Decorators): string | null {
  for (const decorator of decorators) {
    if (decorator.kind === 'Skipped') continue;
    const { expression } = decorator;
    const isCall = expression.kind === 'FunctionCall';
    if (!isCall && !(expression.kind === 'MethodCall' && isNameSpaceCall(lowering, expression))) continue;
    const [tag] = expression.arguments;
    if (nameText(lowering, expression.name) !== 'discriminator' || tag?.kind !== 'String') continue;
    return constantText(lowering, tag);
  }
  return null;
}
