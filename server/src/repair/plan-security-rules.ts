import { attempt } from '../deployment/alternatives.ts';
import type { ChainElement, Leaf } from '../deployment/deployment.ts';
import type { ResourceKey, RuleEnd, SecurityRuleDraft } from '../deployment/intent.ts';
import type { TracedLeaf } from '../deployment/levers.ts';
import type { ResourceDeclaration } from '../template/ir.ts';
import {
  arrayOf,
  type Draft,
  literal,
  type ObjectDraft,
  objectOf,
  type ResourceDraft,
  type ResourceHandle,
} from './draft.ts';
import { handleOf } from './handles.ts';
import { wordsOf } from './names.ts';
import { addedArgument, tracedLeaves } from './plan-levers.ts';
import { changeLeaf, endOf, type Step, useOf } from './plan-set.ts';
import { conditionsOf, declarationOf, declarationSpan, networkApiVersion, type Site, type Sites } from './site.ts';

/** Ways to add security rules to a network security group: as children if it has rules only as children, else to its own array. */
export function planSecurityRules(sites: Sites, group: ResourceKey, rules: readonly SecurityRuleDraft[]): Step[] {
  const { deployment } = sites;
  const siblings = attempt(() => deployment.viewOf(group)?.children('securityRules').known) ?? [];
  const site = sites.declaring(group);
  const named = namedGroups(site, rules);
  if (named === null) return [];
  const declared = siblings.flatMap(({ key }) => {
    const how = deployment.declaredAs(key);
    return how?.kind === 'declaration' && how.file === site?.file ? [how.declaration] : [];
  });
  const last = declared.at(-1);
  const hasElements = declared.length < siblings.length;
  if (site === null || last === undefined || hasElements) return inlineSteps(sites, group, rules, named);
  const step = childStep(site, group, last, rules, named);
  return step === null ? [] : [step];
}

/** How a file names the application security groups of rules, by key. */
export type NamedGroups = ReadonlyMap<ResourceKey, ResourceHandle>;

/** Null if the file can't name one of them. */
export function namedGroups(site: Site | null, rules: readonly SecurityRuleDraft[]): NamedGroups | null {
  const ends = rules.flatMap(({ properties }) => [properties.sourceAddressPrefix, properties.destinationAddressPrefix]);
  const keys = new Set(ends.flatMap((end) => (hasGroups(end) ? end.applicationSecurityGroups : [])));
  const named = new Map<ResourceKey, ResourceHandle>();
  for (const key of keys) {
    const handle = site === null ? null : handleOf(site, key);
    if (handle === null) return null;
    named.set(key, handle);
  }
  return named;
}

function hasGroups(end: RuleEnd): end is Extract<RuleEnd, { readonly applicationSecurityGroups: unknown }> {
  return typeof end === 'object' && 'applicationSecurityGroups' in end;
}

/** The properties in the order of Azure's documentation. */
export function securityRuleDraft(rule: SecurityRuleDraft, named: NamedGroups): ObjectDraft {
  return objectOf({ name: literal(rule.name), properties: securityRuleProperties(rule, named) });
}

/** Each form of an end has a property of its own. */
function endDraft(side: 'source' | 'destination', end: RuleEnd, named: NamedGroups): Readonly<Record<string, Draft>> {
  if (typeof end === 'string') return { [`${side}AddressPrefix`]: literal(end) };
  if (!hasGroups(end)) return { [`${side}AddressPrefixes`]: arrayOf(...end.map(literal)) };
  const groups = end.applicationSecurityGroups.flatMap((key) => named.get(key) ?? []);
  return {
    [`${side}ApplicationSecurityGroups`]: arrayOf(...groups.map((of) => objectOf({ id: { kind: 'id', of } }))),
  };
}

function securityRuleProperties({ properties }: SecurityRuleDraft, named: NamedGroups): ObjectDraft {
  return objectOf({
    ...(properties.description === undefined ? {} : { description: literal(properties.description) }),
    priority: literal(properties.priority),
    direction: literal(properties.direction),
    access: literal(properties.access),
    protocol: literal(properties.protocol),
    ...endDraft('source', properties.sourceAddressPrefix, named),
    sourcePortRange: literal(properties.sourcePortRange),
    ...endDraft('destination', properties.destinationAddressPrefix, named),
    destinationPortRange: literal(properties.destinationPortRange),
  });
}

/** Lists of lists that are looked behind. */
const deepestList = 4;

/**
 * To the array that decides the rules, in all alternatives; to one whose elements a loop or a function makes rules of; as a new argument of a
 * call; last, where there is no array literal, by joining another to it.
 */
function inlineSteps(
  sites: Sites,
  group: ResourceKey,
  rules: readonly SecurityRuleDraft[],
  named: NamedGroups,
): Step[] {
  const { deployment } = sites;
  const site = sites.declaring(group);
  const declaration = site === null ? null : declarationOf(site, group);
  const leaves = tracedLeaves(sites, group, 'properties.securityRules');
  const drafts = rules.map((rule) => securityRuleDraft(rule, named));
  // Only the group's own file names what its rules refer to.
  if (named.size > 0 && leaves.some((leaf) => endOf(leaf)?.file !== site?.file)) return [];
  const inAll = (stepsOf: (leaf: TracedLeaf) => Step | null): readonly Step[] => {
    const steps = leaves.map(stepsOf);
    if (steps.length === 0 || steps.some((step) => step === null)) return [];
    return [
      (changes) => {
        for (const step of steps) step?.(changes);
        if (site !== null && declaration !== null && named.size > 0)
          changes.in(site.file).depend(declarationSpan(site, declaration), [...named.values()]);
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
  named: NamedGroups,
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
      properties: securityRuleProperties(rule, named),
      conditions: sibling.parent?.kind === 'surrounding' ? [] : conditionsOf(site, sibling),
      dependsOn: [parent, ...named.values()],
    };
  });
  const span = declarationSpan(site, sibling);
  return (changes) => {
    if (sibling.parent?.kind === 'surrounding') changes.in(site.file).nest(span, drafts);
    else changes.in(site.file).declare(span, drafts);
  };
}
