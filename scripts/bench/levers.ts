/** Experiment 4 of the evaluation's design: where a consumer would close what the modules that he calls leave open, and what finding it costs. */
import { openAccesses, ownFolder } from '../../test/owned-places.ts';

export interface LeverFigures {
  readonly accesses: number;
  /** Those with a text or a call that the consumer owns. */
  readonly owned: number;
  /** Those that are closed in a text of his, or by an argument of a call of his. */
  readonly closed: number;
  /** Milliseconds on average. */
  readonly search: number;
  readonly probe: number;
}

/** Tries the levers of all public accesses that the consumers of the corpus leave open; twice, of which the second counts. */
export function measureLevers(): LeverFigures {
  openAccesses(ownFolder);
  const found = openAccesses(ownFolder);
  const searched = found.filter(({ place }) => place !== 'text');
  const proven = found.filter(({ lever }) => lever !== null);
  const average = (times: readonly number[]): number => times.reduce((sum, time) => sum + time, 0) / times.length;
  return {
    accesses: found.length,
    owned: found.filter(({ place }) => place !== 'none').length,
    closed: found.filter(({ place, lever }) => place === 'text' || lever !== null).length,
    search: average(searched.map(({ search }) => search)),
    probe: average(proven.map(({ probe }) => probe)),
  };
}
