/** One section of the proof of repairs: some files, all of whose findings are repaired, and what must come of them. */
import assert from 'node:assert/strict';
import { isProof, Random, seed } from '../laws/random.ts';
import type { Broken } from './conditions.ts';
import { Proof, type Proven } from './proof.ts';
import type { ProofFiles } from './proof-files.ts';
import { brokenIn, mendableIn, ownedIn, shareText, tableOf } from './proof-table.ts';

export interface Section {
  readonly title: string;
  readonly files: ProofFiles;
  readonly paths: readonly string[];
  /** How many of them `npm test` takes. */
  readonly sample: number;
}

/** What became of a section's findings, and the files that aren't done when all is repaired. */
export interface ProvenSection {
  readonly title: string;
  readonly proven: readonly Proven[];
  readonly twice: readonly Broken[];
}

/**
 * Of the findings on values that the author owns, how many must be repairable, where the rule doesn't say that only a person can mend them. In a sample
 * the few of one file weigh more.
 */
const leastShare = isProof ? { section: 0.9, all: 0.95 } : { section: 0.8, all: 0.9 };

/** With fewer findings on such values a section by itself says nothing of the share. */
const leastFindings = 20;

/** Files that a section repairs as a whole, twice. */
const mostTwice = isProof ? 100 : 5;

/** Files between two lines that say how far a long run has come. */
const filesBetweenLines = 50;

/** Repairs all findings of a section's files, and prints what comes of it. */
export function provenIn(section: Section): ProvenSection {
  const { title, files } = section;
  const paths = pathsOf(section);
  const proof = new Proof(files);
  const started = performance.now();
  const proven: Proven[] = [];
  for (const [index, path] of paths.entries()) {
    proven.push(...proof.of(path));
    if (isProof && (index + 1) % filesBetweenLines === 0) {
      const minutes = ((performance.now() - started) / 60_000).toFixed(1);
      const broken = brokenIn(proven);
      console.log(
        `repairs, ${title}: ${index + 1} of ${paths.length} files, ${proven.length} findings, ${broken.length} broken, ${minutes} min`,
      );
    }
  }
  const repaired = [...new Set(proven.filter(({ repairs }) => repairs > 0).map(({ finding }) => finding.at.file))];
  const twice = repaired.slice(0, mostTwice).flatMap((path) => proof.twice(path));
  const part = process.env.ZT_PROVE_PART === undefined ? '' : `, part ${process.env.ZT_PROVE_PART}`;
  console.log(
    `repairs, seed ${seed}${part}, ${title}, ${paths.length} of ${section.paths.length} files: ${tableOf(proven)}`,
  );
  return { title, proven, twice };
}

/** Fails if a repair breaks a condition, or if too few findings are repairable. */
export function assertProven({ title, proven, twice }: ProvenSection): void {
  assert.deepEqual([...brokenIn(proven).map(({ text }) => text), ...twice.map(({ detail }) => detail)], []);
  const owned = mendableIn(ownedIn(proven));
  if (owned.length >= leastFindings) assertRepairable(title, owned, leastShare.section);
}

/** Fails if too few findings of all sections are repairable. */
export function assertAllRepairable(sections: readonly ProvenSection[]): void {
  const owned = mendableIn(ownedIn(sections.flatMap(({ proven }) => proven)));
  console.log(
    `repairs, all sections: on a value that the author owns, of rules that offer repairs, ${shareText(owned)}`,
  );
  assert.ok(owned.length > 0);
  assertRepairable('all sections', owned, leastShare.all);
}

function assertRepairable(title: string, owned: readonly Proven[], least: number): void {
  const repairable = owned.filter(({ repairs }) => repairs > 0);
  assert.ok(
    repairable.length >= least * owned.length,
    `${title}: on a value that the author owns ${shareText(owned)}, at least ${100 * least} % are wanted`,
  );
}

/** In `npm test` a sample; in the long form all, or the part that `ZT_PROVE_PART` names: `2/8` is the second of eight. */
function pathsOf({ title, paths, sample }: Section): readonly string[] {
  if (!isProof) return new Random(title).sample(paths, sample);
  const wanted = process.env.ZT_PROVE_PART;
  if (wanted === undefined) return paths;
  const [, part = Number.NaN, parts = Number.NaN] = (/^(\d+)\/(\d+)$/.exec(wanted) ?? []).map(Number);
  assert.ok(1 <= part && part <= parts, `ZT_PROVE_PART is ${wanted} and must be like 2/8`);
  return paths.filter((_, index) => index % parts === part - 1);
}
