/**
 * Which resource an id or a name means (spec: evaluation, section 7). An identity is a type with one name for each of its segments; names
 * may be partly unknown and compare three-valued, ignoring case.
 */
import type { Cell } from '../evaluate/cell.ts';
import type { Evaluator } from '../evaluate/evaluator.ts';
import type { ResourceInstance } from '../evaluate/instance.ts';
import { partsOf, partTerm, textsEqual } from '../evaluate/texts.ts';
import type { TextPart, Value } from '../evaluate/values.ts';
import { type Run, Undecided } from './alternatives.ts';
import { settled } from './paths.ts';

/** The parts of one name. */
export type Name = readonly TextPart[];

export interface Identity {
  readonly type: string;
  /** One for each segment of the type, outermost first. */
  readonly names: readonly Name[];
}

/** Whether two identities are surely the same, surely not, or maybe (undefined). */
export function sameIdentity(a: Identity, b: Identity): boolean | undefined {
  if (a.type.toLowerCase() !== b.type.toLowerCase() || a.names.length !== b.names.length) return false;
  let answer: boolean | undefined = true;
  for (let index = a.names.length - 1; index >= 0; index--) {
    const same = sameName(a.names[index] ?? [], b.names[index] ?? []);
    if (same === false) return false;
    if (same === undefined) answer = undefined;
  }
  return answer;
}

/** A key that two identities share only if they are surely the same. */
export function identityKey(identity: Identity): string {
  return [identity.type.toLowerCase(), ...identity.names.map(nameKey)].join('\n');
}

/** A key that two names share only if they are surely the same. */
export function nameKey(name: Name): string {
  return name
    .map((part) => (typeof part === 'string' ? JSON.stringify(part.toLowerCase()) : partTerm(part).key))
    .join('+');
}

export function sameName(a: Name, b: Name): boolean | undefined {
  return textsEqual(folded(a), folded(b));
}

function folded(name: Name): Name {
  return name.map((part) => (typeof part === 'string' ? part.toLowerCase() : part));
}

/** Parents of a resource that are followed; Azure's types have fewer segments. */
const mostParents = 16;

/**
 * The identity of an instance, its parents' names included.
 * @throws Undecided if a name isn't a plain text, or a parent isn't known or its own descendant.
 */
export function identityOf(evaluator: Evaluator, run: Run, instance: ResourceInstance): Identity {
  const names: Name[] = [];
  let child: ResourceInstance | null = instance;
  for (let steps = 0; child !== null; steps++) {
    if (steps > mostParents) throw new Undecided('it is its own parent');
    names.unshift(...namesOf(evaluator.force(settled(evaluator, run, child.name))));
    child = parentInstance(evaluator, run, child);
  }
  return { type: instance.declaration.type, names };
}

function parentInstance(evaluator: Evaluator, run: Run, instance: ResourceInstance): ResourceInstance | null {
  if (instance.parent === null) return null;
  if (instance.parent.kind === 'instance') return instance.parent.instance;
  const parent = evaluator.force(settled(evaluator, run, instance.parent.cell));
  if (typeof parent === 'object' && parent !== null && parent.kind === 'reference') return parent.to;
  throw new Undecided('its parent is not known');
}

/** The one name that a cell holds. @throws Undecided if it isn't a text. */
export function nameOf(evaluator: Evaluator, run: Run, cell: Cell): Name {
  const parts = partsOf(evaluator.force(settled(evaluator, run, cell)));
  if (parts === null) throw new Undecided('the name is not a text');
  return parts;
}

/** The names of a value that may hold several, separated by slashes in its known parts. */
function namesOf(value: Value): readonly Name[] {
  const parts = partsOf(value);
  if (parts === null) throw new Undecided('the name is not a text');
  return splitAtSlashes(parts);
}

function splitAtSlashes(parts: readonly TextPart[]): readonly Name[] {
  const names: TextPart[][] = [[]];
  for (const part of parts) {
    if (typeof part !== 'string') {
      names[names.length - 1]?.push(part);
      continue;
    }
    part.split('/').forEach((piece, index) => {
      if (index > 0) names.push([]);
      if (piece !== '') names[names.length - 1]?.push(piece);
    });
  }
  return names;
}

/** What an id means: an instance itself, or an identity by value. Null if it doesn't read as an id. */
export type IdTarget =
  | { readonly kind: 'instance'; readonly instance: ResourceInstance }
  | { readonly kind: 'identity'; readonly identity: Identity };

/** Reads an id: a reference, or a text that ends in `/providers/<namespace>/<type>/<name>...`, whatever stands before. */
export function readId(evaluator: Evaluator, run: Run, cell: Cell): IdTarget | null {
  const value = evaluator.force(settled(evaluator, run, cell));
  if (typeof value === 'object' && value !== null && value.kind === 'reference')
    return { kind: 'instance', instance: value.to };
  const parts = partsOf(value);
  if (parts === null) return null;
  const first = parts[0];
  if (typeof first === 'object' && first.kind === 'reference') {
    const base = identityOf(evaluator, run, first.to);
    return identityFrom(base.type, base.names, parts.slice(1));
  }
  const providerAt = lastProviders(parts);
  if (providerAt === null) return null;
  const [namespace, ...rest] = splitAtSlashes(providerAt);
  const name = namespace === undefined ? undefined : textOnly(namespace);
  return name === undefined ? null : pairs(name, [], rest);
}

/** The parts after the last `/providers/`. */
function lastProviders(parts: readonly TextPart[]): readonly TextPart[] | null {
  const marker = '/providers/';
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index];
    if (typeof part !== 'string') continue;
    const at = part.toLowerCase().lastIndexOf(marker);
    if (at >= 0) return [part.slice(at + marker.length), ...parts.slice(index + 1)];
  }
  return null;
}

function identityFrom(type: string, names: readonly Name[], rest: readonly TextPart[]): IdTarget | null {
  const [before, ...segments] = splitAtSlashes(rest);
  if (before === undefined || before.length > 0) return null;
  return pairs(type, names, segments);
}

function pairs(type: string, names: readonly Name[], segments: readonly Name[]): IdTarget | null {
  if (segments.length === 0 || segments.length % 2 !== 0) return null;
  let fullType = type;
  const allNames = [...names];
  for (let index = 0; index < segments.length; index += 2) {
    const segment = textOnly(segments[index] ?? []);
    const name = segments[index + 1];
    if (segment === undefined || name === undefined || name.length === 0) return null;
    fullType = `${fullType}/${segment}`;
    allNames.push(name);
  }
  return { kind: 'identity', identity: { type: fullType, names: allNames } };
}

function textOnly(name: Name): string | undefined {
  const only = name[0];
  return name.length === 1 && typeof only === 'string' ? only : undefined;
}

/** A name for messages: unknown parts as an ellipsis. */
export function nameLabel(name: Name): string {
  return name.map((part) => (typeof part === 'string' ? part : '…')).join('');
}
