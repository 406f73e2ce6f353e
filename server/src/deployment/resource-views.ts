/** The rules' views of a deployment and of its resources, over a resource index and its run. */
import type { Contract } from '../config/contract.ts';
import { attempt, Undecided } from './alternatives.ts';
import type { ResourceEntry } from './entries.ts';
import type { IdentityScope } from './identity.ts';
import { Namings } from './namings.ts';
import { Remembered } from './remembered.ts';
import type { Found, ResourceIndex } from './resource-index.ts';
import { IdentityScopeView } from './resource-scope.ts';
import { EntryView } from './resource-view.ts';
import type { DeploymentView, ExternalResource, ResourceScope, ResourceView, ResourceViews } from './view.ts';

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
    let everything: readonly ResourceView[] | null = null;
    this.deployment = {
      contract,
      get everything() {
        const { entries } = index;
        everything ??= entries.map(viewOf);
        return everything;
      },
      resources: (type, about) => this.listOfType(type, about),
      naming: (named, type, place) => this.list(this.namings.of(named, type, place), this.mayHoldMore(type, named)),
      // The same question always has an answer of the same type.
      remember: <T>(question: string, find: () => T) =>
        index.looking.remembering(question, () => this.answers.answer(question, find)) as T,
      dispensable: (read) => index.run.dispensable(read),
      lacks: (type) => index.ofType(type).length === 0 && !index.unread.loopsDeclare(type),
      hasUnreadModules: index.unread.hasModules,
    };
  }

  of(entry: ResourceEntry): ResourceView {
    const known = this.views.get(entry);
    if (known !== undefined) return known;
    const view = new EntryView(this, entry);
    this.views.set(entry, view);
    return view;
  }

  /** The view of what an id led to. */
  ofFound(found: Found): ResourceView | ExternalResource {
    if (found.kind === 'entry') return this.of(found.entry);
    const { type, name, scope } = found;
    return { kind: 'external', type, name, scope: () => this.scopeOf(scope) };
  }

  scopeOf(identity: IdentityScope | null): ResourceScope {
    return new IdentityScopeView(identity, ({ resource }) => this.ofFound(this.index.lookUp(resource)));
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

/** An outcome like any other, and one of the most frequent. */
const mayBeMore = new Undecided(
  'there may be more resources than the template shows',
  'whether there are more resources than the template shows',
);

/** A list of views; `open` lists never deny. */
export function resourceViews(known: readonly ResourceView[], open: boolean): ResourceViews {
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
    if (open) throw mayBeMore;
    return !wanted;
  };
  return {
    known,
    open,
    some: (predicate) => decide(predicate, true),
    every: (predicate) => decide(predicate, false),
  };
}
