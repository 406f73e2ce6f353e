/** What a repair changes of the traffic, in the words of its title. */
import type { EvaluatedDeployment } from '../../deployment/build.ts';
import type { TrafficChange } from '../../repair/repairs.ts';
import type { ResourceChanges } from '../changed-resources.ts';
import { type ChangedFlow, flowTexts, networkDifference } from './difference.ts';

/** A deployment before and after, where something is changed that decides traffic. */
export interface NetworkChange {
  readonly before: EvaluatedDeployment;
  readonly after: EvaluatedDeployment;
}

/** Entries whose networks are compared for one repair. */
export const mostCompared = 6;

/** Second segments of the types of Microsoft.Network that decide what flows, in lower case. */
const decidingTypes: ReadonlySet<string> = new Set([
  'applicationgateways',
  'applicationsecuritygroups',
  'azurefirewalls',
  'bastionhosts',
  'firewallpolicies',
  'loadbalancers',
  'natgateways',
  'networkinterfaces',
  'networkmanagers',
  'networksecuritygroups',
  'publicipaddresses',
  'routetables',
  'virtualhubs',
  'virtualnetworkgateways',
  'virtualnetworks',
  'virtualwans',
]);

/** Compares the networks, of several entries the first ones. Null if the traffic stays as it is. */
export function trafficChange(changes: readonly NetworkChange[]): TrafficChange | null {
  const closes = new Map<string, ChangedFlow>();
  const opens = new Map<string, ChangedFlow>();
  let isWhole = changes.length <= mostCompared;
  for (const { before, after } of changes.slice(0, mostCompared)) {
    const difference = networkDifference(before, after);
    isWhole &&= difference.isWhole;
    // That a host which comes can be reached says the repair that brings it.
    for (const [flows, found] of [
      [closes, difference.closes],
      [opens, difference.opens],
    ] as const)
      for (const flow of found) if (!flow.isOfOneHost) flows.set(JSON.stringify(flow), flow);
  }
  const closed = flowTexts(ofHosts([...closes.values()]), 'denied');
  const opened = flowTexts(ofHosts([...opens.values()]), 'allowed');
  // What flows as before between other addresses of the same subnets isn't lost.
  const lost = closed.filter((text) => !opened.includes(text));
  const won = opened.filter((text) => !closed.includes(text));
  if (lost.length + won.length === 0) return null;
  return { closes: lost, opens: won, isWhole };
}

/** Of two subnets what changes for the machines in them, where these are known; for other addresses only where nothing else is. */
function ofHosts(flows: readonly ChangedFlow[]): readonly ChangedFlow[] {
  const pairOf = ({ from, to }: ChangedFlow): string => `${from} ${to}`;
  const pairs = new Set(flows.filter(({ isOfNoHost }) => !isOfNoHost).map(pairOf));
  return flows.filter((flow) => !flow.isOfNoHost || !pairs.has(pairOf(flow)));
}

/** True if what a change touches may decide what flows. */
export function decidesTraffic({ types }: ResourceChanges): boolean {
  return [...types].some((type) => {
    const [namespace, name = ''] = type.split('/');
    return namespace === 'microsoft.network' && decidingTypes.has(name);
  });
}
