/** More elements of a list: inline, as children where the template has them so, or where the caller gives the list. */
import { childArraysOf } from '../azure/child-arrays.ts';
import { attempt } from '../deployment/alternatives.ts';
import type { ChainElement, Leaf } from '../deployment/deployment.ts';
import type { ResourceKey } from '../deployment/intent.ts';
import type { TracedLeaf } from '../deployment/levers.ts';
import type { NewElement } from '../deployment/new-resource.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import { arrayOf, type Draft, literal, type ObjectDraft, type ResourceDraft, type ResourceHandle } from './draft.ts';
import { handleOf } from './handles.ts';
import { wordsOf } from './names.ts';
import { addedArgument, defaultStep, tracedLeaves } from './plan-levers.ts';
import { changeLeaf, endOf, type Step, useOf } from './plan-set.ts';
import { conditionsOf, declarationOf, declarationSpan, networkApiVersion, type Site, type Sites } from './site.ts';
import { draftOf } from './value-draft.ts';
import { isUnder, type Needs, Wording } from './wording.ts';

/** What is added, in the words of one file. */
interface Added {
  readonly elements: readonly { readonly name: string | null; readonly draft: ObjectDraft }[];
  /** What must be deployed before. */
  readonly dependsOn: readonly ResourceHandle[];
  /** True if any file could say the same. */
  readonly isPlain: boolean;
  /** Declares what the elements name. */
  readonly around: Step;
}

/** Lists of lists that are looked behind. */
const deepestList = 4;

/** Ways to add elements to a list of a resource: as children if it has such only as children, else to its own array. */
export function planElements(
  sites: Sites,
  owner: ResourceKey,
  path: string,
  elements: readonly NewElement[],
): readonly Step[] {
  const { deployment } = sites;
  const site = sites.declaring(owner);
  const added = worded(sites, site, owner, elements);
  if (added === null) return [];
  const child = childArraysOf(deployment.viewOf(owner)?.type ?? '').find((array) => array.path === path)?.childType;
  const siblings = child === undefined ? [] : (attempt(() => deployment.viewOf(owner)?.children(child).known) ?? []);
  const declared = siblings.flatMap(({ key }) => {
    const how = deployment.declaredAs(key);
    return how?.kind === 'declaration' && how.file === site?.file ? [how.declaration] : [];
  });
  const last = declared.at(-1);
  const hasElements = declared.length < siblings.length;
  const isInline = site === null || child === undefined || last === undefined || hasElements;
  if (isInline) return inlineSteps(sites, owner, path, added);
  const step = childStep(site, owner, child, last, added);
  return step === null ? [] : [step];
}

/** Null if the file can't say the elements. One that isn't the author's can say what is plain, for those that give it the list. */
function worded(sites: Sites, site: Site | null, owner: ResourceKey, elements: readonly NewElement[]): Added | null {
  const declaration = site === null ? null : declarationOf(site, owner);
  const needs: Needs = { dependsOn: [], conditions: [] };
  const wording = site === null ? null : new Wording(sites, site);
  let isPlain = true;
  const drafts = elements.flatMap(({ name = null, value }) => {
    const draft = draftOf(value, (reference) => {
      isPlain = false;
      return wording?.reference(reference, needs, declaration?.symbolicName ?? null) ?? null;
    });
    return draft?.kind === 'object' ? [{ name, draft }] : [];
  });
  const around = wording === null ? () => {} : wording.step();
  if (drafts.length < elements.length || around === null) return null;
  if (needs.conditions.length > 0 && (site === null || !isUnder(site, declaration, needs))) return null;
  return { elements: drafts, dependsOn: needs.dependsOn, isPlain, around };
}

/**
 * To the array that decides the list, in all alternatives; to one whose elements a loop or a function makes elements of; as a new argument of a
 * call; last, where there is no array literal, by joining another to it.
 */
function inlineSteps(sites: Sites, owner: ResourceKey, path: string, added: Added): Step[] {
  const { deployment } = sites;
  const site = sites.declaring(owner);
  const declaration = site === null ? null : declarationOf(site, owner);
  const leaves = tracedLeaves(sites, owner, path);
  const drafts = added.elements.map(({ draft }) => draft);
  // Only the resource's own file names what its elements refer to.
  if (!added.isPlain && leaves.some((leaf) => endOf(leaf)?.file !== site?.file)) return [];
  const inAll = (stepsOf: (leaf: TracedLeaf) => Step | null): readonly Step[] => {
    const steps = leaves.map(stepsOf);
    if (steps.length === 0 || steps.some((step) => step === null)) return [];
    return [
      (changes) => {
        added.around(changes);
        for (const step of steps) step?.(changes);
        if (site !== null && declaration !== null)
          changes.in(site.file).depend(declarationSpan(site, declaration), added.dependsOn);
      },
    ];
  };
  const behind = (leaf: TracedLeaf, depth: number): readonly TracedLeaf[] => {
    const lists = depth === deepestList ? [] : deployment.listsBehind(leaf);
    return lists.flatMap((list) => [list, ...behind(list, depth + 1)]);
  };
  const first = (steps: readonly (Step | null)[]): Step | null => steps.find((step) => step !== null) ?? null;
  const passed = (leaf: TracedLeaf): Step | null =>
    first(deployment.leversOf(leaf, '', sites.isOwned).map((lever) => addedArgument(sites, lever, arrayOf(...drafts))));
  const byDefault = (leaf: TracedLeaf): Step | null => defaultStep(sites, leaf, arrayOf(...drafts));
  return [
    ...inAll((leaf) => addition(sites, leaf, endOf(leaf), drafts)),
    ...inAll((leaf) => first(behind(leaf, 0).map((list) => addition(sites, list, endOf(list), drafts)))),
    ...inAll((leaf) => first(behind(leaf, 0).map((list) => (isNone(list) ? passed(list) : null)))),
    ...inAll((leaf) => first(behind(leaf, 0).map((list) => (isNone(list) ? byDefault(list) : null)))),
    ...inAll((leaf) => addition(sites, leaf, useOf(leaf), drafts)),
  ];
}

/** True for a list that is given by nobody, or has nothing in it. */
function isNone({ value }: Leaf): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

/** How rules are added at a place of a chain; null if the text there can't take them. */
function addition(
  sites: Sites,
  leaf: Leaf,
  place: ChainElement | undefined,
  drafts: readonly ObjectDraft[],
): Step | null {
  const span = sites.spanAt(place);
  const expression = sites.expressionAt(place)?.expression;
  if (place === undefined || span === null || expression === undefined) return null;
  if (leaf.value === null) return (changes) => changeLeaf(sites, changes, leaf, place, arrayOf(...drafts));
  if (expression.kind === 'array') return (changes) => changes.in(place.file).addElements(span, drafts);
  // Bicep allows no loop within a call.
  if (expression.kind === 'loop' || expression.kind === 'hole') return null;
  const isJoined = expression.kind === 'call' && expression.name.toLowerCase() === 'concat';
  const last = isJoined ? expression.arguments.at(-1) : undefined;
  const lastSpan = last && sites.spanAt({ file: place.file, node: last.node });
  if (lastSpan) return (changes) => changes.in(place.file).addArgument(lastSpan, arrayOf(...drafts));
  const joined: Draft = { kind: 'call', name: 'concat', arguments: [{ kind: 'copied', span }, arrayOf(...drafts)] };
  return (changes) => changes.in(place.file).replace(span, joined);
}

function childStep(
  site: Site,
  owner: ResourceKey,
  child: string,
  sibling: ResourceDeclaration,
  { elements, dependsOn, around }: Added,
): Step | null {
  const parent = handleOf(site, owner);
  if (parent === null || elements.some(({ name }) => name === null)) return null;
  const drafts = elements.map(({ name: text, draft }): ResourceDraft => {
    const name = literal(text);
    const properties = draft.properties.find(({ key }) => key === 'properties')?.value;
    return {
      handle: {
        type: `${parent.type}/${child}`,
        symbolicName: site.symbolicName(wordsOf(text ?? '')),
        names: [...parent.names, name],
        elementOf: null,
      },
      apiVersion: sibling.apiVersion ?? networkApiVersion(site, [sibling]),
      parent,
      name,
      location: null,
      tags: null,
      properties: properties?.kind === 'object' ? properties : null,
      conditions: sibling.parent?.kind === 'surrounding' ? [] : conditionsOf(site, sibling),
      dependsOn: [parent, ...dependsOn],
    };
  });
  const span = declarationSpan(site, sibling);
  return (changes) => {
    around(changes);
    if (sibling.parent?.kind === 'surrounding') changes.in(site.file).nest(span, drafts);
    else changes.in(site.file).declare(span, drafts);
  };
}
