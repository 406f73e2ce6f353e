import { attempt } from '../deployment/alternatives.ts';
import type { ChainElement, Leaf } from '../deployment/deployment.ts';
import type { ResourceKey, SecurityRuleDraft } from '../deployment/intent.ts';
import type { TracedLeaf } from '../deployment/levers.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import { arrayOf, type Draft, literal, type ObjectDraft, objectOf, type ResourceDraft } from './draft.ts';
import { handleOf } from './handles.ts';
import { wordsOf } from './names.ts';
import { addedArgument, tracedLeaves } from './plan-levers.ts';
import { changeLeaf, endOf, type Step, useOf } from './plan-set.ts';
import { conditionsOf, declarationSpan, networkApiVersion, type Site, type Sites } from './site.ts';

/** Ways to add security rules to a network security group: as children if it has rules only as children, else to its own array. */
export function planSecurityRules(sites: Sites, group: ResourceKey, rules: readonly SecurityRuleDraft[]): Step[] {
  const { deployment } = sites;
  const siblings = attempt(() => deployment.viewOf(group)?.children('securityRules').known) ?? [];
  const site = sites.declaring(group);
  const declared = siblings.flatMap(({ key }) => {
    const how = deployment.declaredAs(key);
    return how?.kind === 'declaration' && how.file === site?.file ? [how.declaration] : [];
  });
  const last = declared.at(-1);
  const hasElements = declared.length < siblings.length;
  if (site === null || last === undefined || hasElements) return inlineSteps(sites, group, rules);
  const step = childStep(site, group, last, rules);
  return step === null ? [] : [step];
}

/** The properties in the order of Azure's documentation. */
export function securityRuleDraft(rule: SecurityRuleDraft): ObjectDraft {
  return objectOf({ name: literal(rule.name), properties: securityRuleProperties(rule) });
}

function securityRuleProperties({ properties }: SecurityRuleDraft): ObjectDraft {
  return objectOf({
    ...(properties.description === undefined ? {} : { description: literal(properties.description) }),
    priority: literal(properties.priority),
    direction: literal(properties.direction),
    access: literal(properties.access),
    protocol: literal(properties.protocol),
    sourceAddressPrefix: literal(properties.sourceAddressPrefix),
    sourcePortRange: literal(properties.sourcePortRange),
    destinationAddressPrefix: literal(properties.destinationAddressPrefix),
    destinationPortRange: literal(properties.destinationPortRange),
  });
}

/** Lists of lists that are looked behind. */
const deepestList = 4;

/**
 * To the array that decides the rules, in all alternatives; to one whose elements a loop or a function makes rules of; as a new argument of a
 * call; last, where there is no array literal, by joining another to it.
 */
function inlineSteps(sites: Sites, group: ResourceKey, rules: readonly SecurityRuleDraft[]): Step[] {
  const { deployment } = sites;
  const leaves = tracedLeaves(sites, group, 'properties.securityRules');
  const drafts = rules.map(securityRuleDraft);
  const inAll = (stepsOf: (leaf: TracedLeaf) => Step | null): readonly Step[] => {
    const steps = leaves.map(stepsOf);
    if (steps.length === 0 || steps.some((step) => step === null)) return [];
    return [
      (changes) => {
        for (const step of steps) step?.(changes);
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
  return [
    ...inAll((leaf) => addition(sites, leaf, endOf(leaf), drafts)),
    ...inAll((leaf) => first(behind(leaf, 0).map((list) => addition(sites, list, endOf(list), drafts)))),
    ...inAll((leaf) => first(behind(leaf, 0).map((list) => (isNone(list) ? passed(list) : null)))),
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
  const joined: Draft = { kind: 'call', name: 'concat', arguments: [{ kind: 'copied', span }, arrayOf(...drafts)] };
  return (changes) => changes.in(place.file).replace(span, joined);
}

function childStep(
  site: Site,
  group: ResourceKey,
  sibling: ResourceDeclaration,
  rules: readonly SecurityRuleDraft[],
): Step | null {
  const parent = handleOf(site, group);
  if (parent === null) return null;
  const type = `${parent.type}/securityRules`;
  const drafts = rules.map((rule): ResourceDraft => {
    const name = literal(rule.name);
    return {
      handle: {
        type,
        symbolicName: site.symbolicName(wordsOf(rule.name)),
        names: [...parent.names, name],
        elementOf: null,
      },
      apiVersion: sibling.apiVersion ?? networkApiVersion(site, [sibling]),
      parent,
      name,
      location: null,
      tags: null,
      properties: securityRuleProperties(rule),
      conditions: sibling.parent?.kind === 'surrounding' ? [] : conditionsOf(site, sibling),
      dependsOn: [parent],
    };
  });
  const span = declarationSpan(site, sibling);
  return (changes) => {
    if (sibling.parent?.kind === 'surrounding') changes.in(site.file).nest(span, drafts);
    else changes.in(site.file).declare(span, drafts);
  };
}
