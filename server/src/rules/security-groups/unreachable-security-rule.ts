/** A security rule whose packets are all decided before it, or that no packet matches, decides nothing. */
import type { Intent, RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type MisplacedRule, misplaced } from '../../network/claims/rule-place.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { fateOf } from '../../network/reading/rule-fate.ts';
import {
  firstPriority,
  lastPriority,
  rulesOfGroup,
  siblingsOf,
  statedPriority,
} from '../../network/reading/rule-siblings.ts';
import { valuesOf } from '../../network/reading/rule-values.ts';
import { type Direction, isCompleteDeny } from '../../network/reading/security-rule.ts';
import { decidedOr } from '../../network/undecided.ts';
import { exampleDeny, groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { ruleInWords, rulesInWords } from '../words/rule-words.ts';
import { shownName } from '../words/shown-name.ts';
import { findMissingDeny, servesManaged } from './deny-all.ts';
import { changesInWords, movedRule } from './wanted-rule.ts';

type DeadRule =
  | { readonly kind: 'shadowed' | 'contradicted'; readonly by: readonly ResourceView[] }
  /** The side on the group's own end names service tags, whose addresses are never there. */
  | { readonly kind: 'never'; readonly side: OwnSide; readonly tags: readonly string[] }
  /** What it names on the group's own end is somewhere else: addresses, or application security groups. */
  | ({ readonly kind: 'elsewhere'; readonly side: OwnSide; readonly named: readonly string[] } & MisplacedRule);

type OwnSide = 'source' | 'destination';

const allow = { AllowHttpsInbound: { priority: 200 } };

export const unreachableSecurityRule: Rule<DeadRule> = {
  id: 'unreachable-security-rule',
  title: 'Security rule never decides',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [36],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  why: `The first rule that matches a packet decides, by ascending priority. A rule all of whose packets are decided before it does nothing: an
allow behind a deny of everything admits nobody, and a deny behind an allow of everything stops nobody, whatever their names say. Nor does a rule for
machines that stand elsewhere: the destination of inbound traffic, and the source of outbound traffic, is behind the group itself.`,
  what: `Give the rule a priority before those that decide now, or remove it. A deny of everything else belongs to 4096, behind all others.`,
  equivalents: { psrule: ['Azure.NSG.DenyAllInbound'] },
  repairs: [
    'Give the deny of everything priority 4096',
    'Give the rule a priority before those that decide now',
    'Make it an outbound rule',
    'Remove the rule',
    'Move the rule to the group of the machines that it names',
  ],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ DenyAllInbound: { ...exampleDeny, priority: 100 }, ...allow }),
    good: groupExample({ DenyAllInbound: exampleDeny, ...allow }),
  },

  find: (rule) => {
    const fate = fateOf(rule);
    const group = rule.parent();
    if (fate === null || group === null) return null;
    // Services demand rules that others of the group may make needless.
    if (fate.kind === 'shadowed' && decidedOr(true, () => !group.existing && servesManaged(group))) return null;
    // That the deny of everything is dead is told of the group.
    if (fate.kind === 'contradicted' && decidedOr(false, () => isDeadDenyOf(group, rule))) return null;
    if (fate.kind === 'shadowed' || fate.kind === 'contradicted')
      return { certainty: 'certain', facts: { kind: fate.kind, by: fate.by.map(({ source }) => source.resource) } };
    const side = readSecurityRule(rule).direction === 'Inbound' ? 'destination' : 'source';
    if (fate.kind !== 'never') {
      const place = servesManaged(group) ? null : misplaced(rule);
      return (
        place && { certainty: 'certain', facts: { kind: 'elsewhere', side, named: namesAt(rule, side), ...place } }
      );
    }
    const own = side === 'source' ? fate.rule.sources : fate.rule.destinations;
    const onlyTags = own.tags.length > 0 && own.addresses.v4.length === 0 && own.addresses.v6.length === 0;
    if (!onlyTags || own.groups.length > 0 || own.unknown !== null) return null;
    const tags = valuesOf(rule, `${side}AddressPrefix`).map(({ text }) => text);
    return { certainty: 'certain', facts: { kind: 'never', side, tags } };
  },

  at: (resource) => ({ kind: 'header', resource }),

  say: (rule, facts) => {
    const name = ruleInWords(rule);
    const { access, direction } = readSecurityRule(rule);
    if (facts.kind === 'never') {
      const [end, advice] =
        direction === 'Inbound'
          ? ['Inbound traffic goes to', 'Make it an outbound rule']
          : ['Outbound traffic comes from', 'Name what is there'];
      return `${name} never matches: its ${facts.side} is ${facts.tags.join(', ')}. ${end} the private addresses behind the group, which that service tag does not hold. ${advice}, or remove it.`;
    }
    if (facts.kind === 'elsewhere') return `${name} never matches: ${elsewhereInWords(rule, facts, direction)}`;
    const others = rulesInWords(facts.by);
    const [verb, verbs, own] = access === 'Allow' ? ['allow', 'allows', 'denied'] : ['deny', 'denies', 'allowed'];
    if (facts.kind === 'shadowed')
      return `${name} never decides: ${others} before it ${many(facts.by, verbs, `together ${verb}`)} all that it would ${verb}. Remove it, or narrow what stands before it.`;
    const isOpposite = facts.by.every((other) => readSecurityRule(other).access !== access);
    const how = isOpposite
      ? `all that it would ${verb} is ${own} before it by ${others}`
      : `${others} decide before it`;
    return `${name} never decides: ${how}. Give it a priority before ${many(facts.by, 'that rule', 'those rules')}, or remove it.`;
  },

  related: (_, facts) =>
    facts.kind === 'never' || facts.kind === 'elsewhere'
      ? []
      : facts.by.map((resource) => ({ resource, message: `${ruleInWords(resource)} decides before it.` })),

  repair: (rule, facts) =>
    facts.kind === 'contradicted'
      ? [...lastDeny(rule, facts.by), ...earlier(rule, facts.by), removed(rule)]
      : facts.kind === 'elsewhere'
        ? moved(rule, facts)
        : [...(facts.kind === 'never' ? turned(rule, facts.tags) : []), removed(rule)],
};

/** An inbound rule whose destination is a service as the outbound one that it reads like, where its priority is free there. */
function turned(rule: ResourceView, tags: readonly string[]): readonly RepairProposal[] {
  const { direction, priority, access } = readSecurityRule(rule);
  const group = rule.parent();
  if (direction !== 'Inbound' || group === null) return [];
  const { rules, isWhole } = rulesOfGroup(group);
  const isTaken = rules.some(
    (other) => !rule.is(other) && readSecurityRule(other).direction !== direction && statedPriority(other) === priority,
  );
  if (!isWhole || isTaken) return [];
  return [
    {
      title: `Make ${shownName(rule)} an outbound rule: ${access === 'Allow' ? 'allows' : 'denies'} traffic to ${tags.join(', ')}`,
      kind: 'review',
      opens: true,
      intents: [{ kind: 'set', resource: rule.key, path: 'properties.direction', value: 'Outbound' }],
    },
  ];
}

/** A rule goes to the group of those that it names; where that one lets the same through already, it isn't needed. */
function moved(rule: ResourceView, facts: MisplacedRule): readonly RepairProposal[] {
  const found = movedRule(rule, facts);
  if (found === null) return [];
  const { group, draft, isNeedless } = found;
  const removal: Intent = { kind: 'removeResource', resource: rule.key };
  if (isNeedless)
    return [
      {
        title: `Remove ${ruleInWords(rule)}, which never matches: ${shownName(group)} allows the same already`,
        kind: 'review',
        intents: [removal],
      },
    ];
  return [
    {
      title: `Move ${shownName(rule)} to ${shownName(group)}, which ${inWords(facts.there.map(shownName), 'more')} ${facts.there.length === 1 ? 'has' : 'have'}${changesInWords(found)}`,
      kind: 'review',
      opens: true,
      intents: [removal, { kind: 'addSecurityRules', networkSecurityGroup: group.key, rules: [draft] }],
    },
  ];
}

/** What never decides may go. */
function removed(rule: ResourceView): RepairProposal {
  return {
    title: `Remove ${ruleInWords(rule)}, which never decides`,
    kind: 'review',
    intents: [{ kind: 'removeResource', resource: rule.key }],
  };
}

/** True if no-deny-all-inbound or no-deny-all-outbound names the rule as one that never decides. */
function isDeadDenyOf(group: ResourceView, rule: ResourceView): boolean {
  if (group.existing) return false;
  return rule.is(findMissingDeny(group, readSecurityRule(rule).direction)?.facts.dead ?? null);
}

/** The addresses and application security groups of a side, as they are called. */
function namesAt(rule: ResourceView, side: OwnSide): readonly string[] {
  const groups = rule.targets(`properties.${side}ApplicationSecurityGroups`, 'id');
  return [
    ...valuesOf(rule, `${side}AddressPrefix`).map(({ text }) => text),
    ...groups.map((group) => (group.kind === 'resource' ? shownName(group) : group.name)),
  ];
}

/** `its destination 10.1.3.4 is in snet-data, not behind nsg-app, which stands at snet-app. ...` */
function elsewhereInWords(
  rule: ResourceView,
  { side, named, own, there }: Extract<DeadRule, { kind: 'elsewhere' }>,
  direction: Direction,
): string {
  const group = rule.parent();
  const name = group === null ? 'its group' : shownName(group);
  const [first] = there;
  const what = `its ${side} ${inWords(named, 'more')} is ${first === undefined ? '' : `in ${shownName(first)}, `}not behind ${name}, which stands at ${inWords(own.map(shownName), 'more')}`;
  const flow = direction === 'Inbound' ? 'Inbound traffic goes to' : 'Outbound traffic comes from';
  return `${what}. ${flow} what is behind the group. Move the rule to the group of those machines, or turn its direction.`;
}

function many(list: readonly unknown[], one: string, several: string): string {
  return list.length === 1 ? one : several;
}

/** A complete deny in front of an allow goes to the end, where the articles have it. */
function lastDeny(rule: ResourceView, by: readonly ResourceView[]): readonly RepairProposal[] {
  const [deny, ...others] = by;
  if (deny === undefined || others.length > 0) return [];
  const { direction } = readSecurityRule(rule);
  const { rules, isWhole } = siblingsOf(deny);
  const isTaken = rules.some((other) => statedPriority(other) === lastPriority);
  if (!isWhole || isTaken || !isCompleteDeny(readSecurityRule(deny), direction)) return [];
  return [
    {
      title: `Give ${shownName(deny)} priority ${lastPriority}: ${shownName(rule)} and all other rules behind it decide again`,
      kind: 'review',
      opens: true,
      intents: [{ kind: 'set', resource: deny.key, path: 'properties.priority', value: lastPriority }],
    },
  ];
}

function earlier(rule: ResourceView, by: readonly ResourceView[]): readonly RepairProposal[] {
  const { access } = readSecurityRule(rule);
  const { rules, isWhole } = siblingsOf(rule);
  const first = Math.min(...by.map((other) => statedPriority(other) ?? firstPriority));
  const taken = new Set(rules.map(statedPriority));
  let priority = first - 1;
  while (taken.has(priority)) priority--;
  if (!isWhole || priority < firstPriority) return [];
  const effect = access === 'Allow' ? 'allows what is denied now' : 'denies what is allowed now';
  return [
    {
      title: `Give ${shownName(rule)} priority ${priority}, before ${rulesInWords(by)}: ${effect}`,
      kind: 'review',
      opens: true,
      intents: [{ kind: 'set', resource: rule.key, path: 'properties.priority', value: priority }],
    },
  ];
}
