/**
 * What this deployment itself writes of a resource that a template reads as `existing` (spec: evaluation, section 7): the one declaration of that
 * type, name and scope, in the same template, in those that call it, or in modules that these call without a loop.
 */
import type { Cell } from './cell.ts';
import type { NamedResources } from './declared.ts';
import type { FrameScope } from './deployment-scope.ts';
import type { Evaluator } from './evaluator.ts';
import type { ResourceInstance } from './instance.ts';
import { lowered, namedAround, plainOf } from './named-resources.ts';
import { objectOfScope } from './scope-links.ts';
import { idOfScope, scopeOfInstance, scopeOfValue } from './scopes.ts';
import { partsOf, textsEqual } from './texts.ts';
import type { TextPart } from './values.ts';

/** Templates that are looked into for one resource, and parents of a resource that are followed. */
const mostTemplates = 1000;
const mostParents = 16;

const known = new WeakMap<Evaluator, Map<ResourceInstance, ResourceInstance | null>>();

/** The resource that an existing one surely is; null if this deployment doesn't declare it, does so twice, or if that can't be told. */
export function twinOf(evaluator: Evaluator, existing: ResourceInstance): ResourceInstance | null {
  evaluator.typesOfTwins.add(existing.declaration.type.toLowerCase());
  const found = known.get(evaluator) ?? new Map<ResourceInstance, ResourceInstance | null>();
  known.set(evaluator, found);
  const before = found.get(existing);
  if (before !== undefined) return before;
  const search = new Search(evaluator);
  const twin = search.twinOf(existing);
  // Names that are being evaluated further up may be compared the next time.
  if (search.isComplete) found.set(existing, twin);
  return twin;
}

class Search {
  private readonly evaluator: Evaluator;
  isComplete = true;

  constructor(evaluator: Evaluator) {
    this.evaluator = evaluator;
  }

  twinOf(existing: ResourceInstance): ResourceInstance | null {
    const own = this.identityOf(existing);
    if (own === null) return null;
    const twins = this.candidates(existing, plainOf(own.name)).filter(
      ({ identity }) => isSame(identity.name, own.name) && isSame(identity.scope, own.scope),
    );
    return twins.length === 1 ? (twins[0]?.instance ?? null) : null;
  }

  /** The declared resources of an existing one's type that may have its name, which is null if a part of it isn't known. */
  private candidates({ declaration, frame }: ResourceInstance, name: string | null): readonly Candidate[] {
    const type = declaration.type.toLowerCase();
    const around = namedAround(frame);
    if (around === null) return [];
    const ofFrame = declaredTypes.get(around) ?? new Map<string, DeclaredType>();
    declaredTypes.set(around, ofFrame);
    const found = ofFrame.get(type) ?? this.declaredOf(type, around);
    // Names that are being evaluated further up are known the next time.
    if (this.isComplete) ofFrame.set(type, found);
    return name === null ? found.all : [...(found.byName.get(name) ?? []), ...found.unnamed];
  }

  /** All declared resources of a type that the templates around declare, and the modules that these call. */
  private declaredOf(type: string, around: NamedResources): DeclaredType {
    const all: Candidate[] = [];
    const byName = new Map<string, Candidate[]>();
    const unnamed: Candidate[] = [];
    for (const instance of this.declared(type, around)) {
      const identity = this.identityOf(instance);
      if (identity === null) continue;
      const candidate = { instance, identity };
      const plain = plainOf(identity.name);
      const same = plain === null ? unnamed : (byName.get(plain) ?? []);
      if (plain !== null) byName.set(plain, same);
      same.push(candidate);
      all.push(candidate);
    }
    return { all, byName, unnamed };
  }

  private declared(type: string, around: NamedResources): readonly ResourceInstance[] {
    const templates = new Set(around.outwards());
    const all: ResourceInstance[] = [];
    for (const template of templates) {
      if (templates.size < mostTemplates) for (const called of template.called()) templates.add(called);
      for (const { types, declared } of template.typed) {
        if (!types.has(type) || !this.evaluator.spend(1)) continue;
        const into = { instances: [] as ResourceInstance[], openLoops: [], calls: [], unread: [] };
        declared(into);
        // The turns of a loop may not be known yet.
        if (into.openLoops.length > 0) this.isComplete = false;
        for (const instance of into.instances)
          if (!instance.declaration.existing && instance.declaration.type.toLowerCase() === type) all.push(instance);
      }
    }
    return all;
  }

  /** The whole name and the id of the scope; null if one of them depends on a condition, or is being evaluated. */
  private identityOf(instance: ResourceInstance): Identity | null {
    const name: TextPart[] = [];
    let outermost = instance;
    for (let level = 0; level <= mostParents; level++) {
      const own = this.partsOf(outermost.name);
      if (own === null) return null;
      name.unshift(...own, ...(level === 0 ? [] : ['/']));
      const { parent } = outermost;
      if (parent === null) {
        const scope = this.idOf(scopeOfInstance(outermost));
        return scope === null ? null : { name: lowered(name), scope: lowered(scope) };
      }
      const around = parent.kind === 'instance' ? parent.instance : this.resourceAt(parent.cell);
      if (around === null) return null;
      outermost = around;
    }
    return null;
  }

  private resourceAt(cell: Cell): ResourceInstance | null {
    const value = this.isReadable(cell) ? this.evaluator.force(cell) : null;
    return typeof value === 'object' && value?.kind === 'reference' && value.what === 'resource' ? value.to : null;
  }

  private idOf(scope: FrameScope): Parts | null {
    if (scope.kind !== 'link') return idOfScope(scope);
    if (!this.isReadable(scope.written)) return null;
    const deployed = scopeOfValue(this.evaluator.force(objectOfScope(this.evaluator, scope)));
    if (deployed !== null) return idOfScope(deployed);
    const extended = this.resourceAt(scope.written);
    return extended === null ? this.partsOf(scope.written) : [{ kind: 'reference', to: extended, what: 'id' }];
  }

  private partsOf(cell: Cell): Parts | null {
    return this.isReadable(cell) ? partsOf(this.evaluator.force(cell)) : null;
  }

  /** False for what is under evaluation: it asks for the existing resource itself. */
  private isReadable(cell: Cell): boolean {
    const isUnderWay = this.evaluator.isUnderWay(cell);
    if (isUnderWay) this.isComplete = false;
    return !isUnderWay;
  }
}

type Parts = readonly TextPart[];

interface Identity {
  readonly name: Parts;
  readonly scope: Parts;
}

interface Candidate {
  readonly instance: ResourceInstance;
  readonly identity: Identity;
}

/** The declared resources of one type: those of which the whole name is known by it, and the others. */
interface DeclaredType {
  readonly all: readonly Candidate[];
  readonly byName: ReadonlyMap<string, readonly Candidate[]>;
  readonly unnamed: readonly Candidate[];
}

/** What is declared for a template, by type in lower case. It belongs to one evaluation, as the template's resources do. */
const declaredTypes = new WeakMap<NamedResources, Map<string, DeclaredType>>();

function isSame(a: Parts, b: Parts): boolean {
  return textsEqual(a, b) === true;
}
