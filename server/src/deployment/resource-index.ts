/** Finds resources of a deployment by type and identity, under one run. */
import type { Cell } from '../evaluate/cell.ts';
import type { Program } from '../evaluate/program.ts';
import { isArray } from '../evaluate/values.ts';
import { type Run, Undecided } from './alternatives.ts';
import { type DeclaredEntry, type ElementEntry, entriesOf, type ResourceEntry } from './entries.ts';
import { type Identity, identityOf, nameLabel, nameOf, readId, sameIdentity } from './identity.ts';
import type { ResourceKey } from './intent.ts';
import { holds, segmentsOf, walk } from './paths.ts';
import { type Unread, unreadOf } from './unread.ts';

/** What an id leads to: a resource of the deployment, or one outside of it. */
export type Found =
  | { readonly kind: 'entry'; readonly entry: ResourceEntry }
  | { readonly kind: 'external'; readonly type: string; readonly name: string };

export class ResourceIndex {
  readonly program: Program;
  readonly run: Run;
  readonly entries: readonly ResourceEntry[];
  readonly unread: Unread;
  private readonly byKey = new Map<ResourceKey, ResourceEntry>();
  private readonly byType = new Map<string, ResourceEntry[]>();

  constructor(program: Program, run: Run) {
    this.program = program;
    this.run = run;
    this.entries = entriesOf(program);
    this.unread = unreadOf(program);
    for (const entry of this.entries) {
      this.byKey.set(entry.key, entry);
      const folded = entry.type.toLowerCase();
      const list = this.byType.get(folded);
      if (list === undefined) this.byType.set(folded, [entry]);
      else list.push(entry);
    }
  }

  entry(key: ResourceKey): ResourceEntry | undefined {
    return this.byKey.get(key);
  }

  ofType(type: string): readonly ResourceEntry[] {
    return this.byType.get(type.toLowerCase()) ?? [];
  }

  identity(entry: ResourceEntry): Identity {
    if (entry.kind === 'declared') return identityOf(this.program.evaluator, this.run, entry.instance);
    const parent = this.identity(entry.parent);
    const name = walk(this.program.evaluator, this.run, entry.body, ['name']);
    if (name.kind === 'missing') throw new Undecided('its name is not set');
    const own = nameOf(this.program.evaluator, this.run, name.cell);
    return { type: entry.type, names: [...parent.names, own] };
  }

  /** True if the resource is deployed in this run. @throws Undecided if a condition isn't known. */
  isPresent(entry: ResourceEntry): boolean {
    if (entry.kind === 'declared')
      return entry.instance.conditions.every((condition) => this.conditionHolds(condition));
    if (!this.isPresent(entry.parent)) return false;
    if (entry.element.when !== null && !holds(this.program.evaluator, this.run, entry.element.when)) return false;
    const array = walk(this.program.evaluator, this.run, entry.parent.body, segmentsOf(entry.array.path));
    if (array.kind === 'missing') return false;
    const value = this.program.evaluator.force(array.cell);
    return isArray(value) && value.items.some((item) => item.cell === entry.element.cell);
  }

  private conditionHolds(condition: Cell): boolean {
    const test = this.program.evaluator.condition(condition);
    return holds(this.program.evaluator, this.run, this.program.evaluator.force(test));
  }

  /**
   * Follows an id. Exactly one declared resource of the same identity is the one meant, before an `existing` of that identity.
   * @throws Undecided if several could be meant, or the id isn't known.
   */
  follow(cell: Cell): Found {
    const target = readId(this.program.evaluator, this.run, cell);
    if (target === null) throw new Undecided('the id is not known');
    if (target.kind === 'identity') return this.find(target.identity) ?? externalOf(target.identity);
    const own = this.byKey.get(target.instance.key);
    if (own === undefined) throw new Undecided('the resource is declared in a loop');
    if (!target.instance.declaration.existing) return { kind: 'entry', entry: own };
    return this.declaredTwin(own) ?? { kind: 'entry', entry: own };
  }

  /** The declared resource that an `existing` one refers to, if this deployment has it. */
  private declaredTwin(existing: ResourceEntry): Found | null {
    const identity = this.identity(existing);
    const twins = this.ofType(existing.type).filter(
      (entry) => !isExisting(entry) && sameIdentity(this.identity(entry), identity) === true,
    );
    const only = twins[0];
    return twins.length === 1 && only !== undefined ? { kind: 'entry', entry: only } : null;
  }

  private find(identity: Identity): Found | null {
    const sure: ResourceEntry[] = [];
    let doubtful = false;
    for (const entry of this.ofType(identity.type)) {
      const same = sameIdentity(this.identity(entry), identity);
      if (same === true) sure.push(entry);
      else if (same === undefined) doubtful = true;
    }
    const declared = sure.filter((entry) => !isExisting(entry));
    const chosen = preferred(declared.length > 0 ? declared : sure);
    if (chosen !== null) return { kind: 'entry', entry: chosen };
    if (sure.length > 1 || doubtful) throw new Undecided('which resource the id means is not known');
    return null;
  }

  /** Declared children of a type, by parent link or by name, and disguised ones; a declared child wins over an element of its name. */
  childrenOf(parent: ResourceEntry, childType: string): readonly ResourceEntry[] {
    const type = `${parent.type}/${childType}`;
    const parentIdentity = this.identity(parent);
    const declared: DeclaredEntry[] = [];
    const elements: ElementEntry[] = [];
    for (const entry of this.ofType(type)) {
      if (entry.kind === 'element') {
        if (entry.parent === parent) elements.push(entry);
        continue;
      }
      const identity = this.identity(entry);
      const same = sameIdentity({ type: parent.type, names: identity.names.slice(0, -1) }, parentIdentity);
      if (same === undefined) throw new Undecided('whose child it is, is not known');
      if (same) declared.push(entry);
    }
    const shadowed = (element: ElementEntry): boolean =>
      declared.some((entry) => sameIdentity(this.identity(entry), this.identity(element)) === true);
    return [...elements.filter((element) => declared.length === 0 || !shadowed(element)), ...declared];
  }

  /** The entry that contains this one, if it is declared here. */
  parentOf(entry: ResourceEntry): ResourceEntry | null {
    if (entry.kind === 'element') return entry.parent;
    const link = entry.instance.parent;
    if (link?.kind === 'instance') return this.byKey.get(link.instance.key) ?? null;
    if (link?.kind === 'value') {
      const found = this.follow(link.cell);
      return found.kind === 'entry' ? found.entry : null;
    }
    const cut = entry.type.lastIndexOf('/');
    const identity = this.identity(entry);
    if (identity.names.length < 2) return null;
    const found = this.find({ type: entry.type.slice(0, cut), names: identity.names.slice(0, -1) });
    return found?.kind === 'entry' ? found.entry : null;
  }
}

export function isExisting(entry: ResourceEntry): boolean {
  return entry.kind === 'declared' ? entry.instance.declaration.existing : isExisting(entry.parent);
}

function preferred(entries: readonly ResourceEntry[]): ResourceEntry | null {
  const declared = entries.filter((entry) => entry.kind === 'declared');
  const candidates = declared.length > 0 ? declared : entries;
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

function externalOf(identity: Identity): Found {
  const last = identity.names[identity.names.length - 1];
  return { kind: 'external', type: identity.type, name: last === undefined ? '' : nameLabel(last) };
}
