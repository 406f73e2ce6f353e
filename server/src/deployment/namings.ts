/** Which resources name a resource by its id, over all alternatives. */
import { runAlternatives } from './alternatives.ts';
import type { ResourceEntry } from './entries.ts';
import type { ResourceKey } from './intent.ts';
import type { Views } from './resource-views.ts';
import type { ExternalResource, IdPlace, ResourceView } from './view.ts';

/** The resources of one type by what they name at one place. */
interface Index {
  readonly byNamed: ReadonlyMap<ResourceKey, readonly ResourceEntry[]>;
  /** Resources of which it can't be told what they name. */
  readonly unsure: readonly ResourceEntry[];
}

export class Namings {
  private readonly views: Views;
  private readonly indexes = new Map<string, Index>();

  constructor(views: Views) {
    this.views = views;
  }

  /** The resources of a type that name a resource at a place in some alternative, then those of which it can't be told. */
  of(named: ResourceView, type: string, place: IdPlace): readonly ResourceEntry[] {
    const { byNamed, unsure } = this.index(type, place);
    const sure = byNamed.get(named.key);
    return sure === undefined ? unsure : unsure.length === 0 ? sure : [...sure, ...unsure];
  }

  private index(type: string, place: IdPlace): Index {
    const key = `${type.toLowerCase()} ${typeof place === 'string' ? place : `${place.array} ${place.id}`}`;
    const { looking, run } = this.views.index;
    return looking.remembering(`naming ${key}`, () => {
      const known = this.indexes.get(key);
      if (known !== undefined) return known;
      const index = run.aside(() => this.makeIndex(type, place));
      this.indexes.set(key, index);
      return index;
    });
  }

  private makeIndex(type: string, place: IdPlace): Index {
    const byNamed = new Map<ResourceKey, ResourceEntry[]>();
    const unsure: ResourceEntry[] = [];
    for (const entry of this.views.index.ofType(type)) {
      const found = this.namedBy(this.views.of(entry), place);
      if (found === null) unsure.push(entry);
      for (const key of found ?? []) {
        const namers = byNamed.get(key);
        if (namers === undefined) byNamed.set(key, [entry]);
        else namers.push(entry);
      }
    }
    return { byNamed, unsure };
  }

  /** The resources that one names, over all alternatives; null if one of these can't be told. */
  private namedBy(view: ResourceView, place: IdPlace): ReadonlySet<ResourceKey> | null {
    const named = new Set<ResourceKey>();
    for (const outcome of runAlternatives(this.views.index.run, () => targetsAt(view, place))) {
      if (outcome.kind === 'undecided') return null;
      for (const target of outcome.value) if (target?.kind === 'resource') named.add(target.key);
    }
    return named;
  }
}

function targetsAt(view: ResourceView, place: IdPlace): readonly (ResourceView | ExternalResource | null)[] {
  return typeof place === 'string' ? [view.target(place)] : view.targets(place.array, place.id);
}
