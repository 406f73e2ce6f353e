/** Which resources are declared as children of which, by parent link or by name. */
import type { ResourceInstance } from '../evaluate/instance.ts';
import { Undecided } from './alternatives.ts';
import type { DeclaredEntry, ResourceEntry } from './entries.ts';
import { type Identity, identityKey, sameIdentity, sameScope } from './identity.ts';

/** What the index asks of the deployment. */
export interface Family {
  /** The identity of a resource if it holds in every run, else null. */
  fixed(entry: ResourceEntry): Identity | null;
  /** The identity of a resource in the run that is under way. @throws Undecided */
  identity(entry: ResourceEntry): Identity;
  /** The resource that a child links to as its parent if that holds in every run, else null. */
  fixedParent(entry: DeclaredEntry): ResourceInstance | null;
  /** True if the template deploys a resource of surely this identity, whatever the run. */
  deploys(identity: Identity): boolean;
}

/** The declared resources of one child type. */
export class ChildrenIndex {
  private readonly family: Family;
  /** Positions in order of declaration. */
  private readonly positions = new Map<DeclaredEntry, number>();
  /** By the key of the parent that they link to and that the template deploys. */
  private readonly linked = new Map<string, DeclaredEntry[]>();
  /** By the identity of the parent that their names say. */
  private readonly named = new Map<string, { readonly entry: DeclaredEntry; readonly parent: Identity }[]>();
  /** Children of parents that aren't found in the template, with the identity of the parent. */
  private readonly orphans: { readonly entry: DeclaredEntry; readonly parent: Identity }[] = [];
  /** Children whose names depend on conditions, or can't be told. */
  private readonly changing: DeclaredEntry[] = [];

  constructor(entries: readonly DeclaredEntry[], family: Family) {
    this.family = family;
    for (const entry of entries) {
      this.positions.set(entry, this.positions.size);
      this.add(entry);
    }
  }

  private add(entry: DeclaredEntry): void {
    const link = this.family.fixedParent(entry);
    const identity = this.family.fixed(entry);
    const parent = identity === null ? null : parentOf(identity);
    if (link !== null && !link.declaration.existing) push(this.linked, link.key, entry);
    else if (parent === null) this.changing.push(entry);
    else if (!this.family.deploys(parent)) this.orphans.push({ entry, parent });
    if (parent !== null) push(this.named, identityKey(parent), { entry, parent });
  }

  /**
   * The children of a resource with this identity, in order of declaration. A resource that links to another parent, or is named after another one of the template, is
   * no child: two resources of a template are never the same one.
   * @throws Undecided if whose child one of the others is can't be told.
   */
  of(parent: ResourceEntry, identity: Identity): readonly DeclaredEntry[] {
    const named = (this.named.get(identityKey(identity)) ?? []).filter(
      (child) => sameScope(child.parent.scope, identity.scope) !== false,
    );
    const children = new Set([
      ...(this.linked.get(parent.key) ?? []),
      ...named.map(({ entry }) => entry),
      ...this.changing.filter((entry) => decided(sameIdentity(parentOf(this.family.identity(entry)), identity))),
    ]);
    if (this.orphans.some((orphan) => sameIdentity(orphan.parent, identity) === undefined)) decided(undefined);
    const positionOf = (entry: DeclaredEntry): number => this.positions.get(entry) ?? 0;
    return [...children].sort((a, b) => positionOf(a) - positionOf(b));
  }
}

function decided(isChild: boolean | undefined): boolean {
  if (isChild === undefined) throw new Undecided('whose child it is, is not known', 'whose child it is');
  return isChild;
}

function parentOf({ scope, type, names }: Identity): Identity {
  return { scope, type: type.slice(0, type.lastIndexOf('/')), names: names.slice(0, -1) };
}

function push<Item>(lists: Map<string, Item[]>, key: string, item: Item): void {
  const known = lists.get(key);
  if (known === undefined) lists.set(key, [item]);
  else known.push(item);
}
