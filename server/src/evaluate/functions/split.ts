/**
 * `split`, also of texts that are partly known. An unknown part may hold separators, except where it is one segment of a resource id: the name
 * of a resource, of a resource group, the id of a subscription. So `split(vault.id, '/')[4]` and `last(split(vault.id, '/'))` are known as far
 * as the id is, and `split(subnet.id, '/subnets/')[0]` is the id of the network.
 */
import { type Call, type Implementation, ofSettled, unknownResult } from '../calls.ts';
import type { Cell } from '../cell.ts';
import { mostElements } from '../elements.ts';
import type { Reference, ResourceInstance } from '../instance.ts';
import { lift } from '../lift.ts';
import { cellOfScope } from '../scope-links.ts';
import { idOfScope, scopeOfInstance, scopeOfValue } from '../scopes.ts';
import { partsOf, textOf } from '../texts.ts';
import { type ArrayElement, isArray, isCertain, isScalar, type TextPart, type Unknown, type Value } from '../values.ts';

const split: Implementation = ofSettled((call, [text, separators], settled, assumptions) => {
  const notKnown = (): Value => unknownResult(call, settled, 'the text that is split is not known');
  const list =
    separators !== undefined && isArray(separators) && separators.rest === null
      ? separators.items.map((item) => (isCertain(item) ? call.evaluator.force(item.cell) : null))
      : [separators];
  if (!list.every((one): one is string => typeof one === 'string' && one !== '') || list.length === 0)
    return notKnown();
  const parts = text === undefined || isScalar(text) ? (typeof text === 'string' ? [text] : null) : partsOf(text);
  const [only] = parts ?? [];
  if (parts === null || (parts.length === 1 && only !== undefined && isOpaque(only))) return notKnown();
  const byPath = list.every((separator) => separator.startsWith('/') && separator.endsWith('/'));
  if (parts.some((part) => typeof part !== 'string') && !byPath && list.some((separator) => separator.length > 1))
    return notKnown();
  // The names in ids may be decisions, which the operands themselves don't show.
  const instances = byPath ? parts.flatMap((part) => (isReference(part) ? [part.to] : [])) : [];
  const names = instances.flatMap((instance) => chainOf(call, instance)?.map((link) => link.name) ?? []);
  return lift(
    call.evaluator,
    call.at,
    names,
    (settledNames) => {
      const nameOf = new Map(names.map((name, index) => [name, settledNames[index] ?? name]));
      const segments = segmentsOf(call, parts, byPath ? list : null, nameOf);
      return call.evaluator.given(call.at, splitSegments(call, segments, list));
    },
    assumptions,
  );
});

/** True for a part of which nothing is known. */
function isOpaque(part: TextPart): boolean {
  return typeof part !== 'string' && part.kind === 'unknown';
}

/** A part of a text. One that is `closed` surely holds no separator. */
interface Segment {
  readonly part: TextPart;
  readonly closed: boolean;
}

function segmentsOf(
  call: Call,
  parts: readonly TextPart[],
  pathSeparators: readonly string[] | null,
  nameOf: ReadonlyMap<Cell, Cell>,
): readonly Segment[] {
  const segments: Segment[] = [];
  let before = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      segments.push({ part, closed: false });
      before += part;
      continue;
    }
    const id = pathSeparators === null ? null : idParts(call, part, nameOf);
    if (id !== null && pathSeparators !== null) {
      const known = id.map((one) => (typeof one === 'string' ? one : '…')).join('');
      const isWhole = !pathSeparators.some((separator) => known.includes(separator));
      segments.push(...(isWhole ? [part] : id).map((one) => ({ part: one, closed: typeof one !== 'string' })));
      before += known;
    } else {
      segments.push({ part, closed: pathSeparators !== null && endsBeforeName(before) });
      before += '…';
    }
  }
  return segments;
}

/** True if what follows this beginning of an id is one segment of it. */
function endsBeforeName(before: string): boolean {
  const end = before.slice(-1000).toLowerCase();
  if (/\/(?:subscriptions|resourcegroups)\/$/.test(end)) return true;
  return /\/providers\/[^/]+\/[^/]+\/(?:[^/]+\/[^/]+\/)*[^/]*$/.test(
    end.slice(Math.max(0, end.lastIndexOf('/providers/'))),
  );
}

/** The id that a part stands for, an unknown part for each segment that isn't known; null if the part is no id or its scope isn't known. */
function idParts(
  call: Call,
  part: Exclude<TextPart, string>,
  nameOf: ReadonlyMap<Cell, Cell>,
): readonly TextPart[] | null {
  const chain = isReference(part) ? chainOf(call, part.to) : null;
  if (chain === null || !isReference(part)) return null;
  const [namespace = '', ...types] = part.to.declaration.type.split('/');
  const outermost = chain[0]?.instance ?? part.to;
  const scope = cellOfScope(call.evaluator, call.at, scopeOfInstance(outermost));
  const around = scopeOfValue(call.evaluator.force(scope));
  if (around === null) return null;
  const parts: TextPart[] = [...idOfScope(around), `/providers/${namespace}`];
  let next = 0;
  for (const link of chain) {
    const name = call.evaluator.force(nameOf.get(link.name) ?? link.name);
    const names =
      link.segments === 1 ? [partsOf(name)] : typeof name === 'string' ? name.split('/').map((one) => [one]) : [];
    if (names.length !== link.segments) return null;
    for (const segment of names) {
      if (segment === null || segment.some(isReference)) return null;
      parts.push(`/${types[next++] ?? ''}/`, ...segment);
    }
  }
  return next === types.length ? parts : null;
}

function isReference(part: TextPart): part is Reference {
  return typeof part !== 'string' && part.kind === 'reference';
}

interface Link {
  readonly instance: ResourceInstance;
  readonly name: Cell;
  /** How many segments of the type the name stands for. */
  readonly segments: number;
}

/** Names from the outermost resource to this one; null if they can't be told. */
function chainOf(call: Call, instance: ResourceInstance): readonly Link[] | null {
  const links: Link[] = [];
  for (let at: ResourceInstance | null = instance; at !== null; ) {
    if (links.length > 16) return null;
    const segments = at.declaration.type.split('/').length - 1;
    const parent: ResourceInstance | null | undefined = at.parent === null ? null : parentOf(call, at.parent);
    if (parent === undefined || segments < 1) return null;
    links.unshift({ instance: at, name: at.name, segments: parent === null ? segments : 1 });
    at = parent;
  }
  return links;
}

function parentOf(call: Call, parent: NonNullable<ResourceInstance['parent']>): ResourceInstance | undefined {
  if (parent.kind === 'instance') return parent.instance;
  const value = call.evaluator.force(parent.cell);
  return typeof value === 'object' && value !== null && value.kind === 'reference' ? value.to : undefined;
}

/**
 * The pieces between separators. Pieces before the first part that may hold separators are known; those after the last are there, at
 * positions that aren't.
 */
function splitSegments(call: Call, segments: readonly Segment[], separators: readonly string[]): Value {
  const items: ArrayElement[] = [];
  let rest: Unknown | null = null;
  let piece: TextPart[] | null = [];
  const close = (): void => {
    if (piece === null) return;
    const cell = call.evaluator.given(call.at, textOf(piece));
    items.push(rest === null ? cell : { cell, when: null, placed: false });
  };
  for (const { part, closed } of segments) {
    if (typeof part !== 'string') {
      if (closed) piece?.push(part);
      else {
        rest = call.evaluator.failure(call.at, 'the text that is split is not known');
        piece = null;
      }
      continue;
    }
    const pieces = piecesBetween(part, separators);
    if (pieces === null) return call.evaluator.beyond(call.at, 'the text has too many pieces');
    let isFirst = true;
    for (const between of pieces) {
      if (!isFirst) {
        close();
        piece = [];
      }
      isFirst = false;
      piece?.push(between);
    }
  }
  close();
  return { kind: 'array', items, rest };
}

/** The pieces of a known text, the first separator of the list that fits counting; null if there are too many. */
function piecesBetween(text: string, separators: readonly string[]): readonly string[] | null {
  const [only] = separators;
  if (only !== undefined && separators.length === 1) {
    const pieces = text.split(only, mostElements + 1);
    return pieces.length > mostElements ? null : pieces;
  }
  const pieces: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; ) {
    const separator = separatorAt(text, at, separators);
    if (separator === undefined) {
      at++;
      continue;
    }
    pieces.push(text.slice(from, at));
    if (pieces.length >= mostElements) return null;
    at += separator.length;
    from = at;
  }
  pieces.push(text.slice(from));
  return pieces;
}

function separatorAt(text: string, at: number, separators: readonly string[]): string | undefined {
  for (const separator of separators) if (text.startsWith(separator, at)) return separator;
  return undefined;
}

export const splitFunctions: Readonly<Record<string, Implementation>> = { split };
