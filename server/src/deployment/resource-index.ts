/** Finds resources of a deployment by type and identity, under one run. */
import { type Cell, originOf } from '../evaluate/cell.ts';
import type { ResourceInstance } from '../evaluate/instance.ts';
import { asCondition } from '../evaluate/lift.ts';
import type { Program } from '../evaluate/program.ts';
import { type ArrayValue, isArray } from '../evaluate/values.ts';
import { attempt, type Run, Undecided } from './alternatives.ts';
import { ChildrenIndex } from './children-index.ts';
import { type ElementEntry, entriesOf, type ResourceEntry } from './entries.ts';
import { type Identity, type IdentityScope, nameKey, nameLabel } from './identity.ts';
import { IdentityIndex } from './identity-index.ts';
import type { ResourceKey } from './intent.ts';
import { Looking } from './looking.ts';
import { holds, segmentsOf, walk } from './paths.ts';
import { identityOf, nameOf, readId } from './read-identity.ts';
import { Remembered } from './remembered.ts';
import { type Unread, unreadOf } from './unread.ts';

/** What an id leads to: a resource of the deployment, or one outside of it. */
export type Found =
  | { readonly kind: 'entry'; readonly entry: ResourceEntry }
  | {
      readonly kind: 'external';
      readonly type: string;
      readonly name: string;
      readonly scope: IdentityScope | null;
    };

export class ResourceIndex {
  readonly program: Program;
  readonly run: Run;
  /** Told of all types of which resources are looked for. */
  readonly looking = new Looking();
  private readonly all: readonly ResourceEntry[];
  readonly unread: Unread;
  private readonly byKey = new Map<ResourceKey, ResourceEntry>();
  private readonly byType = new Map<string, ResourceEntry[]>();
  /** The same by types as rules spell them. */
  private readonly bySpelling = new Map<string, readonly ResourceEntry[]>();
  /** Of each resource its place among all. */
  private readonly order = new Map<ResourceEntry, number>();
  private readonly elements = new Map<ResourceEntry, ElementEntry[]>();
  private readonly identityIndexes = new Map<string, IdentityIndex>();
  private readonly childrenIndexes = new Map<string, ChildrenIndex>();
  private readonly identities: Remembered<ResourceEntry, Identity>;
  private readonly presences: Remembered<ResourceEntry, boolean>;
  private readonly children: Remembered<string, readonly ResourceEntry[]>;
  private readonly members = new WeakMap<ArrayValue, ReadonlySet<Cell>>();

  constructor(program: Program, run: Run) {
    this.program = program;
    this.run = run;
    this.all = entriesOf(program);
    this.unread = unreadOf(program);
    this.identities = new Remembered(run);
    this.presences = new Remembered(run);
    this.children = new Remembered(run);
    for (const entry of this.all) {
      this.byKey.set(entry.key, entry);
      this.order.set(entry, this.order.size);
      push(this.byType, entry.type.toLowerCase(), entry);
      if (entry.kind === 'element') push(this.elements, entry.parent, entry);
    }
  }

  get entries(): readonly ResourceEntry[] {
    this.looking.atEveryKind();
    return this.all;
  }

  entry(key: ResourceKey): ResourceEntry | undefined {
    const found = this.byKey.get(key);
    if (found !== undefined) this.looking.atKind(found.type);
    return found;
  }

  ofType(type: string): readonly ResourceEntry[] {
    this.looking.atKind(type);
    const known = this.bySpelling.get(type);
    if (known !== undefined) return known;
    const found = this.byType.get(type.toLowerCase()) ?? [];
    this.bySpelling.set(type, found);
    return found;
  }

  /** The types of all resources, in lower case. */
  get types(): Iterable<string> {
    return this.byType.keys();
  }

  /** The resources of several types, which are in lower case, in order of declaration. */
  ofTypes(types: ReadonlySet<string>): readonly ResourceEntry[] {
    for (const type of types) this.looking.atKind(type);
    const found: (readonly ResourceEntry[])[] = [];
    // Asked for each rule: most ask for a few types only, and most deployments have few.
    if (types.size < this.byType.size) {
      for (const type of types) {
        const entries = this.byType.get(type);
        if (entries !== undefined) found.push(entries);
      }
    } else {
      for (const [type, entries] of this.byType) if (types.has(type)) found.push(entries);
    }
    const [first] = found;
    if (first === undefined || found.length === 1) return first ?? [];
    return found.flat().sort((a, b) => (this.order.get(a) ?? 0) - (this.order.get(b) ?? 0));
  }

  identity(entry: ResourceEntry): Identity {
    return this.identities.answer(entry, () => this.findIdentity(entry));
  }

  private findIdentity(entry: ResourceEntry): Identity {
    if (entry.kind === 'declared') return identityOf(this.program.evaluator, this.run, entry.instance);
    const parent = this.identity(entry.parent);
    const name = walk(this.program.evaluator, this.run, entry.body, ['name']);
    if (name.kind === 'missing') throw new Undecided('its name is not set', 'a name that is not set');
    const own = nameOf(this.program.evaluator, this.run, name.cell);
    return { scope: parent.scope, type: entry.type, names: [...parent.names, own] };
  }

  private fixedIdentity(entry: ResourceEntry): Identity | null {
    return this.identities.unconditional(entry, () => this.findIdentity(entry));
  }

  /** True if the resource is deployed in this run. @throws Undecided if a condition isn't known. */
  isPresent(entry: ResourceEntry): boolean {
    if (entry.kind === 'declared' && entry.instance.conditions.length === 0) return true;
    return this.presences.answer(entry, () => this.findPresence(entry));
  }

  private findPresence(entry: ResourceEntry): boolean {
    if (entry.kind === 'declared')
      return entry.instance.conditions.every((condition) => this.conditionHolds(condition));
    if (!this.isPresent(entry.parent)) return false;
    if (entry.element.when !== null && !holds(this.program.evaluator, this.run, entry.element.when)) return false;
    const array = walk(this.program.evaluator, this.run, entry.parent.body, segmentsOf(entry.array.path));
    if (array.kind === 'missing') return false;
    const value = this.program.evaluator.force(array.cell);
    return isArray(value) && this.membersOf(value).has(entry.element.cell);
  }

  private membersOf(array: ArrayValue): ReadonlySet<Cell> {
    const known = this.members.get(array);
    if (known !== undefined) return known;
    const members = new Set(array.items.map((item) => item.cell));
    this.members.set(array, members);
    return members;
  }

  private conditionHolds(condition: Cell): boolean {
    const test = asCondition(this.program.evaluator, condition);
    return holds(this.program.evaluator, this.run, this.program.evaluator.force(test));
  }

  /**
   * Follows an id. Exactly one declared resource of the same identity is the one meant, before an `existing` of that identity.
   * @throws Undecided if several could be meant, or the id isn't known.
   */
  follow(cell: Cell): Found {
    const target = readId(this.program.evaluator, this.run, cell);
    if (target === null) throw new Undecided('the id is not known', 'an id');
    if (target.kind === 'identity')
      return this.find(target.identity, originOf(cell).frame.path) ?? externalOf(target.identity);
    const own = this.entry(target.instance.key);
    if (own === undefined)
      throw new Undecided('the resource is declared in a loop', 'a resource that is declared in a loop');
    if (!target.instance.declaration.existing) return { kind: 'entry', entry: own };
    return this.declaredTwin(own) ?? { kind: 'entry', entry: own };
  }

  /** The declared resource that an `existing` one refers to, if this deployment has it. */
  private declaredTwin(existing: ResourceEntry): Found | null {
    const twins = this.identityIndex(existing.type).same(this.identity(existing), isDeployed);
    const only = preferred(twins, existing.key);
    return only === null ? null : { kind: 'entry', entry: only };
  }

  /** Other declarations of the same resource: inline and as a resource of its own, or deployed and `existing`. @throws Undecided */
  sameAs(entry: ResourceEntry): readonly ResourceEntry[] {
    // The names of most resources needn't be known: no other is of their type.
    if (this.ofType(entry.type).length === 1) return [];
    return this.identityIndex(entry.type).same(this.identity(entry), (other) => other !== entry);
  }

  /** The resource of an identity, here or elsewhere. @throws Undecided if several could be meant. */
  lookUp(identity: Identity): Found {
    return this.find(identity, '') ?? externalOf(identity);
  }

  /** @param from the path of the frame or resource that speaks of the identity */
  private find(identity: Identity, from: string): Found | null {
    const index = this.identityIndex(identity.type);
    const declared = index.same(identity, isDeployed);
    const sure = declared.length > 0 ? declared : index.same(identity, isExisting);
    const chosen = preferred(sure, from);
    if (chosen !== null) return { kind: 'entry', entry: chosen };
    if (sure.length > 1 || index.hasDoubtful(identity))
      throw new Undecided('which resource the id means is not known', 'which resource an id means');
    return null;
  }

  private identityIndex(type: string): IdentityIndex {
    this.looking.atKind(type);
    return remembered(this.identityIndexes, type.toLowerCase(), () => {
      const current = (entry: ResourceEntry): Identity | null => attempt(() => this.identity(entry)) ?? null;
      return new IdentityIndex(this.ofType(type), (entry) => this.fixedIdentity(entry), current);
    });
  }

  /** Declared children of a type, by parent link or by name, and disguised ones; a deployed child wins over an element of its name. */
  childrenOf(parent: ResourceEntry, childType: string): readonly ResourceEntry[] {
    const type = `${parent.type}/${childType}`.toLowerCase();
    this.looking.atKind(parent.type);
    this.looking.atKind(type);
    return this.children.answer(`${parent.key} ${type}`, () => this.findChildren(parent, type));
  }

  private findChildren(parent: ResourceEntry, type: string): readonly ResourceEntry[] {
    const identity = this.identity(parent);
    const elements = (this.elements.get(parent) ?? []).filter((element) => element.type.toLowerCase() === type);
    const declared = this.childrenIndex(type).of(parent, identity);
    if (declared.length === 0 || elements.length === 0) return [...elements, ...declared];
    const namesOf = (entries: readonly ResourceEntry[]): ReadonlySet<string> =>
      new Set(entries.map((entry) => this.lastNameKey(entry)));
    const deployed = namesOf(declared.filter((entry) => !isExisting(entry)));
    const own = elements.filter((element) => !deployed.has(this.lastNameKey(element)));
    // What is only referred to as existing is the element of its name, which alone says what it is.
    const names = namesOf(own);
    return [...own, ...declared.filter((entry) => !isExisting(entry) || !names.has(this.lastNameKey(entry)))];
  }

  private lastNameKey(entry: ResourceEntry): string {
    return nameKey(this.identity(entry).names.at(-1) ?? []);
  }

  private childrenIndex(type: string): ChildrenIndex {
    return remembered(this.childrenIndexes, type, () => {
      const declared = this.ofType(type).filter((entry) => entry.kind === 'declared');
      return new ChildrenIndex(declared, {
        fixed: (entry) => this.fixedIdentity(entry),
        identity: (entry) => this.identity(entry),
        fixedParent: (entry) => this.fixedParent(entry.instance),
        deploys: (identity) => this.identityIndex(identity.type).always(identity, isDeployed).length > 0,
      });
    });
  }

  /** The resource that a child links to, whatever the conditions. */
  private fixedParent({ parent }: ResourceInstance): ResourceInstance | null {
    if (parent === null || parent.kind === 'instance') return parent?.instance ?? null;
    const value = this.program.evaluator.force(parent.cell);
    return typeof value === 'object' && value !== null && value.kind === 'reference' ? value.to : null;
  }

  /** The entry that contains this one, if it is declared here. */
  parentOf(entry: ResourceEntry): ResourceEntry | null {
    if (entry.kind === 'element') return this.entry(entry.parent.key) ?? null;
    const link = entry.instance.parent;
    if (link?.kind === 'instance') return this.entry(link.instance.key) ?? null;
    if (link?.kind === 'value') {
      const found = this.follow(link.cell);
      return found.kind === 'entry' ? found.entry : null;
    }
    const cut = entry.type.lastIndexOf('/');
    const identity = this.identity(entry);
    if (identity.names.length < 2) return null;
    const parent = { scope: identity.scope, type: entry.type.slice(0, cut), names: identity.names.slice(0, -1) };
    const found = this.find(parent, entry.key);
    return found?.kind === 'entry' ? found.entry : null;
  }
}

function push<Key, Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [item]);
  else known.push(item);
}

function remembered<Key, Value>(values: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = values.get(key);
  if (known !== undefined) return known;
  const value = make();
  values.set(key, value);
  return value;
}

export function isExisting(entry: ResourceEntry): boolean {
  return entry.kind === 'declared' ? entry.instance.declaration.existing : isExisting(entry.parent);
}

function isDeployed(entry: ResourceEntry): boolean {
  return !isExisting(entry);
}

/**
 * The declaration that counts of those of one resource: one of its own before an element of its parent's array. Where a module is called more
 * than once with the same names, so that one text deploys the resource again, that of the call nearest to who asks. Null if it can't be told.
 */
function preferred(entries: readonly ResourceEntry[], from: string): ResourceEntry | null {
  const declared = entries.filter((entry) => entry.kind === 'declared');
  const candidates = declared.length > 0 ? declared : entries;
  const [first] = candidates;
  if (first === undefined || !candidates.every((entry) => haveSameText(entry, first))) return null;
  return candidates.reduce((one, other) => (commonStart(other.key, from) > commonStart(one.key, from) ? other : one));
}

/** True if one text declares both. */
function haveSameText(a: ResourceEntry, b: ResourceEntry): boolean {
  if (a.kind === 'declared') return b.kind === 'declared' && a.instance.declaration === b.instance.declaration;
  if (b.kind === 'declared') return false;
  return originOf(a.body).expression === originOf(b.body).expression && haveSameText(a.parent, b.parent);
}

/** How many characters two paths have in common at their beginning. */
function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function externalOf(identity: Identity): Found {
  const last = identity.names[identity.names.length - 1];
  const name = last === undefined ? '' : nameLabel(last);
  return { kind: 'external', type: identity.type, name, scope: identity.scope };
}
