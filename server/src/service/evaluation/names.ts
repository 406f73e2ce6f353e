/** Full names and ids of resources, as far as they are known. */
import type { Cell, Frame } from '../../evaluate/cell.ts';
import { settle } from '../../evaluate/choices.ts';
import type { FrameScope } from '../../evaluate/deployment-scope.ts';
import type { Evaluator } from '../../evaluate/evaluator.ts';
import type { Reference, ResourceInstance } from '../../evaluate/instance.ts';
import { lift } from '../../evaluate/lift.ts';
import { objectOfScope } from '../../evaluate/scope-links.ts';
import { idOfScope, scopeOfValue, targetOf } from '../../evaluate/scopes.ts';
import type { Assumptions } from '../../evaluate/terms.ts';
import { partsOf, textOf } from '../../evaluate/texts.ts';
import { isScalar, type TextPart, type Value } from '../../evaluate/values.ts';
import type { TemplateScope } from '../../template/ir.ts';

type Parts = readonly TextPart[];

/** Parents, and resources that are extended, that are followed; Azure's types have fewer segments. */
const mostSteps = 16;

export class Names {
  private readonly evaluator: Evaluator;
  private readonly fullNames = new Map<ResourceInstance, Cell>();

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
  }

  /** The names of a resource's parents and its own, separated by slashes; a decision where one of them is. */
  fullName(instance: ResourceInstance, steps = 0): Cell {
    const { parent } = instance;
    if (parent === null) return instance.name;
    const known = this.fullNames.get(instance);
    if (known !== undefined) return known;
    const { evaluator } = this;
    const around =
      steps > mostSteps
        ? this.unknownParent(instance)
        : parent.kind === 'instance'
          ? this.fullName(parent.instance, steps + 1)
          : lift(evaluator, parent.cell, [parent.cell], ([cell = parent.cell]) => {
              const value = evaluator.force(cell);
              return isReference(value) ? this.fullName(value.to, steps + 1) : this.unknownParent(instance);
            });
    const name = lift(evaluator, instance.name, [around, instance.name], (settled) => {
      const [outer, own] = settled.map((cell) => partsOf(evaluator.force(cell)));
      if (!outer || !own) return evaluator.given(instance.name, evaluator.failure(instance.name, notText));
      return evaluator.given(instance.name, textOf([...outer, '/', ...own]));
    });
    this.fullNames.set(instance, name);
    return name;
  }

  private unknownParent({ name }: ResourceInstance): Cell {
    return this.evaluator.given(name, this.evaluator.failure(name, 'its parent is not known'));
  }

  /** The id of a resource; null where its names depend on a condition that isn't decided. */
  id(instance: ResourceInstance, assumptions: Assumptions | null, steps = 0): Parts | null {
    const name = this.settledParts(this.fullName(instance), assumptions);
    const place = steps > mostSteps ? null : this.place(instance, assumptions, steps + 1);
    if (name === null || place === null) return null;
    // Azure writes the id of a resource group without a provider.
    if (instance.declaration.type.toLowerCase() === 'microsoft.resources/resourcegroups') {
      return [...place, '/resourceGroups/', ...name];
    }
    const names = splitAtSlashes(name);
    const [namespace = '', ...segments] = instance.declaration.type.split('/');
    if (names.length !== segments.length) return null;
    return [
      ...place,
      `/providers/${namespace}`,
      ...segments.flatMap((type, at) => [`/${type}/`, ...(names[at] ?? [])]),
    ];
  }

  /** The id of the scope that a resource is in, or of the resource that it extends; null where it depends on a condition. */
  place(instance: ResourceInstance, assumptions: Assumptions | null, steps = 0): Parts | null {
    let outermost = instance;
    for (let count = 0; outermost.parent !== null; count++) {
      const parent = this.parentOf(outermost, assumptions);
      if (parent === null || count > mostSteps) return null;
      outermost = parent;
    }
    const { scope, frame } = outermost;
    if (scope === null) return this.placeOfFrame(frame, assumptions);
    const plain = this.plainPlace(scope, assumptions);
    if (plain !== null) return plain;
    const value = this.settled(scope.written, assumptions);
    if (isReference(value)) return this.id(value.to, assumptions, steps);
    const parts = partsOf(value);
    const first = parts?.[0];
    const isRelative = typeof first === 'string' && /^[^/]+\.[^/]+\//.test(first);
    const own = isRelative ? this.placeOfFrame(frame, assumptions) : null;
    return parts !== null && own !== null ? [...own, '/providers/', ...parts] : parts;
  }

  /** The id of the scope that a template is deployed to; null where it depends on a condition or can't be told. */
  private placeOfFrame(frame: Frame, assumptions: Assumptions | null): Parts | null {
    const scope = targetOf(frame);
    return (
      this.plainPlace(scope, assumptions) ??
      (scope.kind === 'link' ? partsOf(this.settled(scope.written, assumptions)) : null)
    );
  }

  private plainPlace(scope: FrameScope, assumptions: Assumptions | null): Parts | null {
    if (scope.kind !== 'link') return idOfScope(scope);
    const found = scopeOfValue(this.settled(objectOfScope(this.evaluator, scope), assumptions));
    return found === null ? null : idOfScope(found);
  }

  private parentOf({ parent }: ResourceInstance, assumptions: Assumptions | null): ResourceInstance | null {
    if (parent === null || parent.kind === 'instance') return parent?.instance ?? null;
    const value = this.settled(parent.cell, assumptions);
    return isReference(value) ? value.to : null;
  }

  private settled(cell: Cell, assumptions: Assumptions | null): Value {
    return this.evaluator.force(settle(cell, assumptions, this.evaluator.force));
  }

  private settledParts(cell: Cell, assumptions: Assumptions | null): Parts | null {
    return partsOf(this.settled(cell, assumptions));
  }

  /** A text with the ids of resources written out, as far as they are known. */
  writtenOut(parts: Parts, assumptions: Assumptions | null): Parts {
    const written = parts.flatMap((part) => (isReference(part) ? (this.id(part.to, assumptions) ?? [part]) : [part]));
    const joined = textOf(written);
    return typeof joined === 'object' && joined.kind === 'text' ? joined.parts : [joined];
  }
}

const notText = 'the name is not a text';

function isReference(value: Value): value is Reference {
  return !isScalar(value) && value.kind === 'reference';
}

/** The pieces of a text between the slashes of its known parts. */
function splitAtSlashes(parts: Parts): readonly Parts[] {
  const pieces: TextPart[][] = [[]];
  for (const part of parts) {
    const [first, ...more] = typeof part === 'string' ? part.split('/') : [part];
    if (first !== undefined && first !== '') pieces[pieces.length - 1]?.push(first);
    for (const piece of more) pieces.push(piece === '' ? [] : [piece]);
  }
  return pieces;
}

/** What an id means. */
export interface ReadId {
  /** The id of the scope, or of the resource that is extended. */
  readonly place: Parts;
  readonly type: string;
  /** The names with slashes between them. */
  readonly name: Parts;
}

/** Reads `<place>/providers/<namespace>/<type>/<name>/<child type>/<child name>...`; null for any other text. */
export function readId(parts: Parts): ReadId | null {
  const marker = '/providers/';
  for (let index = parts.length - 1; index >= 0; index--) {
    const part = parts[index];
    const at = typeof part === 'string' ? part.toLowerCase().lastIndexOf(marker) : -1;
    if (typeof part !== 'string' || at < 0) continue;
    const place = [...parts.slice(0, index), ...(at > 0 ? [part.slice(0, at)] : [])];
    const [namespace, ...pieces] = splitAtSlashes([part.slice(at + marker.length), ...parts.slice(index + 1)]);
    const types = [namespace, ...pieces.filter((_, position) => position % 2 === 0)].map((piece) =>
      wordOf(piece ?? []),
    );
    const names = pieces.filter((_, position) => position % 2 === 1);
    const isId = isPlace(place) && types.length === names.length + 1 && names.length > 0;
    if (!isId || types.includes(null) || names.some((name) => name.length === 0)) return null;
    return {
      place,
      type: types.join('/'),
      name: names.flatMap((name, position) => (position > 0 ? ['/', ...name] : name)),
    };
  }
  return null;
}

/** True for what may stand before `/providers/` in an id: nothing, a path, or something unknown. */
function isPlace(place: Parts): boolean {
  const [first] = place;
  return typeof first !== 'string' || first.startsWith('/');
}

function wordOf(piece: Parts): string | null {
  const [only] = piece;
  return piece.length === 1 && typeof only === 'string' ? only : null;
}

/** The kind of a scope if nothing else is known of it, since it is where the deployment itself goes; else null. */
export function unknownPlace(place: Parts): TemplateScope | null {
  let kind: TemplateScope = 'tenant';
  for (const part of place) {
    const named = typeof part === 'string' ? kinds.get(part) : undefined;
    if (named !== undefined) kind = named;
    else if (typeof part === 'string' || part.kind !== 'unknown' || !part.term.key.startsWith('scope(')) return null;
  }
  return kind;
}

const kinds: ReadonlyMap<string, TemplateScope> = new Map([
  ['/subscriptions/', 'subscription'],
  ['/resourceGroups/', 'resourceGroup'],
  ['/providers/Microsoft.Management/managementGroups/', 'managementGroup'],
]);
