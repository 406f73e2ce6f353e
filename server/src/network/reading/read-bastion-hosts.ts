/** Bastion hosts: the public address at which people reach them. */
import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { parsePortSet } from '../addresses/port-set.ts';
import type { ApplicationGateway } from '../reachability/model-entries.ts';
import { all, type LeftOut, placed } from './listing.ts';
import { idOf, isTrueAt, maybe, type NetworkSource, sourceOf } from './source.ts';

/** A Bastion host listens at 443 as an application gateway does (azure-network 2.7); it leads on only for who has signed in. */
export function readBastionHosts(
  deployment: DeploymentView,
  left: LeftOut[],
): readonly ApplicationGateway<NetworkSource>[] {
  return placed(all(deployment, 'Microsoft.Network/bastionHosts'), left, (bastion) => {
    const subnet = bastion.target('properties.ipConfigurations.0.properties.subnet.id');
    if (subnet === null) return [];
    return [
      {
        id: idOf(bastion),
        source: sourceOf(bastion),
        subnet: idOf(subnet),
        publicPorts: maybe(() => (isPrivate(bastion) ? [] : (parsePortSet(['443']) ?? []))),
        isolated: attempt(() => isPrivate(bastion)) ?? false,
        backends: [],
      },
    ];
  });
}

/** Without a public address it is reached from the network alone. */
function isPrivate(bastion: ResourceView): boolean {
  return (
    isTrueAt(bastion, 'properties.enablePrivateOnlyBastion') ||
    bastion.omits('properties.ipConfigurations.0.properties.publicIPAddress')
  );
}
