/** Machines have no public address of their own. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { isOfAppliance } from '../../network/claims/appliances.ts';
import { withoutPublicAddress } from '../management/bastion-instead.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { publicIpOnNetworkInterfaceExamples } from './public-ip-on-network-interface.examples.ts';

interface PublicAddressAt {
  /** The path of the public address in the body of the resource. */
  readonly path: string;
  /** The name of the address, if it is a resource of its own. */
  readonly address: string | null;
}

const scaleSet = 'Microsoft.Compute/virtualMachineScaleSets';

export const publicIpOnNetworkInterface: Rule<PublicAddressAt> = {
  id: 'public-ip-on-network-interface',
  title: 'Network interface has a public IP address',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [128, 148, 149, 158],
  articles: [
    { seed: 'S3', step: '3' },
    { seed: 'S4', step: 'VM' },
  ],
  policies: [azurePolicies.interfaceWithoutPublicIp],
  why: `A machine with a public address of its own is another entry from the Internet: nothing inspects what comes in, and its network security
group is all that stands between. What goes out isn't inspected either.`,
  what: `Let traffic in through an application gateway with a web application firewall, Azure Front Door or Azure Firewall, reach machines by
Azure Bastion, and let them out through a firewall or a NAT gateway. Network virtual appliances may have a public address: interfaces with IP
forwarding, or whose address, or that of a load balancer before them, a route has as its next hop.`,
  equivalents: { checkov: ['CKV_AZURE_119'] },
  repairs: [
    'Remove the public IP address from the interface',
    'Remove it and add Azure Bastion to the network, where it has none',
  ],
  on: ['Microsoft.Network/networkInterfaces', scaleSet],
  examples: publicIpOnNetworkInterfaceExamples,

  find: (resource) => {
    for (const base of interfacesOf(resource)) {
      for (let index = 0; index < resource.size(`${base}.ipConfigurations`); index++) {
        const configuration = `${base}.ipConfigurations.${index}.properties`;
        for (const name of ['publicIPAddress', 'publicIPAddressConfiguration']) {
          const path = `${configuration}.${name}`;
          if (resource.omits(path)) continue;
          // An address is the resource that its id means, if any: null stands for none.
          if (name === 'publicIPAddress' && resource.omits(`${path}.id`)) continue;
          // An appliance is made to stand at the edge.
          if (isTrue(resource, `${base}.enableIPForwarding`) || isOfAppliance(resource, base)) continue;
          return { certainty: 'certain', facts: { path, address: addressOf(resource, path, name) } };
        }
      }
    }
    return null;
  },

  at: (resource, { path }) => ({ kind: 'value', resource, path }),

  say: (resource, { address }) => {
    const what = resource.isType(scaleSet) ? 'Each machine of' : 'The network interface';
    const which = address === null ? 'a public IP address' : `the public IP address ${address}`;
    return `${what} ${shownName(resource)} has ${which}, so the Internet meets the machine itself. Let traffic in through an application gateway or a firewall, and reach the machine by Azure Bastion.`;
  },

  repair: (resource, { path }) => withoutPublicAddress(resource, path),
};

/** The paths of the interfaces that a resource describes. */
function interfacesOf(resource: ResourceView): readonly string[] {
  if (!resource.isType(scaleSet)) return ['properties'];
  const cards = 'properties.virtualMachineProfile.networkProfile.networkInterfaceConfigurations';
  return [...Array(resource.size(cards)).keys()].map((index) => `${cards}.${index}.properties`);
}

function isTrue(resource: ResourceView, path: string): boolean {
  const value = resource.read(path);
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true');
}

function addressOf(resource: ResourceView, path: string, name: string): string | null {
  if (name !== 'publicIPAddress') return null;
  const target = resource.target(`${path}.id`);
  if (target === null) return null;
  const label = target.kind === 'resource' ? shownName(target) : target.name;
  return label === '' ? null : label;
}
