import { AtomTable } from './atoms.ts';
import type { Box } from './boxes.ts';
import { FilterCache } from './stages.ts';
import type { SubnetMeaning } from './tag-meaning.ts';

/** By the id of the source, then by that of the destination and the protocol. */
type Pairs = Map<number, Map<number, readonly Box<never>[]>>;

/** What the questions about one network keep. */
export interface Kept {
  readonly filters: FilterCache;
  readonly atoms: AtomTable;
  /** Equal for places on which everything is equal that decides about their pairs. */
  readonly placeIds: Map<string, number>;
  /** Tags that mean the same at several subnets, as one object. */
  readonly meanings: Map<string, SubnetMeaning>;
  readonly pairs: Pairs;
  /** Answers about the network before; those that are asked for again move over. */
  readonly before: Pairs;
}

/** So many atoms, filters or places, mostly of networks long past, are thrown away. */
const most = { atoms: 500_000, filters: 20_000, places: 200_000 } as const;

/** For questions about one network alone. */
export function nothingKept(): Kept {
  return {
    filters: new FilterCache(),
    atoms: new AtomTable(),
    placeIds: new Map(),
    meanings: new Map(),
    pairs: new Map(),
    before: new Map(),
  };
}

/** What goes on from one network to the next: answers hold for pairs of which nothing has changed. */
export class ReachCache {
  private topology = '';
  private last: Kept | null = null;

  /** @param topology everything of the next network that may be on the way of any pair; where it is new, no answer holds on */
  next(topology: string): Kept {
    const { last } = this;
    const isFull =
      last === null ||
      last.atoms.size > most.atoms ||
      last.filters.size > most.filters ||
      last.placeIds.size > most.places;
    const kept: Kept = isFull
      ? nothingKept()
      : { ...last, pairs: new Map(), before: topology === this.topology ? last.pairs : new Map() };
    this.topology = topology;
    this.last = kept;
    return kept;
  }
}
