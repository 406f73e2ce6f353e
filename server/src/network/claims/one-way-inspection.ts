/** Subnets of one network of which one sends its packets through an appliance, and the other answers past it. */
import type { ResourceView } from '../../deployment/view.ts';
import type { SubnetNode } from '../reachability/network-index.ts';
import type { EffectiveRoute } from '../reachability/routes.ts';
import type { Way } from '../reachability/ways.ts';
import { type DeploymentReach, reachOf } from '../reading/reachability.ts';
import type { NetworkSource } from '../reading/source.ts';
import { specialSubnetOf } from '../subnets/special-subnet.ts';
import { machinesIn } from './egress.ts';
import { holdsAppliance, nodeOf } from './inspection.ts';

type Node = SubnetNode<NetworkSource>;

export interface OneWay {
  /** The subnet whose packets pass the appliance. */
  readonly from: ResourceView;
  /** The route that sends them there. */
  readonly route: NonNullable<EffectiveRoute<NetworkSource>['route']>;
}

/** Machines of a subnet that are compared; they share its routes. */
const mostMachines = 2;

/** The first subnet of the same network whose machines reach those of a subnet surely through an appliance, while these answer directly. */
export function answeredDirectly(subnet: ResourceView): OneWay | null {
  const reach = reachOf(subnet.deployment);
  const node = nodeOf(reach, subnet);
  if (node === null || node.interfaces.length === 0 || !isWorkload(reach, node)) return null;
  for (const { id } of node.network.subnets) {
    const other = reach.reachability.index.subnets.get(id);
    if (other === undefined || other === node || other.interfaces.length === 0 || !isWorkload(reach, other)) continue;
    const there = waysBetween(reach, other, node);
    const back = waysBetween(reach, node, other);
    const [route] = there.flatMap((way) => routeToAppliance(way) ?? []);
    const isInspected = there.every((way) => routeToAppliance(way) !== null);
    const isDirect =
      back.length > 0 && back.every(({ reason, dependsOn }) => reason === 'direct' && dependsOn.length === 0);
    if (route !== undefined && isInspected && isDirect) return { from: other.subnet.source.resource, route };
  }
  return null;
}

function isWorkload(reach: DeploymentReach, node: Node): boolean {
  const { resource } = node.subnet.source;
  return specialSubnetOf(resource) === null && !holdsAppliance(reach, resource.deployment, node);
}

function waysBetween({ reachability }: DeploymentReach, from: Node, to: Node): readonly Way<NetworkSource>[] {
  const some = (node: Node) => machinesIn(reachability, node).slice(0, mostMachines);
  return some(from).flatMap((source) =>
    some(to).flatMap((destination) => reachability.between(source, destination, 'tcp').map(({ way }) => way)),
  );
}

/** The route that a person wrote, if it surely leads to an appliance; what that does with the packet doesn't matter. */
function routeToAppliance({ route }: Way<NetworkSource>): OneWay['route'] | null {
  return route?.hop.kind === 'VirtualAppliance' && route.dependsOn.length === 0 ? route.route : null;
}
