import type { ChainElement, FileNode, Leaf } from '../deployment/deployment.ts';
import type { PlainValue, ResourceKey } from '../deployment/intent.ts';
import type { Expression, NodeId } from '../template/ir.ts';
import type { ChangeSet } from './changes.ts';
import { type Draft, literal, nested, objectOf } from './draft.ts';
import { leverSteps } from './plan-levers.ts';
import type { Sites } from './site.ts';

/** One way to carry out an intent. Ways are tried in order until one is verified. */
export type Step = (changes: ChangeSet) => void;

/**
 * Ways to give a property a value: at the text that decides it, in one alternative or in all; else where the resource uses that text. The
 * first is the smallest change, so a branch that is right already stays as it is.
 */
export function planSet(sites: Sites, key: ResourceKey, path: string, value: PlainValue): Step[] {
  return [...textSteps(sites, key, path, value), ...leverSteps(sites, key, path, value)];
}

/** At the texts that decide the value, as far as they are the author's. */
function textSteps(sites: Sites, key: ResourceKey, path: string, value: PlainValue): Step[] {
  const leaves = sites.deployment.locate(key, path);
  const draft = plainDraft(value);
  const unwanted = leaves.filter(
    (leaf) => leaf.value !== undefined && JSON.stringify(leaf.value) !== JSON.stringify(value),
  );
  const decided = unwanted.filter((leaf) => canChange(sites, leaf, value));
  const steps: Step[] = [];
  if (decided.length > 1)
    for (const leaf of decided) steps.push(changeAt(sites, [leaf], decisionFor(sites, [leaf], value), draft));
  if (decided.length > 0 && decided.length === unwanted.length) {
    steps.push(changeAt(sites, decided, decisionFor(sites, decided, value), draft));
  }
  // Where all known values are right, a value that a parameter allows is not: only the use can rule it out.
  const used = (unwanted.length > 0 ? unwanted : leaves.filter((leaf) => leaf.chain.length > 1)).filter(
    (leaf) => leaf.end.kind === 'expression' || leaf.end.isRead,
  );
  if (used.some((leaf) => sites.spanAt(useOf(leaf)) !== null)) steps.push(changeAt(sites, used, useOf, draft));
  return steps;
}

/** Ways to take a property away: where the resource has it, or in the object that it comes from. */
export function planRemove(sites: Sites, key: ResourceKey, path: string): Step[] {
  const leaves = sites.deployment.locate(key, path);
  const name = path.slice(path.lastIndexOf('.') + 1);
  const longest = Math.max(0, ...leaves.map((leaf) => leaf.chain.length));
  return Array.from({ length: longest }, (_, index) => (changes: ChangeSet) => {
    for (const leaf of leaves) {
      const place = leaf.chain[Math.min(index, leaf.chain.length - 1)];
      const span = sites.spanAt(place);
      if (place !== undefined && span !== null) changes.in(place.file).remove(span, name);
    }
  });
}

/** Puts a draft at a place of a chain: adds it to the object that lacks it, or replaces the expression. */
export function changeLeaf(
  sites: Sites,
  changes: ChangeSet,
  leaf: Leaf,
  place: FileNode | undefined,
  draft: Draft,
): void {
  const span = sites.spanAt(place);
  if (place === undefined || span === null) return;
  const inFile = changes.in(place.file);
  if (leaf.end.kind === 'object' && place === endOf(leaf)) inFile.add(span, leaf.end.missing, draft);
  else if (leaf.end.isRead) inFile.replace(span, draft);
  else inFile.replace(span, nested(leaf.end.missing, draft));
}

export function endOf(leaf: Leaf): ChainElement | undefined {
  return leaf.chain[leaf.chain.length - 1];
}

export function useOf(leaf: Leaf): ChainElement | undefined {
  return leaf.chain[0];
}

/**
 * Where a leaf is changed: at its end, or at a condition all of whose sides would then say the same, so that none is left that decides
 * nothing.
 */
function decisionFor(sites: Sites, changed: readonly Leaf[], value: PlainValue): (leaf: Leaf) => FileNode | undefined {
  const ends = new Set(changed.map((leaf) => endOf(leaf)?.node));
  const saysSame = (side: Expression): boolean => {
    if (side.kind === 'conditional') return saysSame(side.whenTrue) && saysSame(side.whenFalse);
    return ends.has(side.node) || (side.kind === 'literal' && side.value === value);
  };
  return (leaf) => {
    const end = endOf(leaf);
    if (end === undefined || leaf.end.missing.length > 0) return end;
    for (const { file, node } of leaf.chain) {
      const expression = sites.expressionAt({ file, node })?.expression;
      const settled = expression === undefined ? undefined : sidesTo(expression, end.node).find(saysSame);
      if (settled !== undefined) return { file, node: settled.node };
    }
    return end;
  };
}

/** The conditions from an expression to one of their sides, outermost first, and the side; empty if it is none of them. */
function sidesTo(expression: Expression, node: NodeId): readonly Expression[] {
  if (expression.node === node) return [expression];
  if (expression.kind !== 'conditional') return [];
  for (const side of [expression.whenTrue, expression.whenFalse]) {
    const path = sidesTo(side, node);
    if (path.length > 0) return [expression, ...path];
  }
  return [];
}

function changeAt(
  sites: Sites,
  leaves: readonly Leaf[],
  placeOf: (leaf: Leaf) => FileNode | undefined,
  draft: Draft,
): Step {
  return (changes) => {
    for (const leaf of leaves) changeLeaf(sites, changes, leaf, placeOf(leaf), draft);
  };
}

/** True if the deciding text is an expression of the author's, and a parameter that it is the default of would accept the value. */
function canChange(sites: Sites, leaf: Leaf, value: PlainValue): boolean {
  const end = endOf(leaf);
  const found = sites.expressionAt(end);
  if (end === undefined || found === null || found.expression.kind === 'hole') return false;
  const parameter = sites
    .lowered(end.file)
    ?.template.declarations.find(
      (declaration) => declaration.kind === 'parameter' && declaration.default?.node === end.node,
    );
  if (parameter?.kind !== 'parameter' || parameter.type.allowed === null) return true;
  return parameter.type.allowed.some((allowed) => allowed === value);
}

export function plainDraft(value: PlainValue): Draft {
  if (value === null || typeof value !== 'object') return literal(value);
  if (Array.isArray(value)) return { kind: 'array', items: value.map((item: PlainValue) => plainDraft(item)) };
  return objectOf(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainDraft(item)])));
}
