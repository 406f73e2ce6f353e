/** For tests: expressions of the IR as the text of ARM's, without the brackets around them. Independent of how the product reads them. */
import type {
  CallExpression,
  Expression,
  LoopHeader,
  MemberExpression,
  ModuleDeclaration,
  ObjectExpression,
  ObjectMember,
  ResourceDeclaration,
} from '../server/src/template/ir.ts';

/** What a name of the template means. `text` is written as it stands: a parameter, a variable. */
export type Meaning =
  | { readonly kind: 'text'; readonly text: string }
  /** A variable that reads what only Azure knows: its value stands where it is read. */
  | { readonly kind: 'inlined'; readonly value: Expression }
  | { readonly kind: 'resource'; readonly declaration: ResourceDeclaration }
  | { readonly kind: 'module'; readonly declaration: ModuleDeclaration };

export interface Names {
  readonly isSymbolic: boolean;
  meaning(name: string): Meaning | undefined;
  /** The full name of a function that the template declares or imports. */
  userFunction(name: string): string | undefined;
}

/** What the variables of loops, lambdas and functions are written as. */
export type Locals = ReadonlyMap<string, string>;

export const noLocals: Locals = new Map();

export const deploymentsType = 'Microsoft.Resources/deployments';
export const deploymentsVersion = '2025-04-01';

export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

export function armExpression(names: Names, expression: Expression, locals: Locals): string {
  const inside = (part: Expression): string => armExpression(names, part, locals);
  switch (expression.kind) {
    case 'literal':
      return literal(expression.value);
    case 'text': {
      const holes = expression.parts.filter((part) => typeof part !== 'string');
      let next = 0;
      const pattern = expression.parts.map((part) =>
        typeof part === 'string' ? part.replaceAll('{', '{{').replaceAll('}', '}}') : `{${next++}}`,
      );
      return `format(${[quoted(pattern.join('')), ...holes.map(inside)].join(', ')})`;
    }
    case 'object':
      return objectText(expression, inside);
    case 'array': {
      const plain = expression.items.every(({ kind }) => kind === 'item');
      if (plain) return `createArray(${expression.items.map(({ value }) => inside(value)).join(', ')})`;
      const parts = expression.items.map(({ kind, value }) =>
        kind === 'item' ? `createArray(${inside(value)})` : inside(value),
      );
      return `flatten(createArray(${parts.join(', ')}))`;
    }
    case 'name':
      return nameText(names, expression.name, locals);
    case 'member':
      return memberText(names, expression, locals);
    case 'call':
      return callText(names, expression, inside);
    case 'lambda': {
      const own = new Map(locals);
      for (const parameter of expression.parameters) own.set(parameter, `lambdaVariables(${quoted(parameter)})`);
      const body = armExpression(names, expression.body, own);
      return `lambda(${[...expression.parameters.map(quoted), body].join(', ')})`;
    }
    case 'conditional':
      return `if(${inside(expression.condition)}, ${inside(expression.whenTrue)}, ${inside(expression.whenFalse)})`;
    case 'coalesce':
      return `coalesce(${expression.operands.map(inside).join(', ')})`;
    case 'both':
      return expression.operands.map(inside).reduce((left, right) => `and(${left}, ${right})`);
    case 'either':
      return expression.operands.map(inside).reduce((left, right) => `or(${left}, ${right})`);
    case 'loop':
    case 'hole':
      throw new Error(`no expression of ARM: ${expression.kind}`);
  }
}

function literal(value: string | number | bigint | boolean | null): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'boolean' || value === null) return `${value}()`;
  return Math.abs(Number(value)) > 2 ** 31 ? `json('${value}')` : String(value);
}

function objectText({ members }: ObjectExpression, inside: (part: Expression) => string): string {
  const entry = (member: ObjectMember): string =>
    member.kind === 'property'
      ? `${quoted(member.key)}, ${inside(member.value)}`
      : member.kind === 'computed'
        ? `${inside(member.key)}, ${inside(member.value)}`
        : inside(member.value);
  if (members.every(({ kind }) => kind !== 'spread')) return `createObject(${members.map(entry).join(', ')})`;
  const parts = members.map((member) => (member.kind === 'spread' ? entry(member) : `createObject(${entry(member)})`));
  return `shallowMerge(createArray(${parts.join(', ')}))`;
}

function nameText(names: Names, name: string, locals: Locals): string {
  const local = locals.get(name);
  if (local !== undefined) return local;
  const meaning = names.meaning(name);
  if (meaning?.kind === 'text') return meaning.text;
  if (meaning?.kind === 'inlined') return armExpression(names, meaning.value, noLocals);
  throw new Error(`no value: ${name}`);
}

function callText(names: Names, call: CallExpression, inside: (part: Expression) => string): string {
  if (call.target !== null) throw new Error(`a call of a resource: ${call.name}`);
  return `${names.userFunction(call.name) ?? call.name}(${call.arguments.map(inside).join(', ')})`;
}

function memberText(names: Names, member: MemberExpression, locals: Locals): string {
  const output = outputText(names, member, locals);
  if (output !== null) return output;
  const found = symbolOf(names, member.target, locals);
  if (found !== null && member.key.kind === 'literal') return propertyOfSymbol(names, found, String(member.key.value));
  if (member.safe) {
    const keys: string[] = [];
    let target: Expression = member;
    while (target.kind === 'member' && target.safe) {
      keys.unshift(keyText(names, target, locals));
      target = target.target;
    }
    return `tryGet(${[armExpression(names, target, locals), ...keys].join(', ')})`;
  }
  const target = armExpression(names, member.target, locals);
  const key = armExpression(names, member.key, locals);
  if (member.fromEnd) return `indexFromEnd(${target}, ${key})`;
  const named = member.key.kind === 'literal' && typeof member.key.value === 'string' ? member.key.value : null;
  return named !== null && /^[A-Za-z_]\w*$/.test(named) ? `${target}.${named}` : `${target}[${key}]`;
}

function keyText(names: Names, { key, fromEnd }: MemberExpression, locals: Locals): string {
  const text = armExpression(names, key, locals);
  return fromEnd ? `createObject('value', ${text}, 'fromEnd', true())` : text;
}

/** A resource or module that an expression names, with what the variables of its loop are. */
interface Found {
  readonly declaration: ResourceDeclaration | ModuleDeclaration;
  readonly index: string | null;
  readonly locals: Locals;
}

function symbolOf(names: Names, expression: Expression, locals: Locals): Found | null {
  const isIndexed = expression.kind === 'member' && expression.target.kind === 'name';
  const named = isIndexed ? expression.target : expression;
  if (named.kind !== 'name' || locals.has(named.name)) return null;
  const meaning = names.meaning(named.name);
  if (meaning?.kind !== 'resource' && meaning?.kind !== 'module') return null;
  const { loop } = meaning.declaration;
  if (loop === null) return isIndexed ? null : { declaration: meaning.declaration, index: null, locals: noLocals };
  if (!isIndexed) throw new Error(`the whole of a loop: ${named.name}`);
  const index = armExpression(names, expression.key, locals);
  return { declaration: meaning.declaration, index, locals: turnLocals(names, loop, index, noLocals) };
}

/** What the variables of a loop are in a turn. */
export function turnLocals(names: Names, loop: LoopHeader, index: string, around: Locals): Locals {
  const locals = new Map(around);
  const source = armExpression(names, loop.source, around);
  if (loop.itemName !== null) locals.set(loop.itemName, `${source}[${index}]`);
  if (loop.indexName !== null) locals.set(loop.indexName, index);
  return locals;
}

/** The names of a resource and of those it is a child of. */
export function nameSegments(names: Names, declaration: ResourceDeclaration, locals: Locals): readonly string[] {
  const own = armExpression(names, declaration.resourceName, locals);
  const { parent } = declaration;
  if (parent === null) return [own];
  if (parent.kind === 'surrounding') return [...nameSegments(names, parent.declaration, locals), own];
  const found = symbolOf(names, parent.value, locals);
  if (found?.declaration.kind !== 'resource') throw new Error('a parent that is no resource of the template');
  return [...nameSegments(names, found.declaration, found.locals), own];
}

/** `parent::child` for a resource in another. */
export function symbolText({ name, parent }: ResourceDeclaration): string {
  return parent?.kind === 'surrounding' ? `${symbolText(parent.declaration)}::${name}` : name;
}

function propertyOfSymbol(names: Names, found: Found, property: string): string {
  const { declaration, locals } = found;
  if (declaration.kind === 'module') {
    if (property === 'name' && declaration.resourceName !== null)
      return armExpression(names, declaration.resourceName, locals);
    throw new Error(`a property of a module: ${property}`);
  }
  const segments = nameSegments(names, declaration, locals);
  const id = `resourceId(${[quoted(declaration.type), ...segments].join(', ')})`;
  const version = quoted(declaration.apiVersion ?? '');
  const reference = names.isSymbolic
    ? referenceText(symbolText(declaration), found.index)
    : `reference(${id}, ${version}`;
  switch (property) {
    case 'id':
      return id;
    case 'name':
      return armExpression(names, declaration.resourceName, locals);
    case 'type':
      return quoted(declaration.type);
    case 'apiVersion':
      return version;
    case 'properties':
      return `${reference})`;
    default:
      return names.isSymbolic ? `${reference}, ${version}, 'full').${property}` : `${reference}, 'full').${property}`;
  }
}

/** The call up to its closing parenthesis. */
function referenceText(symbol: string, index: string | null): string {
  return index === null ? `reference(${quoted(symbol)}` : `reference(format(${quoted(`${symbol}[{0}]`)}, ${index})`;
}

/** `module.outputs.name`; null for anything else. */
function outputText(names: Names, { target, key }: MemberExpression, locals: Locals): string | null {
  if (target.kind !== 'member' || target.key.kind !== 'literal' || target.key.value !== 'outputs') return null;
  const found = symbolOf(names, target.target, locals);
  if (found?.declaration.kind !== 'module' || key.kind !== 'literal') return null;
  const { declaration } = found;
  if (names.isSymbolic) return `${referenceText(declaration.name, found.index)}).outputs.${key.value}.value`;
  if (declaration.resourceName === null) throw new Error('a module without a name');
  const name = armExpression(names, declaration.resourceName, found.locals);
  const group = groupOf(names, declaration, found.locals);
  const elsewhere = `format('/subscriptions/{0}/resourceGroups/{1}', subscription().subscriptionId, ${group})`;
  const id =
    group === null
      ? `resourceId(${quoted(deploymentsType)}, ${name})`
      : `extensionResourceId(${elsewhere}, ${quoted(deploymentsType)}, ${name})`;
  return `reference(${id}, ${quoted(deploymentsVersion)}).outputs.${key.value}.value`;
}

/** The resource group that a module is deployed to, if it says one. */
export function groupOf(names: Names, { scope }: ModuleDeclaration, locals: Locals): string | null {
  if (scope === null) return null;
  const [group] = scope.kind === 'call' && scope.name === 'resourceGroup' ? scope.arguments : [];
  if (group === undefined) throw new Error('a scope that is no resource group');
  return armExpression(names, group, locals);
}
