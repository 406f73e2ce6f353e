/** Values that text of others decides: the argument of an owned call that steers them (spec: evaluation, section 9, "Repairs"). */
import { runAlternatives } from '../deployment/alternatives.ts';
import type { FileNode } from '../deployment/deployment.ts';
import type { PlainValue, ResourceKey } from '../deployment/intent.ts';
import type { Lever, TracedLeaf } from '../deployment/levers.ts';
import { type ProvenLever, provenLevers } from '../deployment/probe.ts';
import { givenBy } from '../deployment/steering.ts';
import type { Json } from '../deployment/view.ts';
import type { Scalar } from '../evaluate/values.ts';
import { type Draft, literal } from './draft.ts';
import { moduleNamed } from './embedded.ts';
import { memberOf } from './expressions.ts';
import type { Step } from './plan-set.ts';
import type { Sites } from './site.ts';

/** Ways to give a property a value by an argument: one that is there first, then one that is added. */
export function leverSteps(sites: Sites, key: ResourceKey, path: string, value: PlainValue): Step[] {
  if (typeof value === 'object' && value !== null) return [];
  const wanted = typeof value === 'string' ? value.toLowerCase() : value;
  const isWanted = (found: Json): boolean => (typeof found === 'string' ? found.toLowerCase() : found) === wanted;
  const unwanted = tracedLeaves(sites, key, path).filter((leaf) => leaf.value === undefined || !isWanted(leaf.value));
  return provenSteps(sites, unwanted, value, { resource: key, path, isWanted }, ({ value: proven }) =>
    typeof proven === 'bigint' ? null : literal(proven),
  );
}

/** All alternatives of a value, with the cells of their chains. */
export function tracedLeaves(sites: Sites, key: ResourceKey, path: string): readonly TracedLeaf[] {
  const { deployment } = sites;
  const outcomes = runAlternatives(deployment.run, () => deployment.decidedBy(key, path));
  return outcomes.flatMap((outcome) => (outcome.kind === 'decided' && outcome.value !== null ? [outcome.value] : []));
}

/** What a probe is asked; see `Question`. */
interface Asked {
  readonly resource: ResourceKey;
  readonly path: string;
  readonly isWanted: (value: Json) => boolean;
}

/** Ways to steer values by levers that are proven with a value; `draftOf` gives what is written. */
export function provenSteps(
  sites: Sites,
  leaves: readonly TracedLeaf[],
  wanted: Scalar,
  question: Asked,
  draftOf: (proven: ProvenLever) => Draft | null,
): Step[] {
  const { deployment, isOwned } = sites;
  const levers = new Map<string, Lever>();
  for (const leaf of leaves) {
    for (const lever of deployment.leversOf(leaf, question.path, isOwned)) {
      const name = JSON.stringify([lever.frame, lever.parameter.toLowerCase(), ...lever.path]);
      if (!levers.has(name)) levers.set(name, lever);
    }
  }
  if (levers.size === 0) return [];
  const proven = provenLevers(deployment.request, deployment.index.program, [...levers.values()], wanted, question);
  const isWritten = ({ lever }: ProvenLever): boolean => lever.argument !== null && lever.missing.length === 0;
  const ordered = [...proven.filter(isWritten), ...proven.filter((one) => !isWritten(one))];
  return ordered.flatMap((one) => {
    const draft = draftOf(one);
    const step = draft === null ? null : stepFor(sites, one.lever, draft);
    return step === null ? [] : [step];
  });
}

/** Writes a value for a lever: in place of its argument, into the object that lacks it, or as a new argument of the call. */
function stepFor(sites: Sites, lever: Lever, draft: Draft): Step | null {
  const { argument, missing } = lever;
  if (argument !== null) {
    const span = sites.spanAt(argument);
    const expression = sites.expressionAt(argument)?.expression;
    if (span === null || expression === undefined) return null;
    if (missing.length === 0) return (changes) => changes.in(argument.file).replace(span, draft);
    if (expression.kind !== 'object' || missing.some(isIndex)) return null;
    return (changes) => changes.in(argument.file).add(span, missing, draft);
  }
  return addedArgument(sites, lever, draft);
}

/** Writes a value for a lever whose argument the call leaves out; null if it doesn't. */
export function addedArgument(sites: Sites, { argument, call, parameter, path }: Lever, draft: Draft): Step | null {
  if (argument !== null || path.some(isIndex)) return null;
  return argumentStep(sites, call, [parameter, ...path], draft);
}

/**
 * Gives a parameter of the deployed template a default, where it may be null and has none; in JSON only, since Bicep takes no default for it. Null if
 * the value is no such parameter's.
 */
export function defaultStep(sites: Sites, { cells }: TracedLeaf, draft: Draft): Step | null {
  const { program } = sites.deployment.index;
  for (const { frame, parameter, path } of givenBy(cells, [])) {
    const site = sites.of(frame.file);
    if (site?.language !== 'arm' || path.length > 0 || program.calls.some(({ callee }) => callee === frame)) continue;
    const declared = site.lowered.template.declarations.find(
      ({ kind, name }) => kind === 'parameter' && name.toLowerCase() === parameter.toLowerCase(),
    );
    if (declared?.kind !== 'parameter' || declared.default !== null) continue;
    const span = site.lowered.spans.spanOf(declared.node);
    return (changes) => changes.in(site.file).add(span, ['defaultValue'], draft);
  }
  return null;
}

/** Adds an argument, or a part of one that is an object, to a call that leaves it out. */
export function argumentStep(
  sites: Sites,
  call: FileNode,
  [parameter = '', ...path]: readonly string[],
  draft: Draft,
): Step | null {
  const lowered = sites.lowered(call.file);
  const declaration = lowered === null ? null : moduleNamed(lowered.template, call.node);
  if (lowered === null || declaration === null) return null;
  const isBicep = lowered.language === 'bicep';
  const list = isBicep ? 'params' : 'parameters';
  const written = isBicep ? [parameter, ...path] : [parameter, 'value', ...path];
  const present = memberOf(declaration.body, list);
  const owner = present ?? declaration.body;
  if (owner.kind !== 'object') return null;
  const span = lowered.spans.spanOf(owner.node);
  return (changes) => changes.in(call.file).add(span, present === null ? [list, ...written] : written, draft);
}

/** True for a step of a path that is the position of an element. */
export function isIndex(key: string): boolean {
  return /^\d+$/.test(key);
}
