/** Which security rules would let a flow through that is denied. Plain data. */
import { spelledServiceTag } from '../../azure/service-tags.ts';
import type { EvaluatedDeployment } from '../../deployment/build.ts';
import { printAddresses } from '../../network/addresses/address-set.ts';
import { type Direction, hasPorts, type Protocol, type RuleSide } from '../../network/reachability/model.ts';
import type { Endpoint } from '../../network/reachability/places.ts';
import { type ProposedRule, smallestRules } from '../../network/reachability/smallest-rule.ts';
import type { ReadNetwork } from '../../network/reading/read-network.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import type { Location } from '../../rules/finding.ts';
import { labelsOf, locationOf } from './labels.ts';

/** An Allow that a security group would have to have. */
export interface AdmittingRule {
  /** The label of the group. */
  readonly group: string;
  readonly direction: 'inbound' | 'outbound';
  /** The first that is free before the rule that denies now. */
  readonly priority: number;
  readonly protocol: Protocol;
  /** Null for protocols without ports. */
  readonly port: number | null;
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
  /** The name of the group. */
  readonly location: Location | null;
}

/** A flow for one port between two ends; `null` stands for ports of a protocol that has none. */
export interface DeniedFlow {
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly protocol: Protocol;
  readonly port: number | null;
}

/** The smallest rules that admit a flow, to be asked in a run; empty if it passes, or if no rule of a security group would help. */
export function admittingRules(network: ReadNetwork, flow: DeniedFlow): readonly ProposedRule<NetworkSource>[] {
  return smallestRules(network.network, { ...flow, port: flow.port ?? 0 }) ?? [];
}

/** The rules in words. */
export function shownAdmittingRules(
  deployment: EvaluatedDeployment,
  rules: readonly ProposedRule<NetworkSource>[],
  { protocol, port }: DeniedFlow,
): readonly AdmittingRule[] {
  const labelOf = labelsOf(deployment);
  return rules.map(({ group, rule }) => ({
    group: group.source.resource.label,
    direction: directions[rule.direction],
    priority: Number(rule.priority),
    protocol,
    port: hasPorts(protocol) ? port : null,
    sources: sideTexts(rule.sources, labelOf),
    destinations: sideTexts(rule.destinations, labelOf),
    location: locationOf(deployment, group.source),
  }));
}

const directions: Readonly<Record<Direction, AdmittingRule['direction']>> = {
  Inbound: 'inbound',
  Outbound: 'outbound',
};

function sideTexts({ addresses, tags, groups }: RuleSide, labelOf: (id: string) => string): readonly string[] {
  return [...groups.map(labelOf), ...tags.map(spelledServiceTag), ...printAddresses(addresses)];
}
