/** What leaves a workload for the Internet must pass the firewall that is there for it. */
import type { ResourceView } from '../../deployment/view.ts';
import { type Exit, exitsOf, machinesIn } from '../../network/claims/egress.ts';
import { holdsAppliance, type InspectionSign, inspectionSignOf, nodeOf } from '../../network/claims/inspection.ts';
import type { SubnetNode } from '../../network/reachability/network-index.ts';
import type { Host } from '../../network/reachability/places.ts';
import { type DeploymentReach, reachOf } from '../../network/reading/reachability.ts';
import { requireFilters } from '../../network/reading/require-filters.ts';
import type { NetworkSource } from '../../network/reading/source.ts';
import { delegationsOf, mayHaveUnreadOccupants, specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import { tierNetworkOf } from '../../network/tiers/tier-network.ts';
import type { Place, Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { egressNotInspectedExamples } from './egress-not-inspected.examples.ts';
import { routesToFirewall, sharedTable, turnedRoute } from './firewall-route-repairs.ts';
import { relatedToSign, signInWords } from './inspection-words.ts';
import { placeOfRouteTable, routeTableOf, subnetsSharing } from './routing-words.ts';

interface Uninspected {
  readonly exit: Exit;
  readonly sign: InspectionSign;
  /** The route table of the subnet, if the template declares it. */
  readonly table: ResourceView | null;
  readonly certainty: 'certain' | 'possible';
}

interface Facts extends Uninspected {
  /** All subnets with that table that leave alike, the subnet itself among them. */
  readonly sharing: readonly ResourceView[];
}

export const egressNotInspected: Rule<Facts> = {
  id: 'egress-not-inspected',
  title: 'Traffic to the Internet passes no firewall although one is there',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [42, 43, 44, 47, 134, 136],
  articles: [
    { seed: 'S3', step: '3' },
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  why: `What breaks into a machine calls home, and takes data along. A firewall that sees all traffic to the Internet stops that, or at least
tells of it. A subnet without a default route to it goes past it: by a NAT gateway, a public address, a load balancer or the address that
Azure lends.`,
  what: `Give the subnet a route table with a route for 0.0.0.0/0 whose next hop is the firewall (VirtualAppliance), or turn on routing intent
for Internet traffic in the virtual hub. Routes for parts of the Internet leave the rest open.`,
  equivalents: {},
  repairs: ['Give the subnet a route table whose default route leads to the firewall'],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: egressNotInspectedExamples,

  find: (subnet) => {
    const found = uninspected(subnet);
    if (found === null) return null;
    const { exit, table, certainty } = found;
    const sharing = subnetsSharing(subnet, table, (other) => {
      const its = uninspected(other);
      return its?.certainty === certainty && its.exit.reason === exit.reason;
    });
    return { certainty, facts: { ...found, sharing } };
  },

  at: (subnet, { exit, table, sharing }): Place => {
    const route = exit.route.route?.source;
    if (route !== undefined) return { kind: 'value', resource: route.resource, path: 'properties.nextHopType' };
    return placeOfRouteTable(subnet, table, sharing);
  },

  say: (subnet, { exit, sign, table, sharing }) => {
    const isOne = sharing.length === 1;
    const who = isOne && exit.host.nic !== null ? shownName(exit.host.nic.source.resource) : 'What stands';
    const where = isOne ? `subnet ${shownName(subnet)}` : `subnets ${inWords(sharing.map(shownName), 'more')}`;
    const because = causeInWords(exit, table, isOne ? 'Its' : 'Their');
    return `${who} in ${where} reaches the Internet ${wayInWords(exit)}, past every firewall, although ${signInWords(sign)}.${because} Route 0.0.0.0/0 of the ${isOne ? 'subnet' : 'subnets'} to the firewall.`;
  },

  related: (_, { sign }) => relatedToSign(sign),

  repair: (subnet, { exit, sign, table }) => {
    // A hub of Virtual WAN takes all traffic of its networks by routing intent.
    if (sign.kind === 'virtualHub') return [];
    const inspector = sign.kind === 'firewall' ? sign.resource : null;
    const consequence = 'what the firewall does not allow no longer reaches the Internet';
    const route = exit.route.route?.source.resource;
    if (route !== undefined) return [turnedRoute(route, subnet, inspector, consequence)];
    const wanted = { subnet, table, inspector, routes: [{ name: 'to-firewall', prefix: '0.0.0.0/0' }], consequence };
    return [...sharedTable(wanted), ...routesToFirewall(wanted)];
  },
};

/** How what stands in a subnet leaves past the firewall; null if it doesn't, or nobody stands there. */
function uninspected(subnet: ResourceView): Uninspected | null {
  return subnet.deployment.remember(`uninspected egress of ${subnet.key}`, () => {
    if (subnet.isElement && subnet.otherDeclarations().some((other) => !other.isElement)) return null;
    const reach = reachOf(subnet.deployment);
    const node = nodeOf(reach, subnet);
    const sign = node && inspectionSignOf(reach, subnet.deployment, node);
    if (node === null || sign === null || !isWorkload(reach, subnet, node)) return null;
    const known = knownHosts(reach, subnet, node);
    const hosts = known.length > 0 ? known : unknownHosts(reach, subnet, node, sign);
    const [exit] = hosts.flatMap((host) => exitsOf(reach.reachability, host));
    if (exit === undefined) return null;
    requireFilters(reach);
    const isCertain = known.length > 0 && sign.kind !== 'peering' && !subnet.mayBeDeployedAgain;
    return { exit, sign, table: routeTableOf(subnet), certainty: isCertain ? 'certain' : 'possible' };
  });
}

/** False for subnets of services with routes of their own, of endpoints, which start nothing, and of the appliances themselves. */
function isWorkload(reach: DeploymentReach, subnet: ResourceView, node: SubnetNode<NetworkSource>): boolean {
  if (node.interfaces.length === 0 && node.endpoints.length > 0) return false;
  return (isIntegration(subnet) || specialSubnetOf(subnet) === null) && !holdsAppliance(reach, subnet.deployment, node);
}

/** App Service sends its traffic through such a subnet, and takes its routes; others that subnets are delegated to have demands of their own. */
function isIntegration(subnet: ResourceView): boolean {
  return delegationsOf(subnet).some((service) => service.toLowerCase() === 'microsoft.web/serverfarms');
}

/** Who surely sends something: the machines, and App Service where the subnet is its own. */
function knownHosts(
  { reachability }: DeploymentReach,
  subnet: ResourceView,
  node: SubnetNode<NetworkSource>,
): readonly Host<NetworkSource>[] {
  if (isIntegration(subnet)) return restOf(reachability, node);
  return machinesIn(reachability, node);
}

/** Machines that may be deployed elsewhere: in subnets that are named for a workload, or that lack what another subnet of the network has. */
function unknownHosts(
  { reachability }: DeploymentReach,
  subnet: ResourceView,
  node: SubnetNode<NetworkSource>,
  sign: InspectionSign,
): readonly Host<NetworkSource>[] {
  if (node.interfaces.length > 0 || sign.kind === 'peering' || mayHaveUnreadOccupants(subnet)) return [];
  const { ends } = tierNetworkOf(subnet.deployment);
  const tier =
    ends.find(({ subnets }) => subnets.some((each) => each.node.subnet.id === node.subnet.id))?.id ?? 'unassigned';
  const isMeant = workloadTiers.includes(tier) || (tier === 'unassigned' && sign.kind === 'appliance');
  return isMeant ? restOf(reachability, node) : [];
}

const workloadTiers: readonly string[] = ['web', 'app', 'data', 'egress'];

function restOf(
  reachability: DeploymentReach['reachability'],
  { subnet: { id } }: SubnetNode<NetworkSource>,
): readonly Host<NetworkSource>[] {
  const places = reachability.placesOf({ kind: 'subnet', id });
  return places.flatMap((place) => ('node' in place && place.kind === 'subnet' ? [place] : []));
}

function wayInWords({ reason }: Exit): string {
  switch (reason) {
    case 'natGateway':
      return 'through a NAT gateway';
    case 'publicAddress':
      return 'by its public address';
    case 'loadBalancer':
      return 'through a load balancer';
    case 'managedEgress':
      return 'by the addresses of the service';
    default:
      return 'by default outbound access';
  }
}

function causeInWords({ route }: Exit, table: ResourceView | null, whose: 'Its' | 'Their'): string {
  if (route.route !== null) return ` Route ${route.route.name} sends it there.`;
  return table === null ? '' : ` ${whose} route table ${shownName(table)} does not send all of it to one.`;
}
