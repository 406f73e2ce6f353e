/** What a security rule is good for, in sentences: what it decides, which rules stand in its way, what flows in the end. */

import { attempt, runAlternatives } from '../../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../../deployment/build.ts';
import { type RuleDecision, ruleDecisions } from '../../network/claims/rule-decisions.ts';
import { isUnknown, type SecurityGroup, type SecurityRule } from '../../network/reachability/model.ts';
import { standsAt } from '../../network/reachability/network-index.ts';
import { type RuleFate, ruleFates } from '../../network/reachability/rule-fates.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import type { MatrixEnd } from '../../network/tiers/tier-matrix.ts';
import { type TierNetwork, tierNetworkOf } from '../../network/tiers/tier-network.ts';
import { enumeration } from '../../text/enumeration.ts';
import { contains, type Span, spanOf } from '../../text/span.ts';
import { flowsText, mergedFlows, type TierMatrix, tierMatrix } from './matrix.ts';

export interface SecurityRuleNote {
  readonly name: string;
  /** The label of the security group. */
  readonly group: string;
  /** The text that declares the rule. */
  readonly span: Span;
  /** Plain sentences, each of its own; names in them come from the template. */
  readonly sentences: readonly string[];
}

/** Rules of one place that are spoken of: a loop makes several. */
const mostNotes = 3;

/** The security rules that the text at an offset of a file declares; none elsewhere. */
export function securityRulesAt(
  deployment: EvaluatedDeployment,
  file: string,
  offset: number,
): readonly SecurityRuleNote[] {
  const outcomes = runAlternatives(deployment.run, () =>
    rulesAt(deployment, tierNetworkOf(deployment.view), file, offset),
  );
  const found = outcomes.flatMap((outcome) => (outcome.kind === 'decided' ? [outcome.value] : []));
  return found.find((notes) => notes.length > 0)?.map((note) => withMatrix(deployment, note)) ?? [];
}

interface Found extends Omit<SecurityRuleNote, 'sentences'> {
  readonly rule: SecurityRule<NetworkSource>;
  readonly fate: RuleFate<NetworkSource> | null;
  /** Null if they aren't known. */
  readonly decisions: readonly RuleDecision[] | null;
  /** The tiers in which the group stands. */
  readonly tiers: readonly MatrixEnd[];
}

function rulesAt(
  deployment: EvaluatedDeployment,
  network: TierNetwork,
  file: string,
  offset: number,
): readonly Found[] {
  const found: Found[] = [];
  for (const group of network.network.securityGroups)
    for (const rule of group.rules) {
      const { key } = rule.source.resource;
      const extent = deployment.extent(key);
      const span = extent?.file === file ? deployment.files.get(file)?.spans.spanOf(extent.node) : undefined;
      if (span === undefined || !contains(span, spanOf(offset, offset)) || found.length === mostNotes) continue;
      const fates = ruleFates(group, rule.direction, emptyGroups(network));
      found.push({
        name: rule.name,
        group: group.source.resource.label,
        span,
        rule,
        fate: group.more === null ? (fates.find((fate) => fate.rule === rule) ?? null) : null,
        decisions: attempt(() => ruleDecisions(deployment.view).get(key) ?? []) ?? null,
        tiers: tiersOf(network, group),
      });
    }
  return found;
}

/** Application security groups that surely have no members, so rules for them match nothing. */
function emptyGroups({ reachability, network }: TierNetwork): ReadonlySet<string> {
  const empty = network.applicationSecurityGroups.filter(({ id, otherMembers }) => {
    return otherMembers === null && reachability.placesOf({ kind: 'applicationSecurityGroup', id }).length === 0;
  });
  return new Set(empty.map(({ id }) => id));
}

/** The tiers with a subnet or an interface that has the group. */
function tiersOf({ ends }: TierNetwork, { id }: SecurityGroup<NetworkSource>): readonly MatrixEnd[] {
  return ends.filter(({ subnets }) => subnets.some(({ node }) => standsAt(node, id))).map((end) => end.id);
}

function withMatrix(deployment: EvaluatedDeployment, found: Found): SecurityRuleNote {
  const { name, group, span, rule, tiers } = found;
  const tierWord = tiers.length === 1 ? 'tier' : 'tiers';
  const place = tiers.length === 0 ? [] : [`${rule.direction} rule of the ${tierWord} ${enumeration(tiers)}.`];
  const matrix = tierMatrix(deployment);
  const rows =
    matrix.undecided === null ? tiers.map((tier) => rowText(matrix, tier, rule.direction === 'Inbound')) : [];
  return { name, group, span, sentences: [...place, ...decisionSentences(found), ...fateSentences(found), ...rows] };
}

function decisionSentences({ rule, fate, decisions, tiers }: Found): readonly string[] {
  if (decisions === null) return [];
  const verb = isUnknown(rule.access) ? 'Decides' : rule.access === 'Allow' ? 'Allows' : 'Denies';
  const pairs = [...new Set(decisions.map(({ from, to }) => `${from} ${to}`))];
  const byTraffic = new Map<string, string[]>();
  for (const pair of pairs) {
    const own = decisions.filter(({ from, to }) => `${from} ${to}` === pair);
    const text = flowsText(mergedFlows(own));
    byTraffic.set(text, [...(byTraffic.get(text) ?? []), pair]);
  }
  if (byTraffic.size > 0)
    return [...byTraffic].map(([text, own]) => {
      const ends = own.map((pair) => pair.split(' '));
      const sources = [...new Set(ends.map(([from]) => from ?? ''))];
      const targets = [...new Set(ends.map(([, to]) => to ?? ''))];
      const isProduct = ends.length === sources.length * targets.length;
      const which = isProduct
        ? `from ${enumeration(sources)} to ${enumeration(targets)}`
        : enumeration(ends.map(([from, to]) => `from ${from} to ${to}`));
      return `${verb} ${text === 'any' ? 'all traffic' : text} ${which}.`;
    });
  const isIdle = tiers.length > 0 && (fate === null || fate.kind === 'decides' || fate.kind === 'redundant');
  return isIdle ? ['Of the traffic between the tiers of this template it decides nothing.'] : [];
}

function fateSentences({ fate }: Found): readonly string[] {
  switch (fate?.kind) {
    case 'redundant':
      return ['The rules after it would decide the same.'];
    case 'shadowed':
      return [`Never decides: it is shadowed by ${enumeration(fate.by.map(ruleText))}, with the same outcome.`];
    case 'contradicted':
      return [
        `Never decides: ${enumeration(fate.by.map(ruleText))} decide${fate.by.length === 1 ? 's' : ''} all of it before, some of it the other way.`,
      ];
    case 'never':
      return ['Never decides: no packet matches it.'];
    default:
      return [];
  }
}

function ruleText({ name, priority }: SecurityRule<NetworkSource>): string {
  return isUnknown(priority) ? name : `${name} (${priority})`;
}

/** What reaches a tier, or what it reaches, by all rules together. */
function rowText({ rows }: TierMatrix, tier: MatrixEnd, isInbound: boolean): string {
  const own = rows.filter(({ from, to, flows }) => (isInbound ? to : from) === tier && flows.length > 0);
  const others = own.map(({ from, to, flows }) => `${isInbound ? from : to} (${flowsText(flows)})`);
  if (others.length === 0)
    return isInbound ? `In the end nothing reaches ${tier}.` : `In the end ${tier} reaches nothing.`;
  return `In the end ${tier} ${isInbound ? 'is reached by' : 'reaches'} ${enumeration(others)}; nothing else.`;
}
