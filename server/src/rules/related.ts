/** The way of a value from the text that decides it to the resource, as places that a person can go to. */
import type { ChainElement, ChainRole, FileNode } from '../deployment/deployment.ts';
import type { TracedLeaf } from '../deployment/levers.ts';
import type { NodeLocation } from './finding.ts';

export type RelatedPlace = NodeLocation & { readonly message: string };

/** Steps between the place of a finding and the use of its value that are listed; those nearest to the place. */
const mostSteps = 5;

/** What is told of a step, without its full stop; others are parts of the same expressions, which say nothing more. */
const messages: Readonly<Partial<Record<ChainRole, string>>> = {
  argument: 'It is passed to a module here',
  branch: 'It is chosen by a condition here',
  default: 'It is the default of a parameter here',
  fallback: 'It is the fallback for a missing value here',
  item: 'A loop takes it from here',
  output: 'A module gives it out here',
  parameter: 'It comes through a parameter here',
  parameterFile: 'A parameter file sets it here',
  variable: 'It comes through a variable here',
};

/** What is told where the value is missing: why the object that lacks it is the one that counts. */
const messagesOfMissing: typeof messages = {
  branch: 'What lacks it is chosen by a condition here',
  fallback: 'What lacks it is the fallback for a missing value here',
};

/**
 * The steps to a value in files of the author, from the one next to the place of the finding to the use, which comes last. Steps that lead to an
 * object around the value belong to them.
 * @param label the resource that uses the value.
 */
export function relatedPlaces(
  leaf: TracedLeaf,
  place: NodeLocation,
  label: string,
  isOwned: (file: string) => boolean,
  locate: (node: FileNode) => NodeLocation,
): readonly RelatedPlace[] {
  const isMissing = leaf.end.kind !== 'expression';
  const said = isMissing ? messagesOfMissing : messages;
  const way = wayOf(leaf);
  const use = way.at(-1);
  if (use === undefined || way.length === 1) return [];
  const useAt = isOwned(use.file) && !isMissing ? locate(use) : null;
  const told: NodeLocation[] = [place];
  const isNew = (at: NodeLocation): boolean => !told.some((other) => isSame(other, at));
  const between: RelatedPlace[] = [];
  for (const step of way) {
    const message = said[step.role];
    if (message === undefined || !isOwned(step.file) || between.length === mostSteps) continue;
    const at = locate(step);
    if (!isNew(at) || (useAt !== null && isSame(at, useAt))) continue;
    told.push(at);
    between.push({ ...at, message: `${message}.` });
  }
  if (useAt === null || !isNew(useAt)) return between;
  const message = use.role === 'branch' || use.role === 'fallback' ? said[use.role] : 'It is used here';
  return [...between, { ...useAt, message: `${message}, for ${label}.` }];
}

/** From the text that decides a value to its use, or to that of the outermost object around it that comes from elsewhere. */
function wayOf({ chain, source, around }: TracedLeaf): readonly ChainElement[] {
  const outer = around.flatMap(({ elements }) => (elements.length > 1 ? elements.toReversed() : []));
  return [...(source?.elements.toReversed() ?? []), ...chain.toReversed(), ...outer];
}

function isSame(a: NodeLocation, b: NodeLocation): boolean {
  return a.file === b.file && a.span.start === b.span.start && a.span.end === b.span.end;
}
