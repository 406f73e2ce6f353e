/** Which tier may reach which, over all alternatives of a deployment's conditions. Plain data. */

import { tierIds } from '../../config/tiers.ts';
import { runAlternatives } from '../../deployment/alternatives.ts';
import type { EvaluatedDeployment } from '../../deployment/build.ts';
import { portEnd } from '../../network/addresses/port-set.ts';
import { hasPorts, type Protocol, protocols } from '../../network/reachability/model.ts';
import { distinct, type Segment } from '../../network/reachability/segments.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import type { MatrixEnd } from '../../network/tiers/tier-matrix.ts';
import { tierMatrixOf } from '../../network/tiers/tier-network.ts';
import { enumeration } from '../../text/enumeration.ts';
import { dependencyText } from './dependency-text.ts';
import { labelsOf } from './labels.ts';
import { conditionsOf, cutByRivals } from './rivals.ts';

/** One kind of traffic from a tier to another. */
export interface TierFlow {
  /** `*` if it holds for all protocols. */
  readonly protocol: Protocol | '*';
  /** First and last destination port. */
  readonly ports: readonly [number, number];
  readonly answer: 'allowed' | 'depends';
  /** What the answer depends on; empty where it is allowed. */
  readonly dependsOn: readonly string[];
}

export interface TierRow {
  readonly from: MatrixEnd;
  readonly to: MatrixEnd;
  /** What may flow; empty if nothing does. */
  readonly flows: readonly TierFlow[];
}

export interface TierMatrix {
  /** All pairs of tiers that have subnets, the Internet at either end included; a tier's traffic with itself too. */
  readonly rows: readonly TierRow[];
  /** Why nothing is known; null if the rows say all. */
  readonly undecided: string | null;
  /** Resources of the network that stand somewhere in it, but it can't be told where; the rows are without them. */
  readonly left: readonly { readonly name: string; readonly dependsOn: string }[];
}

/** A matrix of nothing: there are no tiers. */
export const noMatrix: TierMatrix = { rows: [], undecided: null, left: [] };

const ends: readonly MatrixEnd[] = ['internet', ...tierIds];

/** The rows in the order in which traffic meets the tiers. A flow that not every alternative lets through depends on their conditions. */
export function tierMatrix(deployment: EvaluatedDeployment): TierMatrix {
  const outcomes = runAlternatives(deployment.run, () => ({
    rows: tierMatrixOf(deployment.view),
    left: reachOf(deployment.view).left,
  }));
  const decided = outcomes.flatMap((outcome) => (outcome.kind === 'decided' ? [outcome] : []));
  const undecided = outcomes.find((outcome) => outcome.kind === 'undecided');
  if (undecided !== undefined) return { ...noMatrix, undecided: undecided.reason };
  const conditions = conditionsOf(decided.map(({ decisions }) => decisions));
  const alternatives = decided.map(
    ({ value }) => new Map(value.rows.map(({ from, to, segments }) => [`${from} ${to}`, segments] as const)),
  );
  const rows = ends.flatMap((from) =>
    ends.flatMap((to): TierRow[] => {
      const found = alternatives.map((rowOf) => rowOf.get(`${from} ${to}`));
      if (found.every((segments) => segments === undefined)) return [];
      const [first = nothing, ...others] = found.map((segments) => segments ?? nothing);
      return [{ from, to, flows: flowsOf(deployment, first, others, conditions) }];
    }),
  );
  const left = new Map<string, string>();
  for (const { resource, dependsOn } of decided.flatMap(({ value }) => value.left))
    left.set(resource.label, dependencyText(dependsOn, labelsOf(deployment)));
  return { rows, undecided: null, left: [...left].map(([name, dependsOn]) => ({ name, dependsOn })) };
}

/** What a tier that isn't there is reached by. */
const nothing: readonly Segment<NetworkSource>[] = protocols.map((protocol) => ({
  protocol,
  ports: [0, portEnd],
  answer: 'denied',
  dependsOn: [],
  flow: null,
}));

/** What passes, with neighbours of one answer as one flow, and what is the same in all protocols as one. */
function flowsOf(
  deployment: EvaluatedDeployment,
  first: readonly Segment<NetworkSource>[],
  others: readonly (readonly Segment<NetworkSource>[])[],
  conditions: readonly string[],
): readonly TierFlow[] {
  const labelOf = labelsOf(deployment);
  const byProtocol = protocols.map((protocol) => {
    const flows: TierFlow[] = [];
    for (const segment of first.filter((each) => each.protocol === protocol)) {
      const own = distinct(segment.dependsOn).map((each) => dependencyText(each, labelOf));
      for (const { ports, differs } of cutByRivals(segment, others)) {
        const answer = differs ? 'depends' : segment.answer;
        if (answer === 'denied') continue;
        const dependsOn = [...new Set([...(differs ? conditions : []), ...own])];
        push(flows, { protocol, ports: [ports[0], ports[1] - 1], answer, dependsOn });
      }
    }
    return flows;
  });
  return inFewWords(byProtocol);
}

/** Ports of several sources as flows, in order and without overlaps; those that aren't sure depend on something. */
export function mergedFlows(
  parts: readonly {
    readonly protocol: Protocol;
    /** Destination ports from the first to before the second. */
    readonly ports: readonly [number, number];
    readonly isSure: boolean;
  }[],
): readonly TierFlow[] {
  const ordered = [...parts].sort((a, b) => a.ports[0] - b.ports[0]);
  return inFewWords(
    protocols.map((each) => {
      const flows: TierFlow[] = [];
      for (const { protocol, ports, isSure } of ordered) {
        if (protocol !== each) continue;
        const answer = isSure ? 'allowed' : 'depends';
        const last = flows.at(-1);
        if (last !== undefined && last.answer === answer && ports[0] <= last.ports[1] + 1)
          flows[flows.length - 1] = { ...last, ports: [last.ports[0], Math.max(last.ports[1], ports[1] - 1)] };
        else flows.push({ protocol, ports: [ports[0], ports[1] - 1], answer, dependsOn: [] });
      }
      return flows;
    }),
  );
}

/** What is the same in all protocols as one. */
function inFewWords(byProtocol: readonly (readonly TierFlow[])[]): readonly TierFlow[] {
  const [tcp = []] = byProtocol;
  const shape = (flows: readonly TierFlow[]): string =>
    JSON.stringify(flows.map(({ ports, answer, dependsOn }) => [ports, answer, dependsOn]));
  if (byProtocol.every((flows) => shape(flows) === shape(tcp))) return tcp.map((flow) => ({ ...flow, protocol: '*' }));
  return byProtocol.flat();
}

function push(flows: TierFlow[], flow: TierFlow): void {
  const last = flows.at(-1);
  const isNext = last?.answer === flow.answer && last.ports[1] + 1 === flow.ports[0];
  if (last !== undefined && isNext && last.dependsOn.join() === flow.dependsOn.join())
    flows[flows.length - 1] = { ...last, ports: [last.ports[0], flow.ports[1]] };
  else flows.push(flow);
}

/** One flow in a few words, such as `TCP 443`, `UDP 5000-5010`, `ICMP` or `any`. */
export function trafficText({
  protocol,
  ports: [first, last],
}: {
  readonly protocol: Protocol | '*';
  readonly ports: readonly [number, number];
}): string {
  const isWhole = first === 0 && last === 65_535;
  if (protocol === '*') return isWhole ? 'any' : `any protocol ${portsText(first, last)}`;
  const name = protocol.toUpperCase();
  if (!hasPorts(protocol)) return name;
  return `${name} ${isWhole ? 'any port' : portsText(first, last)}`;
}

function portsText(first: number, last: number): string {
  return first === last ? String(first) : `${first}-${last}`;
}

/** What is left out where everything else passes: a few ports of TCP, of UDP or of both alike, such as `TCP and UDP 53`; null if it is more. */
function exceptionsOf(flows: readonly TierFlow[]): string | null {
  const runsOf = (protocol: Protocol): readonly TierFlow['ports'][] =>
    flows.filter((flow) => flow.protocol === protocol).map(({ ports }) => ports);
  const gapsOf = (protocol: Protocol): readonly string[] => {
    const own = runsOf(protocol);
    const gaps = own.map(([first], index) => [(own[index - 1]?.[1] ?? -1) + 1, first - 1] as const);
    const end = [(own.at(-1)?.[1] ?? -1) + 1, 65_535] as const;
    return [...gaps, end].flatMap(([first, last]) => (first > last ? [] : [portsText(first, last)]));
  };
  const isSure = flows.every(({ answer }) => answer === 'allowed');
  const isWhole = protocols.every((protocol) => hasPorts(protocol) || gapsOf(protocol).length === 0);
  if (!isSure || !isWhole) return null;
  const [tcp, udp] = [gapsOf('tcp'), gapsOf('udp')];
  const isFew = tcp.length <= runsOf('tcp').length && udp.length <= runsOf('udp').length;
  if (!isFew || (tcp.length === 0 && udp.length === 0)) return null;
  if (udp.length === 0) return `TCP ${enumeration(tcp)}`;
  if (tcp.length === 0) return `UDP ${enumeration(udp)}`;
  return tcp.join() === udp.join() ? `TCP and UDP ${enumeration(tcp)}` : null;
}

/**
 * The flows of a row in a few words: `TCP 80, 443 and 8443, UDP 53`. Flows of one protocol stand together, those that depend on something behind
 * a `maybe`; empty if nothing flows.
 */
export function flowsText(flows: readonly TierFlow[]): string {
  const exceptions = exceptionsOf(flows);
  if (exceptions !== null) return `any but ${exceptions}`;
  const byKind = new Map<string, string[]>();
  for (const flow of flows) {
    const kind = `${flow.answer} ${flow.protocol}`;
    const text = trafficText(flow);
    const known = byKind.get(kind);
    if (known !== undefined) known.push(text.slice(text.lastIndexOf(' ') + 1));
    else byKind.set(kind, [`${flow.answer === 'depends' ? 'maybe ' : ''}${text}`]);
  }
  return [...byKind.values()].map(enumeration).join(', ');
}
