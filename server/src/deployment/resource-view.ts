/** The rules' view of resources, over a resource index and its run. */
import { childArraysOf } from '../azure/child-arrays.ts';
import type { Contract } from '../config/contract.ts';
import { type ArrayElement, isArray, isNothing, isUnknown } from '../evaluate/values.ts';
import { attempt, Undecided } from './alternatives.ts';
import type { ResourceEntry } from './entries.ts';
import { type Name, nameLabel } from './identity.ts';
import { Namings } from './namings.ts';
import { isOmitted, plainOf, presentElements, segmentsOf, undecidedBy, walk } from './paths.ts';
import { Remembered } from './remembered.ts';
import { type Found, isExisting, type ResourceIndex } from './resource-index.ts';
import type { DeploymentView, ExternalResource, Json, ResourceView, ResourceViews } from './view.ts';

/** The views of a deployment. One view for each resource, so that views may be compared by identity of their keys. */
export class Views {
  readonly index: ResourceIndex;
  readonly deployment: DeploymentView;
  private readonly views = new Map<ResourceEntry, ResourceView>();
  private readonly namings: Namings;
  private readonly answers: Remembered<string, unknown>;
  private readonly lists: Remembered<readonly ResourceEntry[], ResourceList>;

  constructor(index: ResourceIndex, contract: Contract) {
    this.index = index;
    this.namings = new Namings(this);
    this.answers = new Remembered(index.run);
    this.lists = new Remembered(index.run, new WeakMap());
    const viewOf = (entry: ResourceEntry): ResourceView => this.of(entry);
    this.deployment = {
      contract,
      get everything() {
        return index.entries.map(viewOf);
      },
      resources: (type, about) => this.listOfType(type, about),
      naming: (named, type, place) => this.list(this.namings.of(named, type, place), this.mayHoldMore(type, named)),
      // The same question always has an answer of the same type.
      remember: <T>(question: string, find: () => T) => this.answers.answer(question, find) as T,
      lacks: (type) => index.ofType(type).length === 0 && !index.unread.loopsDeclare(type),
      hasUnreadModules: index.unread.hasModules,
    };
  }

  of(entry: ResourceEntry): ResourceView {
    const known = this.views.get(entry);
    if (known !== undefined) return known;
    const view = resourceView(this, entry);
    this.views.set(entry, view);
    return view;
  }

  /** The view of what an id led to. */
  ofFound(found: Found): ResourceView | ExternalResource {
    return found.kind === 'entry' ? this.of(found.entry) : { kind: 'external', type: found.type, name: found.name };
  }

  /** A list of entries that are present in this run. */
  list(entries: readonly ResourceEntry[], open: boolean): ResourceViews {
    const { known, doubtful } = this.lists.answer(entries, () => this.present(entries));
    return resourceViews(known, open || doubtful);
  }

  private present(entries: readonly ResourceEntry[]): ResourceList {
    const known: ResourceView[] = [];
    let doubtful = false;
    for (const entry of entries) {
      const isPresent = attempt(() => this.index.isPresent(entry));
      if (isPresent === undefined) doubtful = true;
      else if (isPresent) known.push(this.of(entry));
    }
    return { known, doubtful };
  }

  private listOfType(type: string, about: ResourceView | undefined): ResourceViews {
    return this.list(this.index.ofType(type), this.mayHoldMore(type, about));
  }

  /** True if a loop may declare more resources of the type, or a module: any, or one that a resource flows into. */
  private mayHoldMore(type: string, about: ResourceView | undefined): boolean {
    const { unread } = this.index;
    if (unread.loopsDeclare(type)) return true;
    const entry = about === undefined ? undefined : this.index.entry(about.key);
    return entry === undefined ? unread.hasModules : this.flowsIntoModule(entry);
  }

  /** True if the resource, or one that contains it, flows into a module that isn't read. */
  flowsIntoModule(entry: ResourceEntry): boolean {
    if (entry.kind === 'element') return this.flowsIntoModule(entry.parent);
    if (this.index.unread.flowsIntoModule(entry.instance)) return true;
    const parent = entry.instance.parent;
    if (parent?.kind !== 'instance') return false;
    const surrounding = this.index.entry(parent.instance.key);
    return surrounding !== undefined && this.flowsIntoModule(surrounding);
  }
}

interface ResourceList {
  readonly known: readonly ResourceView[];
  /** True if it can't be told whether one of the entries is present. */
  readonly doubtful: boolean;
}

function resourceView(views: Views, entry: ResourceEntry): ResourceView {
  const { index } = views;
  const { evaluator } = index.program;
  const existing = isExisting(entry);

  const walked = (path: string) => {
    if (existing) throw new Undecided('the properties of an existing resource are not known');
    return walk(evaluator, index.run, entry.body, segmentsOf(path));
  };

  /** The elements of an array that are there in this run; none if it is omitted. */
  const elementsAt = (path: string): readonly ArrayElement[] => {
    const array = walked(path);
    if (array.kind === 'missing') return [];
    const value = evaluator.force(array.cell);
    if (isNothing(value)) return [];
    if (!isArray(value) || value.rest !== null) throw new Undecided('which elements the array has is not known');
    return presentElements(evaluator, index.run, value.items);
  };

  const targetsOf = (arrayPath: string, idPath: string): readonly (ResourceView | ExternalResource)[] => {
    return elementsAt(arrayPath).flatMap((item) => {
      const id = walk(evaluator, index.run, item.cell, segmentsOf(idPath));
      return id.kind === 'missing' ? [] : [views.ofFound(index.follow(id.cell))];
    });
  };

  const lastName = (): string | undefined => {
    const { names } = index.identity(entry);
    const last = names[names.length - 1] ?? [];
    const only = last[0];
    if (last.length !== 1 || typeof only === 'string')
      return isTelling(last) ? nameLabel(last) : (view.symbolicName ?? nameLabel(last));
    return view.symbolicName ?? (only?.kind === 'unknown' ? `{${only.term.label}}` : undefined);
  };

  const foldedType = entry.type.toLowerCase();
  const plain = new Remembered<string, Json>(index.run);
  const readNow = (path: string): Json => {
    const end = walked(path);
    return end.kind === 'missing' ? null : plainOf(evaluator, index.run, end.cell);
  };

  const view: ResourceView = {
    kind: 'resource',
    key: entry.key,
    type: entry.type,
    apiVersion: apiVersionOf(entry),
    symbolicName: entry.kind === 'declared' ? entry.instance.declaration.symbolicName : null,
    existing,
    isElement: entry.kind === 'element',
    get handedOut() {
      return isHandedOut(views, entry);
    },
    get mayBeDeployedAgain() {
      return entry.kind === 'declared' && index.unread.mayBeDeployedAgain(entry.instance);
    },
    get name() {
      const { names } = index.identity(entry);
      const last = names[names.length - 1] ?? [];
      if (!last.every((part) => typeof part === 'string')) throw new Undecided('its name is not known');
      return last.join('');
    },
    get label() {
      return attempt(lastName) ?? view.symbolicName ?? '…';
    },
    isType: (type) => foldedType === type.toLowerCase(),
    read: (path) => plain.answer(path, () => readNow(path)),
    omits: (path) => {
      const end = walked(path);
      return end.kind === 'missing' || isOmitted(evaluator, end.cell);
    },
    target: (path) => {
      const end = walked(path);
      if (end.kind === 'missing' || isNothing(evaluator.force(end.cell))) return null;
      const value = evaluator.force(end.cell);
      if (isUnknown(value)) throw undecidedBy(value);
      return views.ofFound(index.follow(end.cell));
    },
    targets: targetsOf,
    size: (path) => elementsAt(path).length,
    is: (other) => other !== null && other.kind === 'resource' && other.key === entry.key,
    otherDeclarations: () =>
      views.list(
        index.sameAs(entry).filter((other) => !isExisting(other)),
        false,
      ).known,
    children: (type) => views.list(index.childrenOf(entry, type), childrenAreOpen(views, entry, type)),
    parent: () => {
      const parent = index.parentOf(entry);
      return parent === null ? null : views.of(parent);
    },
    get deployment() {
      return views.deployment;
    },
  };
  return view;
}

/** True if a module, a loop or an unknown part of the array may hold more children. */
function childrenAreOpen(views: Views, entry: ResourceEntry, childType: string): boolean {
  const { index } = views;
  if (isExisting(entry)) return true;
  if (index.unread.loopsDeclare(`${entry.type}/${childType}`) || views.flowsIntoModule(entry)) return true;
  const array = childArraysOf(entry.type).find(
    (candidate) => candidate.childType.toLowerCase() === childType.toLowerCase(),
  );
  if (array === undefined) return false;
  const end = walk(index.program.evaluator, index.run, entry.body, segmentsOf(array.path));
  if (end.kind === 'missing') return false;
  const value = index.program.evaluator.force(end.cell);
  if (isUnknown(value)) return true;
  return isArray(value) && value.rest !== null;
}

/** Letters of a name that must be known, if the rest isn't, for it to say more than the symbolic name. */
const tellingLetters = 3;

function isTelling(name: Name): boolean {
  const known = name.reduce((letters, part) => letters + (typeof part === 'string' ? part.length : 0), 0);
  return known >= tellingLetters || name.every((part) => typeof part === 'string');
}

function isHandedOut(views: Views, entry: ResourceEntry): boolean {
  if (entry.kind === 'element') return isHandedOut(views, entry.parent);
  return views.index.unread.isHandedOut(entry.instance);
}

function apiVersionOf(entry: ResourceEntry): string {
  return entry.kind === 'declared' ? (entry.instance.declaration.apiVersion ?? '') : apiVersionOf(entry.parent);
}

/** A list of views; `open` lists never deny. */
export function resourceViews(known: readonly ResourceView[], open: boolean): ResourceViews {
  const unsure = (): never => {
    throw new Undecided('there may be more resources than the template shows');
  };
  const decide = (predicate: (resource: ResourceView) => boolean, wanted: boolean): boolean => {
    let doubt: Undecided | null = null;
    for (const resource of known) {
      try {
        if (predicate(resource) === wanted) return wanted;
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        doubt = error;
      }
    }
    if (doubt !== null) throw doubt;
    return open ? unsure() : !wanted;
  };
  return {
    known,
    open,
    some: (predicate) => decide(predicate, true),
    every: (predicate) => decide(predicate, false),
  };
}
