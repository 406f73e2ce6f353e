import type * as Syntax from '../syntax/bicep/tree.ts';
import type { TypeFacts } from './ir.ts';
import { type BicepLowering, constantText, nameText, textOf } from './lower-bicep-context.ts';
import { type Decorators, MAX_ALLOWED, withDecorators } from './lower-bicep-decorator.ts';
import { negated } from './lower-bicep-operators.ts';

/** Gives the facts of types as written, with the type declarations of the same file followed. */
export interface TypeReader {
  factsOf(type: Syntax.TypeNode, decorators: Decorators): TypeFacts;
  /** True if the file declares a type of this name. */
  isDeclared(name: string): boolean;
}

/** How deep types may lead to each other, and how many nodes are visited in a file; past that a type tells nothing. */
const MAX_TYPE_DEPTH = 200;
const MAX_TYPE_STEPS = 200_000;

const ANY = factsOfBase('any');

const BUILT_IN: ReadonlyMap<string, TypeFacts> = new Map([
  ['string', factsOfBase('string')],
  ['int', factsOfBase('int')],
  ['bool', factsOfBase('bool')],
  ['object', factsOfBase('object')],
  ['array', factsOfBase('array')],
  ['any', ANY],
]);

const OBJECT = factsOfBase('object');
const ARRAY = factsOfBase('array');
const NULL: TypeFacts = { base: 'any', nullable: true, secure: false, allowed: null };

/** A type, and the decorators of the declaration or property that it was reached through. */
interface Found {
  readonly type: Syntax.TypeNode;
  readonly decorators: Decorators;
}

const NO_DECORATORS: Decorators = [];

/**
 * Imported types, and types derived from resource types, tell nothing. A null among the possible values is told by `nullable` alone.
 */
export function typeReader(lowering: BicepLowering, program: Syntax.Program): TypeReader {
  const declared = new Map<string, Syntax.TypeDeclaration>();
  for (const declaration of program.declarations) {
    if (declaration.kind !== 'TypeDeclaration') continue;
    const name = nameText(lowering, declaration.name);
    if (name !== null && !declared.has(name)) declared.set(name, declaration);
  }
  const known = new Map<string, TypeFacts>();
  let steps = 0;

  const exhausted = (depth: number): boolean => depth > MAX_TYPE_DEPTH || ++steps > MAX_TYPE_STEPS;

  const factsOf = (type: Syntax.TypeNode, decorators: Decorators, depth: number): TypeFacts => {
    const facts = plainFactsOf(type, depth);
    return decorators.length === 0 ? facts : withDecorators(lowering, facts, decorators);
  };

  const plainFactsOf = (type: Syntax.TypeNode, depth: number): TypeFacts => {
    if (exhausted(depth)) return ANY;
    switch (type.kind) {
      case 'TypeName':
        return factsOfName(textOf(lowering, type), depth);
      case 'NullableType':
        return withNullable(plainFactsOf(type.base, depth + 1), true);
      case 'NonNullableType':
        return withNullable(plainFactsOf(type.base, depth + 1), false);
      case 'ParenthesizedType':
        return plainFactsOf(type.inner, depth + 1);
      case 'UnionType':
        return unionOf(type.members.map((member) => plainFactsOf(member, depth + 1)));
      case 'ArrayType':
      case 'TupleType':
        return ARRAY;
      case 'ObjectType':
        return OBJECT;
      case 'String': {
        const value = constantText(lowering, type);
        return value === null ? factsOfBase('string') : literalFacts('string', value);
      }
      case 'Integer':
        return integerFacts(type.value);
      case 'Boolean':
        return literalFacts('bool', type.value);
      case 'Null':
        return NULL;
      case 'UnaryType':
        if (type.operator === '-' && type.operand.kind === 'Integer') return integerFacts(negated(type.operand.value));
        if (type.operator === '!' && type.operand.kind === 'Boolean') return literalFacts('bool', !type.operand.value);
        return ANY;
      case 'TypeMember':
      case 'TypeElement':
      case 'TypeItems':
      case 'TypeAdditionalProperties': {
        const builtIn = type.kind === 'TypeMember' ? builtInMember(type) : undefined;
        if (builtIn !== undefined) return builtIn;
        const found = follow(type, depth + 1);
        return found === null ? ANY : factsOf(found.type, found.decorators, depth + 1);
      }
      case 'ParameterizedType':
      case 'ResourceType':
      case 'Skipped':
        return ANY;
    }
  };

  const factsOfName = (name: string, depth: number): TypeFacts => {
    const declaration = declared.get(name);
    if (declaration === undefined) return BUILT_IN.get(name) ?? ANY;
    const before = known.get(name);
    if (before !== undefined) return before;
    // Whoever meets the name again on the way is in a cycle, which tells nothing.
    known.set(name, ANY);
    const facts = factsOf(declaration.value, declaration.decorators, depth + 1);
    known.set(name, facts);
    return facts;
  };

  /** `sys.string`. */
  const builtInMember = (type: Syntax.TypeMember): TypeFacts | undefined => {
    if (type.target.kind !== 'TypeName' || type.name.kind !== 'Identifier') return undefined;
    const nameSpace = textOf(lowering, type.target);
    if (!lowering.builtInNameSpaces.has(nameSpace)) return undefined;
    return BUILT_IN.get(textOf(lowering, type.name));
  };

  /** The type that an access to a part of a type names, one step. */
  const follow = (type: Syntax.TypeNode, depth: number): Found | null => {
    if (exhausted(depth)) return null;
    switch (type.kind) {
      case 'TypeMember': {
        const target = structureOf(type.target, depth + 1);
        const key = nameText(lowering, type.name);
        return target?.kind === 'ObjectType' && key !== null ? propertyOf(target, key) : null;
      }
      case 'TypeAdditionalProperties': {
        const target = structureOf(type.target, depth + 1);
        return target?.kind === 'ObjectType' ? propertyOf(target, null) : null;
      }
      case 'TypeElement': {
        const target = structureOf(type.target, depth + 1);
        if (target?.kind !== 'TupleType' || type.index.kind !== 'Integer') return null;
        const item = target.items[Number(type.index.value)];
        return item?.kind === 'TupleTypeItem' ? { type: item.value, decorators: item.decorators } : null;
      }
      case 'TypeItems': {
        const target = structureOf(type.target, depth + 1);
        return target?.kind === 'ArrayType' ? { type: target.element, decorators: NO_DECORATORS } : null;
      }
      default:
        return null;
    }
  };

  /** The object, tuple or array type that a type comes down to. */
  const structureOf = (type: Syntax.TypeNode, depth: number): Syntax.TypeNode | null => {
    let current = type;
    for (let hop = depth; !exhausted(hop); hop++) {
      switch (current.kind) {
        case 'TypeName': {
          const declaration = declared.get(textOf(lowering, current));
          if (declaration === undefined) return null;
          current = declaration.value;
          break;
        }
        case 'ParenthesizedType':
          current = current.inner;
          break;
        case 'NullableType':
        case 'NonNullableType':
          current = current.base;
          break;
        case 'TypeMember':
        case 'TypeElement':
        case 'TypeItems':
        case 'TypeAdditionalProperties': {
          const found = follow(current, hop + 1);
          if (found === null) return null;
          current = found.type;
          break;
        }
        default:
          return current;
      }
    }
    return null;
  };

  /** A property by its name, or what other properties have with `key` null. */
  const propertyOf = (type: Syntax.ObjectType, key: string | null): Found | null => {
    for (const property of type.properties) {
      if (property.kind === 'Skipped') continue;
      const name = property.key === null ? null : keyText(lowering, property.key);
      if (name === key) return { type: property.value, decorators: property.decorators };
    }
    return null;
  };

  return { factsOf: (type, decorators) => factsOf(type, decorators, 0), isDeclared: (name) => declared.has(name) };
}

/** Undefined for a key that can't be read, which is no key's equal. */
function keyText(
  lowering: BicepLowering,
  key: Syntax.Identifier | Syntax.StringNode | Syntax.Skipped,
): string | undefined {
  if (key.kind === 'Identifier') return textOf(lowering, key);
  return constantText(lowering, key) ?? undefined;
}

function factsOfBase(base: TypeFacts['base']): TypeFacts {
  return { base, nullable: false, secure: false, allowed: null };
}

function literalFacts(base: TypeFacts['base'], value: string | number | boolean): TypeFacts {
  return { base, nullable: false, secure: false, allowed: [value] };
}

/** An integer that is no safe number counts as any integer. */
function integerFacts(value: number | bigint): TypeFacts {
  return typeof value === 'number' ? literalFacts('int', value) : factsOfBase('int');
}

function withNullable(facts: TypeFacts, nullable: boolean): TypeFacts {
  return facts.nullable === nullable ? facts : { ...facts, nullable };
}

function unionOf(members: readonly TypeFacts[]): TypeFacts {
  let base: TypeFacts['base'] | null = null;
  let nullable = false;
  let secure = false;
  let allowed: Set<string | number | boolean | null> | null = new Set();
  for (const member of members) {
    nullable ||= member.nullable;
    secure ||= member.secure;
    if (member === NULL) continue;
    base = base === null || base === member.base ? member.base : 'any';
    if (member.allowed === null) allowed = null;
    else if (allowed !== null) for (const value of member.allowed) allowed.add(value);
  }
  if (allowed !== null && (allowed.size === 0 || allowed.size > MAX_ALLOWED)) allowed = null;
  return { base: base ?? 'any', nullable, secure, allowed: allowed === null ? null : [...allowed] };
}
