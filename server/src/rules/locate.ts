/** Where a finding stands. */
import type { EvaluatedDeployment } from '../deployment/build.ts';
import type { FileNode } from '../deployment/deployment.ts';
import type { Giver } from '../deployment/givers.ts';
import { placeOfValue, type TracedLeaf, type ValuePlace } from '../deployment/levers.ts';
import type { NodeLocation } from './finding.ts';
import type { Place } from './rule.ts';

/** True for files in which a finding may stand: those that the author writes, not restored modules and not generated ones. */
export type IsOwned = (file: string) => boolean;

/** Where a finding stands, and the parameter of a module that steers the value from there; null if none does or none is needed. */
interface Located {
  readonly at: NodeLocation;
  readonly lever: string | null;
}

/**
 * The text that decides the value; of a missing property, and of a resource as a whole, the resource's name. If that text isn't the author's,
 * the argument that steers the value at the innermost module call that is, else the call's name (spec: evaluation, section 5, "Place"). What a
 * resource lacks as a whole is looked for at the calls first: a module that passes on what it is given is the same text for all its callers.
 */
export function locate(
  deployment: EvaluatedDeployment,
  place: Place,
  decided: TracedLeaf | null,
  isOwned: IsOwned,
): Located {
  const end = decided === null ? undefined : placeOfValue(decided);
  // What the use reads of an object that lacks it may be far away, and long: the use says what is wanted.
  const value = decided?.end.kind === 'expression' ? end : decided?.end.isRead ? decided.chain[0] : undefined;
  const key = place.resource.key;
  const giver = giverAt(deployment, place, decided, isOwned);
  if (giver !== null) return atGiver(deployment, giver);
  for (const node of [value, deployment.header(key)]) {
    if (node !== null && node !== undefined && isOwned(node.file))
      return { at: nodeLocation(deployment, node), lever: null };
  }
  const steered: ValuePlace =
    decided !== null && place.kind === 'value' ? deployment.placeOf(decided, place.path, isOwned) : { kind: 'none' };
  const maker = steered.kind === 'argument' ? null : deployment.makerOf(key, decided, isOwned);
  if (maker !== null) return atGiver(deployment, maker);
  if (steered.kind === 'argument' || steered.kind === 'call') {
    const { node, lever } = steered;
    return atGiver(deployment, { node, parameter: lever?.parameter ?? null, path: lever?.path ?? [] });
  }
  const call = deployment.callsOf(key).find((node) => isOwned(node.file));
  const nowhere = { file: deployment.file, node: 0, span: { start: 0, end: 0 } };
  return { at: call === undefined ? nowhere : nodeLocation(deployment, call), lever: null };
}

function atGiver(deployment: EvaluatedDeployment, { node, parameter, path }: Giver): Located {
  return {
    at: nodeLocation(deployment, node),
    lever: parameter === null ? null : parameter + path.map(inPath).join(''),
  };
}

/** A step of a path as Bicep writes it: `.name`, `[0]`. */
function inPath(step: string): string {
  return /^\d+$/.test(step) ? `[${step}]` : `.${step}`;
}

/**
 * The argument of a call that decides alone: for what a resource lacks as a whole, for a value that a module writes only where it is asked to, for a
 * resource that stands for an element of a list.
 */
function giverAt(
  deployment: EvaluatedDeployment,
  place: Place,
  decided: TracedLeaf | null,
  isOwned: IsOwned,
): Giver | null {
  const { key } = place.resource;
  if (place.kind === 'value') return decided && deployment.askerOf(decided, isOwned);
  if (place.lacks !== undefined) return deployment.giverOf(key, place.lacks, isOwned);
  return deployment.makerOf(key, null, isOwned);
}

export function nodeLocation(deployment: EvaluatedDeployment, { file, node }: FileNode): NodeLocation {
  return { file, node, span: deployment.files.get(file)?.spans.spanOf(node) ?? { start: 0, end: 0 } };
}
