/**
 * Which declarations of a template in Bicep may give other values in another version of its text, whatever its parameters are given: those that are
 * written otherwise, and those that read them. It is found out once for a change and spares evaluating the others in all deployments.
 */
import type { CallExpression, Declaration, Expression, ResourceDeclaration, Template } from '../template/ir.ts';
import { pushOperands } from '../template/operands.ts';
import { sameText } from '../template/same-meaning.ts';

/** Whether a declaration of one of two versions is affected. */
export type IsAffected = (declaration: Declaration) => boolean;

const known = new WeakMap<Template, { readonly before: Template; readonly keys: ReadonlySet<string> | null }>();

/** Null if all may give other values. */
export function affectedDeclarations(before: Template, after: Template): IsAffected | null {
  const found = known.get(after);
  const keys = found?.before === before ? found.keys : affectedKeys(before, after);
  known.set(after, { before, keys });
  return keys && ((declaration) => keys.has(keyOf(outermost(declaration))));
}

/** True if what other files may import of a template is what it was. */
export function exportsTheSame(before: Template, after: Template): boolean {
  const isAffected = affectedDeclarations(before, after);
  return isAffected !== null && !after.declarations.some((one) => one.kind === 'variable' && isAffected(one));
}

function outermost(declaration: Declaration): Declaration {
  let at = declaration;
  while (at.kind === 'resource' && at.parent?.kind === 'surrounding') at = at.parent.declaration;
  return at;
}

/** The same for a declaration in both versions. */
function keyOf(declaration: Declaration): string {
  const { kind, name } = declaration;
  if (kind !== 'import') return `${kind} ${name}`;
  return `import ${declaration.path} ${name} ${declaration.symbols?.map(({ local }) => local).join()}`;
}

function affectedKeys(before: Template, after: Template): ReadonlySet<string> | null {
  const earlier = new Map(before.declarations.map((declaration) => [keyOf(declaration), declaration]));
  const later = new Map(after.declarations.map((declaration) => [keyOf(declaration), declaration]));
  const isEachThere = [...earlier.keys()].every((key) => later.has(key));
  const areTold = earlier.size === before.declarations.length && later.size === after.declarations.length;
  if (before.scope !== after.scope || !areTold || !isEachThere) return null;
  const affected = new Set<string>();
  const others = new Set([anything]);
  // What is in an existing resource is what another declaration writes.
  for (const one of after.declarations) if (one.kind === 'resource' && one.existing) addAll(others, partsOf(one.name));
  for (const [key, declaration] of later) {
    const other = earlier.get(key);
    if (other !== undefined && sameText(other, declaration)) continue;
    const { kind } = declaration;
    if (kind === 'function' || kind === 'type' || kind === 'import') return null;
    affected.add(key);
    addAll(others, differing(other, declaration));
  }
  const readings = new Map([...later].map(([key, declaration]) => [key, { declaration, read: readBy(declaration) }]));
  for (let size = -1; size !== affected.size; ) {
    size = affected.size;
    for (const [key, { declaration, read: names }] of readings) {
      if (affected.has(key) || ![...names].some((name) => others.has(name))) continue;
      affected.add(key);
      addAll(others, differing(undefined, declaration));
    }
  }
  return affected;
}

/** What may be another where a declaration is: all that its name stands for, or some properties of a resource. Outputs have names for callers only. */
function differing(before: Declaration | undefined, after: Declaration): readonly string[] {
  const { name, kind } = after;
  if (kind === 'output') return [];
  if (kind !== 'resource' || before?.kind !== 'resource' || !sameText(headerOf(before), headerOf(after))) return [name];
  const [old, now] = [propertiesOf(before), propertiesOf(after)];
  if (old === null || now === null) return [...partsOf(name), ...partsOf(anyResource)];
  const keys = [...new Set([...old.keys(), ...now.keys()])].filter((key) => !sameText(old.get(key), now.get(key)));
  return [name, anyResource].flatMap((one) => [whole(one), ...keys.map((key) => part(one, key))]);
}

/** What is read of a resource: all that is in it, or one of its properties. */
const whole = (name: string): string => `${name}.`;
const part = (name: string, key: string): string => `${name}.${key}`;
const partsOf = (name: string): readonly string[] => [whole(name), part(name, '*')];

/** Stands for the resource that a call of `reference` means. */
const anyResource = '?';
/** What is read where nobody knows what is. */
const anything = '!';

function addAll(to: Set<string>, names: readonly string[]): void {
  for (const name of names) to.add(name);
}

function headerOf({ type, apiVersion, existing, condition, loop, parent, scope, resourceName }: ResourceDeclaration) {
  return { type, apiVersion, existing, condition, loop, parent, scope, resourceName };
}

/** Null if a body isn't a plain list of properties. */
function propertiesOf({ body, nested }: ResourceDeclaration): ReadonlyMap<string, Expression> | null {
  if (body.kind !== 'object' || nested.length > 0) return null;
  const properties = body.members.flatMap((member) => (member.kind === 'property' ? [member] : []));
  return properties.length < body.members.length ? null : new Map(properties.map(({ key, value }) => [key, value]));
}

/** Names that a declaration mentions, and what it reads of resources of these names. */
type Reading = Set<string>;

function readBy(declaration: Declaration): Reading {
  const reading: Reading = new Set();
  switch (declaration.kind) {
    case 'parameter':
      if (declaration.default !== null) read(declaration.default, reading);
      break;
    case 'variable':
    case 'output':
      read(declaration.value, reading);
      break;
    case 'module':
      if (declaration.inline !== null) reading.add(anything);
      readDeployed(declaration, reading);
      break;
    case 'resource':
      readResource(declaration, reading);
      break;
    default:
      break;
  }
  return reading;
}

function readResource(declaration: ResourceDeclaration, reading: Reading): void {
  readDeployed(declaration, reading);
  for (const nested of declaration.nested) readResource(nested, reading);
}

function readDeployed(
  { condition, loop, body }: Pick<ResourceDeclaration, 'condition' | 'loop' | 'body'>,
  reading: Reading,
): void {
  for (const expression of [condition, loop?.source, loop?.filter]) if (expression) read(expression, reading);
  if (body.kind !== 'object') {
    read(body, reading);
    return;
  }
  for (const member of body.members) {
    if (member.kind === 'property' && namingProperties.has(member.key)) readNamed(member.value, reading);
    else if (member.kind === 'computed') read(member.key, reading);
    if (member.kind !== 'property' || !namingProperties.has(member.key)) read(member.value, reading);
  }
}

/** Properties that name resources and read nothing of them. */
const namingProperties: ReadonlySet<string> = new Set(['parent', 'scope', 'dependsOn']);

function readNamed(expression: Expression, reading: Reading): void {
  const named = expression.kind === 'array' ? expression.items.map(({ value }) => value) : [expression];
  for (const one of named) {
    if (one.kind === 'name') reading.add(one.name);
    else read(one, reading);
  }
}

/** Members of a resource that what is in it doesn't decide. */
const headerMembers: ReadonlySet<string> = new Set(['id', 'name', 'type', 'apiVersion']);

/** Iterative: expressions may be deep. */
function read(expression: Expression, reading: Reading): void {
  const pending: Expression[] = [expression];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const key = next.kind === 'member' ? literalOf(next.key) : null;
    if (next.kind === 'member' && typeof key === 'string') {
      const { target } = next;
      if (target.kind === 'name') {
        addAll(reading, headerMembers.has(key) ? [target.name] : [target.name, ...readOf(target.name, key)]);
        continue;
      }
      // Of a third argument it gives the resource as a whole.
      if (isReference(target) && target.arguments.length > 2) {
        addAll(reading, readOf(anyResource, key));
        pending.push(...target.arguments);
        continue;
      }
    }
    if (next.kind === 'name') addAll(reading, [next.name, whole(next.name)]);
    if (isReference(next)) reading.add(whole(anyResource));
    pushOperands(next, pending);
  }
}

function readOf(name: string, key: string): readonly string[] {
  return [part(name, key), part(name, '*')];
}

function isReference(expression: Expression): expression is CallExpression {
  return expression.kind === 'call' && expression.name.toLowerCase() === 'reference';
}

function literalOf(expression: Expression): unknown {
  return expression.kind === 'literal' ? expression.value : null;
}
