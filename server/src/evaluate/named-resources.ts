/**
 * Resources and deployments that are read by name or id: `reference('name')`, `reference(resourceId('Microsoft.Resources/deployments', 'name'))`.
 * Such a reference means what the template declares that it stands in, or one of those that call that.
 */
import type { CallExpression, ResourceDeclaration } from '../template/ir.ts';
import type { Cell, Frame } from './cell.ts';
import type { Collected, Declared, NamedResource, NamedResources } from './declared.ts';
import type { Evaluator } from './evaluator.ts';
import type { ResourceInstance } from './instance.ts';
import { objectOfScope } from './scope-links.ts';
import { idOfScope, scopeOfInstance, scopeOfValue } from './scopes.ts';
import { partsOf, segmentsOfText, textsEqual } from './texts.ts';
import type { TextPart, Value } from './values.ts';

type Parts = readonly TextPart[];

export const deploymentType = 'Microsoft.Resources/deployments';

function typesOf({ type, nested }: ResourceDeclaration): readonly string[] {
  return [type.toLowerCase(), ...nested.flatMap(typesOf)];
}

/** The resources that a declaration makes, those of its loop and those nested in it included. */
function namedIn(declared: Declared): readonly NamedResource[] {
  const into: Collected = { instances: [], openLoops: [], calls: [], unread: [] };
  declared(into);
  return into.instances.flatMap((instance) => (instance.declaration.existing ? [] : [namedInstance(instance)]));
}

/** Parents of a resource that are followed; Azure's types have fewer segments. */
const mostParents = 16;

function namedInstance(instance: ResourceInstance): NamedResource {
  const names = [instance.name];
  let outermost = instance;
  while (outermost.parent?.kind === 'instance' && names.length <= mostParents) {
    outermost = outermost.parent.instance;
    names.unshift(outermost.name);
  }
  const value: Value = { kind: 'reference', to: instance, what: 'resource' };
  return { type: instance.declaration.type, names, scope: scopeOfInstance(outermost), value: () => value };
}

/** Resources with a plain name by that name in lower case, and the others. */
interface NameIndex {
  readonly byName: ReadonlyMap<string, readonly NamedResource[]>;
  readonly others: readonly (readonly [Parts, NamedResource])[];
}

/** Adds the resources that a declaration makes to what its template declares. */
export function addResource(resources: NamedResources, declaration: ResourceDeclaration, declared: Declared): void {
  resources.typed.push({ types: new Set(typesOf(declaration)), declared });
  resources.add(() => namedIn(declared));
}

/** What a template declares by name, once somebody looked for it. */
const indexes = new WeakMap<NamedResources, NameIndex | 'being made'>();

/** What a reference surely means; null for nothing here, and while the names themselves are read. */
function find(evaluator: Evaluator, resources: NamedResources, meant: Meant): NamedResource | null {
  const { around, isOuter } = resources;
  const index = indexed(evaluator, resources);
  const found = index === null ? null : surelyMeant(evaluator, index, meant);
  if (found !== null || around === null) return found;
  // A name alone means what stands in the same template.
  return meant.type !== null || isOuter ? find(evaluator, around, meant) : null;
}

function indexed(evaluator: Evaluator, resources: NamedResources): NameIndex | null {
  const known = indexes.get(resources);
  if (known !== undefined) return known === 'being made' ? null : known;
  indexes.set(resources, 'being made');
  let index: NameIndex | null = null;
  try {
    index = indexOf(evaluator, resources.own());
    return index;
  } finally {
    // What was suspended is made anew.
    if (index === null) indexes.delete(resources);
    else indexes.set(resources, index);
  }
}

/** What the template declares that a frame is inside of. */
export function namedAround(frame: Frame): NamedResources | null {
  for (let at: Frame | null = frame; at !== null; at = at.up) if (at.named !== undefined) return at.named;
  return null;
}

function indexOf(evaluator: Evaluator, all: readonly NamedResource[]): NameIndex {
  const byName = new Map<string, NamedResource[]>();
  const others: [Parts, NamedResource][] = [];
  for (const resource of all) {
    const name = nameOf(evaluator, resource.names);
    if (name === null) continue;
    const plain = plainOf(name);
    if (plain === null) others.push([name, resource]);
    else byName.set(plain, [...(byName.get(plain) ?? []), resource]);
  }
  return { byName, others };
}

/** The whole name in lower case, with slashes between its parts; null if one of them isn't a text or depends on a condition. */
function nameOf(evaluator: Evaluator, names: readonly Cell[]): Parts | null {
  const parts: TextPart[] = [];
  for (const cell of names) {
    const own = partsOf(evaluator.force(cell));
    if (own === null) return null;
    if (parts.length > 0) parts.push('/');
    parts.push(...own);
  }
  return lowered(parts);
}

/** The text of parts that are all known. */
export function plainOf(parts: Parts): string | null {
  return parts.every((part) => typeof part === 'string') ? parts.join('') : null;
}

/** Azure compares names and ids without regard to case. Texts that follow each other are joined. */
export function lowered(parts: Parts): Parts {
  const joined: TextPart[] = [];
  for (const part of parts) {
    const last = joined[joined.length - 1];
    if (typeof part !== 'string') joined.push(part);
    else if (typeof last === 'string') joined[joined.length - 1] = last + part.toLowerCase();
    else if (part !== '') joined.push(part.toLowerCase());
  }
  return joined;
}

/** What a reference says of a resource, in lower case. */
interface Meant {
  readonly name: Parts;
  /** Null if the reference is a name alone. */
  readonly type: string | null;
  /** The id of what it is deployed to, or of what it extends. */
  readonly scope: Parts;
}

function surelyMeant(evaluator: Evaluator, index: NameIndex, { name, type, scope }: Meant): NamedResource | null {
  const plain = plainOf(name);
  const named = plain === null ? othersNamed(evaluator, index, name) : (index.byName.get(plain) ?? []);
  if (type === null) return named.length === 1 ? (named[0] ?? null) : null;
  const surely: NamedResource[] = [];
  const perhaps: NamedResource[] = [];
  for (const resource of named) {
    if (resource.type.toLowerCase() !== type) continue;
    const is = isIn(evaluator, resource, scope);
    if (is === true) surely.push(resource);
    // Where a deployment goes is often a parameter that is said in two ways; of resources others of that name may be meant.
    else if (is === undefined && resource.type === deploymentType) perhaps.push(resource);
  }
  const [found, ...more] = surely.length > 0 ? surely : perhaps;
  return found === undefined || more.length > 0 ? null : found;
}

/** Names that are compared in one step of the evaluation. */
const namesPerStep = 16;

function othersNamed(evaluator: Evaluator, { others }: NameIndex, name: Parts): readonly NamedResource[] {
  if (!evaluator.spend(others.length / namesPerStep)) return [];
  return others.flatMap(([parts, resource]) => (textsEqual(parts, name) === true ? [resource] : []));
}

/** Whether a resource goes to a scope, or extends the resource of that id; undefined if it isn't known. */
function isIn(evaluator: Evaluator, { scope }: NamedResource, id: Parts): boolean | undefined {
  if (scope.kind !== 'link') return textsEqual(lowered(idOfScope(scope)), id);
  const known = scopeOfValue(evaluator.force(objectOfScope(evaluator, scope)));
  const written = known === null ? partsOf(evaluator.force(scope.written)) : idOfScope(known);
  return written === null ? undefined : textsEqual(lowered(written), id);
}

const marker = '/providers/';

/** What a text means that `reference` is given: the id of a resource, or a name alone. Null for anything else. */
function meantBy(text: Parts): Meant | null {
  const id = lowered(text);
  const at = id.findLastIndex((part) => typeof part === 'string' && part.includes(marker));
  const part = id[at];
  if (typeof part !== 'string') {
    const [first] = id;
    return typeof first === 'string' && first.startsWith('/') ? null : { name: id, type: null, scope: [] };
  }
  const start = part.lastIndexOf(marker);
  const [space, ...pieces] = segmentsOfText([part.slice(start + marker.length), ...id.slice(at + 1)]);
  const types: string[] = [];
  const name: TextPart[] = [];
  for (const [position, piece] of [space ?? [], ...pieces].entries()) {
    if (piece.length === 0) return null;
    const isName = position > 0 && position % 2 === 0;
    const word = isName ? null : plainOf(piece);
    if (!isName && word === null) return null;
    if (word !== null) types.push(word);
    else name.push(...(name.length > 0 ? ['/'] : []), ...piece);
  }
  if (pieces.length === 0 || pieces.length % 2 === 1) return null;
  return { name: lowered(name), type: types.join('/'), scope: lowered([...id.slice(0, at), part.slice(0, start)]) };
}

/**
 * The resource or deployment that the value of an argument means by its name or its id, as `NamedResource.value` gives it; null if the value is
 * anything else, or if it can't be told.
 * @param frame where the argument stands
 */
export function resourceMeant(evaluator: Evaluator, frame: Frame, value: Value): Value | null {
  if (typeof value === 'object' && value?.kind === 'reference' && !value.to.declaration.existing)
    return { ...value, what: 'resource' };
  const parts = partsOf(value);
  const meant = parts === null ? null : meantBy(parts);
  const resources = meant === null ? null : namedAround(frame);
  return meant === null || resources === null ? null : (find(evaluator, resources, meant)?.value() ?? null);
}

/** The resource whose properties a call of `reference` gives; null for other calls, for deployments and for what can't be told. */
export function instanceReferredTo(evaluator: Evaluator, call: CallExpression, frame: Frame): ResourceInstance | null {
  const [id, , form] = call.arguments;
  if (call.name.toLowerCase() !== 'reference' || call.target !== null || id === undefined || form !== undefined)
    return null;
  const meant = resourceMeant(evaluator, frame, evaluator.force(evaluator.part(id, frame)));
  return typeof meant === 'object' && meant?.kind === 'reference' ? meant.to : null;
}
