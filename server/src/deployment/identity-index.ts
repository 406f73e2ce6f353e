/** Looks resources up by identity without comparing each with each. */
import type { ResourceEntry } from './entries.ts';
import { type Identity, identityKey, sameIdentity } from './identity.ts';

/**
 * The resources of one type. `fixed` gives the identity of a resource if it holds in every run, else null; `current` its identity in the run
 * that is under way, null if it can't be told.
 */
export class IdentityIndex {
  private readonly byKey = new Map<string, ResourceEntry[]>();
  /** Resources with an unknown part in a name, and their identities. */
  private readonly vague: { readonly entry: ResourceEntry; readonly identity: Identity }[] = [];
  private readonly all: { readonly entry: ResourceEntry; readonly identity: Identity }[] = [];
  /** Resources whose names depend on conditions, or can't be told. */
  private readonly changing: ResourceEntry[] = [];
  private readonly current: (entry: ResourceEntry) => Identity | null;

  constructor(
    entries: readonly ResourceEntry[],
    fixed: (entry: ResourceEntry) => Identity | null,
    current: (entry: ResourceEntry) => Identity | null,
  ) {
    this.current = current;
    for (const entry of entries) {
      const identity = fixed(entry);
      if (identity === null) this.changing.push(entry);
      else this.add(entry, identity);
    }
  }

  private add(entry: ResourceEntry, identity: Identity): void {
    const key = identityKey(identity);
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, [entry]);
    else known.push(entry);
    this.all.push({ entry, identity });
    if (!isKnown(identity)) this.vague.push({ entry, identity });
  }

  /** Resources of surely this identity in every run. */
  always(identity: Identity): readonly ResourceEntry[] {
    return this.byKey.get(identityKey(identity)) ?? [];
  }

  /** Resources of surely this identity in the run that is under way. */
  same(identity: Identity): readonly ResourceEntry[] {
    const fixed = this.always(identity);
    if (this.changing.length === 0) return fixed;
    return [...fixed, ...this.changing.filter((entry) => this.compare(entry, identity) === true)];
  }

  /** True if there is a resource of which it can't be told whether it is the same. */
  hasDoubtful(identity: Identity): boolean {
    const candidates = isKnown(identity) ? this.vague : this.all;
    return (
      candidates.some((candidate) => sameIdentity(candidate.identity, identity) === undefined) ||
      this.changing.some((entry) => this.compare(entry, identity) === undefined)
    );
  }

  private compare(entry: ResourceEntry, identity: Identity): boolean | undefined {
    const own = this.current(entry);
    return own === null ? undefined : sameIdentity(own, identity);
  }
}

function isKnown(identity: Identity): boolean {
  return identity.names.every((name) => name.every((part) => typeof part === 'string'));
}
