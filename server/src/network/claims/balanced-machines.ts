/**
 * The machines behind a private frontend of a load balancer and the clients before it. A balancer passes packets on as they are, so rules have to name
 * both: its own address is neither their source nor, behind it, their destination (requirements 0.3 and 1.1-c).
 */
import {
  type AddressSet,
  isEmptySet,
  noAddress,
  subtractAddresses,
  unionOfAddresses,
} from '../addresses/address-set.ts';
import { intersectionOf, intervalsOf, pairsOf } from '../addresses/interval-set.ts';
import type { PortSet } from '../addresses/port-set.ts';
import { boundPairs, representatives } from '../reachability/flow-bounds.ts';
import { flowsOf } from '../reachability/flows.ts';
import { isUnknown, type NetworkInterface, type RuleSide, type SecurityRule } from '../reachability/model.ts';
import { addressesOfSubnet, standsAt } from '../reachability/network-index.ts';
import { backendsOf, frontendsAt, privateFrontends } from '../reachability/private-frontends.ts';
import { anySide } from '../reachability/rule-side.ts';
import type { DeploymentReach } from '../reading/reachability.ts';
import type { NetworkSource } from '../reading/source.ts';

export interface BalancedMachines {
  /** An application security group that holds them all, else their subnets. */
  readonly side: RuleSide;
  /** The ports at which they are reached. */
  readonly ports: PortSet;
  readonly interfaces: readonly NetworkInterface<NetworkSource>[];
}

/** Who is reached by packets to some ports of a frontend; null if nobody is, or if one rule can't say it. */
export function machinesBehind(
  { network, reachability }: DeploymentReach,
  frontend: AddressSet,
  ports: PortSet,
): BalancedMachines | null {
  const machines = new Map<string, NetworkInterface<NetworkSource>>();
  const inner: (readonly [number, number])[] = [];
  for (const one of frontendsAt(privateFrontends(network), frontend)) {
    const { frontendPorts, backendPort, floating } = one.rule;
    if (isUnknown(frontendPorts) || isUnknown(backendPort) || floating !== false) return null;
    const asked = intersectionOf<number>(ports, frontendPorts);
    if (asked.length === 0) continue;
    const behind = network.interfaces.filter(({ id }) => backendsOf(one).includes(id));
    for (const machine of behind) machines.set(machine.id, machine);
    inner.push(...(backendPort === null ? pairsOf(asked) : [[backendPort, backendPort + 1] as const]));
  }
  if (machines.size === 0) return null;
  const reached = intervalsOf(inner);
  const behind = [...machines.values()];
  const group = commonGroup(behind);
  if (group !== null) return { side: { ...nothing, groups: [group] }, ports: reached, interfaces: behind };
  const nodes = behind.map(({ subnet }) => reachability.index.subnets.get(subnet));
  const prefixes = nodes.flatMap((node) => (node === undefined ? [] : [addressesOfSubnet(node.subnet)]));
  const addresses = unionOfAddresses(...prefixes);
  return isEmptySet(addresses) ? null : { side: { ...nothing, addresses }, ports: reached, interfaces: behind };
}

const nothing: RuleSide = { ...anySide, any: false };

function commonGroup([first, ...others]: readonly NetworkInterface<NetworkSource>[]): string | null {
  if (first === undefined || isUnknown(first.groups)) return null;
  const found = first.groups.find((group) =>
    others.every(({ groups }) => !isUnknown(groups) && groups.includes(group)),
  );
  return found ?? null;
}

/**
 * True if it depends on which address a security group sees, a balancer's or that of a machine behind it, whether those behind the group reach the
 * machine.
 */
export function restsOnFrontend(
  { reachability }: DeploymentReach,
  group: string,
  { interfaces, ports }: BalancedMachines,
): boolean {
  const nodes = [...reachability.index.subnets.values()].filter((node) => standsAt(node, group));
  const clients = representatives(
    nodes.flatMap(({ subnet }) => reachability.placesOf({ kind: 'subnet', id: subnet.id })),
  );
  const machines = representatives(interfaces.flatMap(({ id }) => reachability.placesOf({ kind: 'interface', id })));
  boundPairs(clients, machines);
  const [port = null] = ports;
  return clients.some((client) =>
    machines.some((machine) =>
      (['tcp', 'udp'] as const).some((protocol) =>
        flowsOf(reachability, client, machine, { protocol, port, only: 'depends' }).some(({ dependsOn }) =>
          dependsOn.some(({ kind }) => kind === 'frontend'),
        ),
      ),
    ),
  );
}

export interface BalancedClients {
  readonly side: RuleSide;
  /** The rules that say so. */
  readonly rules: readonly SecurityRule<NetworkSource>[];
}

/** Who may send to some ports of a frontend, as the rules say that name it as their destination; null if none does, or if one rule can't say it. */
export function clientsOf({ network }: DeploymentReach, frontend: AddressSet, ports: PortSet): BalancedClients | null {
  const rules = network.securityGroups
    .flatMap((group) => group.rules)
    .filter(
      ({ access, destinations, destinationPorts }) =>
        access === 'Allow' &&
        isOnly(destinations, frontend) &&
        !isUnknown(destinationPorts) &&
        intersectionOf<number>(destinationPorts, ports).length > 0,
    );
  const sides = rules.map(({ sources }) => sources);
  const isPlain = sides.every(({ any, tags, unknown }) => !any && tags.length === 0 && unknown === null);
  if (sides.length === 0 || !isPlain) return null;
  const groups = [...new Set(sides.flatMap((side) => side.groups))];
  const addresses = unionOfAddresses(...sides.map((side) => side.addresses));
  // A side holds one or the other (azure-network 2.1).
  if (isEmptySet(addresses) === (groups.length === 0)) return null;
  return { side: { ...nothing, groups, addresses: groups.length > 0 ? noAddress : addresses }, rules };
}

/** True if a side holds some of the addresses and nothing else. */
function isOnly({ any, addresses, tags, groups, unknown }: RuleSide, frontend: AddressSet): boolean {
  if (any || tags.length > 0 || groups.length > 0 || unknown !== null || isEmptySet(addresses)) return false;
  return isEmptySet(subtractAddresses(addresses, frontend));
}
