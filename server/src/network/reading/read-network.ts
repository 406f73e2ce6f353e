/** Reads the network of a deployment, under the run that is under way (spec: azure-network, sections 2 and 5). */
import type { DeploymentView } from '../../deployment/view.ts';
import type { Network } from '../reachability/model.ts';
import { all, type LeftOut } from './listing.ts';
import { readAdminConfigurations } from './read-admin-rules.ts';
import { readApplicationGateways } from './read-application-gateways.ts';
import { readBastionHosts } from './read-bastion-hosts.ts';
import { readFirewalls } from './read-firewalls.ts';
import { readGateways, readHubs } from './read-gateways.ts';
import { readInterfaces } from './read-interfaces.ts';
import { readLoadBalancers } from './read-load-balancers.ts';
import { readRouteTables } from './read-route-tables.ts';
import { readSecurityGroups } from './read-security-groups.ts';
import { readVirtualNetworks } from './read-virtual-networks.ts';
import { idOf, type NetworkSource, sourceOf } from './source.ts';

/** A network as read, and what of the deployment couldn't be placed in it. */
export interface ReadNetwork {
  readonly network: Network<NetworkSource>;
  /** Resources of the network that could not be read, with what that depends on. */
  readonly left: readonly LeftOut[];
}

/**
 * The network that the deployment declares, found once for each side of the conditions that it rests on.
 * @throws Undecided if it rests on more conditions than one run may.
 */
export function networkOf(deployment: DeploymentView): ReadNetwork {
  return deployment.remember('network', () => readNetwork(deployment));
}

function readNetwork(deployment: DeploymentView): ReadNetwork {
  const left: LeftOut[] = [];
  const virtualNetworks = readVirtualNetworks(deployment, left);
  const interfaces = readInterfaces(deployment, left);
  const network: Network<NetworkSource> = {
    virtualNetworks,
    securityGroups: readSecurityGroups(deployment, left),
    routeTables: readRouteTables(deployment, left),
    applicationSecurityGroups: readApplicationSecurityGroups(deployment),
    interfaces: interfaces.interfaces,
    privateEndpoints: interfaces.endpoints,
    adminConfigurations: readAdminConfigurations(deployment, left),
    loadBalancers: readLoadBalancers(deployment, interfaces, left),
    applicationGateways: [
      ...readApplicationGateways(deployment, interfaces, left),
      ...readBastionHosts(deployment, left),
    ],
    firewalls: readFirewalls(deployment, virtualNetworks, left),
    gateways: readGateways(deployment, left),
    hubs: readHubs(deployment, left),
  };
  return { network, left };
}

function readApplicationSecurityGroups(
  deployment: DeploymentView,
): Network<NetworkSource>['applicationSecurityGroups'] {
  return all(deployment, 'Microsoft.Network/applicationSecurityGroups').map((group) => ({
    id: idOf(group),
    source: sourceOf(group),
    // What the deployment hands out may get members elsewhere; what modules do with it isn't seen.
    otherMembers: group.handedOut ? { kind: 'outside', name: group.label } : null,
  }));
}
