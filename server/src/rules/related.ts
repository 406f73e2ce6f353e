/** The way of a value from the text that decides it to the resource, as places that a person can go to. */
import type { ChainElement, ChainRole, FileNode } from '../deployment/deployment.ts';
import type { NodeLocation } from './finding.ts';

export type RelatedPlace = NodeLocation & { readonly message: string };

/** Steps between the place of a finding and the use of its value that are listed; those nearest to the place. */
const mostSteps = 5;

/** What is told of a step; others are parts of the same expressions, which say nothing more. */
const messages: Readonly<Partial<Record<ChainRole, string>>> = {
  argument: 'It is passed to a module here.',
  branch: 'It is chosen by a condition here.',
  default: 'It is the default of a parameter here.',
  fallback: 'It is what is left when others are missing here.',
  item: 'A loop takes it from here.',
  output: 'A module gives it out here.',
  parameter: 'It comes through a parameter here.',
  parameterFile: 'A parameter file sets it here.',
  variable: 'It comes through a variable here.',
};

/**
 * The steps of a chain in files of the author, from the one next to the place of the finding to the use, which comes last.
 * @param chain from the use to the text that decides.
 * @param label the resource that uses the value.
 */
export function relatedPlaces(
  chain: readonly ChainElement[],
  place: NodeLocation,
  label: string,
  isOwned: (file: string) => boolean,
  locate: (node: FileNode) => NodeLocation,
): readonly RelatedPlace[] {
  const [use, ...steps] = chain;
  if (use === undefined || steps.length === 0) return [];
  const told: NodeLocation[] = [place];
  const isNew = (at: NodeLocation): boolean =>
    told.every(({ file, span }) => file !== at.file || span.start !== at.span.start || span.end !== at.span.end);
  const between: RelatedPlace[] = [];
  const useAt = isOwned(use.file) ? locate(use) : null;
  for (const step of steps.reverse()) {
    const message = messages[step.role];
    if (message === undefined || !isOwned(step.file) || between.length === mostSteps) continue;
    const at = locate(step);
    if (!isNew(at) || (useAt !== null && isSame(at, useAt))) continue;
    told.push(at);
    between.push({ ...at, message });
  }
  if (useAt === null || !isNew(useAt)) return between;
  return [...between, { ...useAt, message: `It is used here, for ${label}.` }];
}

function isSame(a: NodeLocation, b: NodeLocation): boolean {
  return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end;
}
