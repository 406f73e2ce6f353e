/** Looks resources up by identity without comparing each with each. */
import type { ResourceEntry } from './entries.ts';
import { type Identity, identityKey, ofScope, sameIdentity } from './identity.ts';

interface Known {
  readonly entry: ResourceEntry;
  readonly identity: Identity;
}

/**
 * The resources of one type. `fixed` gives the identity of a resource if it holds in every run, else null; `current` its identity in the run
 * that is under way, null if it can't be told.
 */
export class IdentityIndex {
  private readonly byKey = new Map<string, Known[]>();
  /** Resources with an unknown part in a name, and their identities. */
  private readonly vague: Known[] = [];
  private readonly all: Known[] = [];
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
    const own: Known = { entry, identity };
    if (known === undefined) this.byKey.set(key, [own]);
    else known.push(own);
    this.all.push(own);
    if (!isKnown(identity)) this.vague.push(own);
  }

  /** Resources that are accepted, have surely these names in every run, and this scope if there are such, else one that may be it. */
  always(identity: Identity, accepts: (entry: ResourceEntry) => boolean): readonly ResourceEntry[] {
    return ofScope(this.named(identity, accepts), (known) => known.identity.scope, identity.scope).map(entryOf);
  }

  private named(identity: Identity, accepts: (entry: ResourceEntry) => boolean): readonly Known[] {
    return (this.byKey.get(identityKey(identity)) ?? []).filter(({ entry }) => accepts(entry));
  }

  /** The same in the run that is under way. */
  same(identity: Identity, accepts: (entry: ResourceEntry) => boolean): readonly ResourceEntry[] {
    if (this.changing.length === 0) return this.always(identity, accepts);
    const candidates = [...this.named(identity, accepts)];
    for (const entry of this.changing) {
      const own = accepts(entry) ? this.current(entry) : null;
      if (own !== null && sameIdentity(own, identity) === true) candidates.push({ entry, identity: own });
    }
    return ofScope(candidates, (known) => known.identity.scope, identity.scope).map(entryOf);
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

function entryOf({ entry }: Known): ResourceEntry {
  return entry;
}

function isKnown(identity: Identity): boolean {
  return identity.names.every((name) => name.every((part) => typeof part === 'string'));
}
