/**
 * Activation of Windows: the platform lets machines reach its Key Management Service whatever their groups say, but no longer where a route sends
 * 0.0.0.0/0 elsewhere (azure-network 2.3; Microsoft Learn, network security groups overview).
 */
import type { ResourceView } from '../../deployment/view.ts';
import type { Flow } from '../reachability/flows.ts';
import type { Host } from '../reachability/places.ts';
import { segmentsBetween } from '../reachability/segments.ts';
import { reachOf } from '../reading/reachability.ts';
import { idOf, type NetworkSource, wordAt } from '../reading/source.ts';
import { targetsAt } from '../subnets/subnet-use.ts';
import { defaultRouteOf } from '../subnets/subnets.ts';

/** azkms.core.windows.net in the public cloud, and the port at which it listens. */
export const activationAddresses: readonly string[] = ['20.118.99.224', '40.83.235.53'];
export const activationPort = 1688;

export interface BlockedActivation {
  /** What surely becomes of the machine's packets to the service, of each of its interfaces. */
  readonly flow: Flow<NetworkSource>;
}

/**
 * Why a machine with Windows surely can't reach the service, nor anything else outside at its port, as another cloud's would be; null if it may.
 */
export function blockedActivation(machine: ResourceView): BlockedActivation | null {
  if (!isWindows(machine)) return null;
  const { reachability, left } = reachOf(machine.deployment);
  if (left.length > 0) return null;
  const hosts = hostsOfMachine(machine);
  if (hosts.length === 0) return null;
  if (!hosts.every(({ node }) => defaultRouteOf(node.subnet.source.resource) === 'appliance')) return null;
  const outside = reachability.placesOf({ kind: 'internet' });
  const segments = segmentsBetween(reachability, hosts, outside, { protocol: 'tcp', port: activationPort });
  const [first] = segments;
  if (first === undefined || first.flow === null || segments.some(({ answer }) => answer !== 'denied')) return null;
  return { flow: first.flow };
}

/** The interfaces of a machine; none unless all of them stand in subnets that are known. */
export function hostsOfMachine(machine: ResourceView): readonly Host<NetworkSource>[] {
  const { reachability } = reachOf(machine.deployment);
  const cards = new Set(targetsAt(machine, 'properties.networkProfile.networkInterfaces', 'id').map(idOf));
  const interfaces = [...reachability.index.interfaces.values()].filter(({ source }) => cards.has(source.resource.key));
  if (interfaces.some(({ subnet }) => !reachability.index.subnets.has(subnet))) return [];
  return interfaces.flatMap(({ id }) =>
    reachability.placesOf({ kind: 'interface', id }).flatMap((place) => ('node' in place ? [place] : [])),
  );
}

export function isWindows(machine: ResourceView): boolean {
  if (!machine.omits('properties.osProfile.windowsConfiguration')) return true;
  if (wordAt(machine, 'properties.storageProfile.osDisk.osType') === 'windows') return true;
  return wordAt(machine, 'properties.storageProfile.imageReference.publisher').startsWith('microsoftwindows');
}
