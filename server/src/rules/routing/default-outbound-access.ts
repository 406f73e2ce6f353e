/** Machines must not reach the Internet by the address that Azure lends to whoever has no other way out. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { exitsOf, machinesIn } from '../../network/claims/egress.ts';
import { isUnknown } from '../../network/reachability/model.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { idOf } from '../../network/reading/source.ts';
import { specialSubnetOf } from '../../network/subnets/special-subnet.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { defaultOutboundAccessExamples } from './default-outbound-access.examples.ts';

interface ImplicitEgress {
  /** A machine's interface or scale set that leaves this way. */
  readonly machine: string;
  readonly isWritten: boolean;
}

const path = 'properties.defaultOutboundAccess';

export const defaultOutboundAccess: Rule<ImplicitEgress> = {
  id: 'default-outbound-access',
  title: 'Machines reach the Internet by default outbound access',
  principle: 'assume-breach',
  severity: 'information',
  rows: [134],
  articles: [{ seed: 'S3', step: '3' }],
  policies: [azurePolicies.privateSubnet],
  why: `A machine without a public address, a NAT gateway, a load balancer or a route to a firewall still reaches the Internet, unless its
subnet says no: Azure lends it an address that nobody owns, that may change, and that no rule of a firewall sees.`,
  what: `Set defaultOutboundAccess of the subnet to false, and give machines that need the Internet an explicit way out: a route to a firewall,
or a NAT gateway.`,
  equivalents: {},
  repairs: ['Set defaultOutboundAccess of the subnet to false'],
  on: ['Microsoft.Network/virtualNetworks/subnets'],
  examples: defaultOutboundAccessExamples,

  find: (subnet) => {
    if (subnet.isElement && subnet.otherDeclarations().some((other) => !other.isElement)) return null;
    const machine = machineBy(subnet);
    if (machine === null) return null;
    return { certainty: 'certain', facts: { machine, isWritten: !subnet.omits(path) } };
  },

  at: (subnet, { isWritten }) =>
    isWritten
      ? { kind: 'value', resource: subnet, path }
      : { kind: 'header', resource: subnet, lacks: { kind: 'value', path } },

  say: (subnet, { machine }) =>
    `${machine} in subnet ${shownName(subnet)} reaches the Internet by default outbound access, from an address that nobody owns and past every firewall. Set defaultOutboundAccess to false, and add a NAT gateway or a route to a firewall where the Internet is needed.`,

  repair: (subnet) => [
    {
      title: `Set defaultOutboundAccess of ${shownName(subnet)} to false: its machines no longer reach the Internet, once they were stopped and started`,
      kind: 'review',
      intents: [{ kind: 'set', resource: subnet.key, path, value: false }],
    },
  ],
};

/** A machine of the subnet that surely leaves by default outbound access; null if there is none. */
function machineBy(subnet: ResourceView): string | null {
  const { reachability } = reachOf(subnet.deployment);
  const { index } = reachability;
  const node = index.subnets.get(idOf(subnet));
  if (node === undefined || node.interfaces.length === 0 || node.subnet.defaultOutboundAccess !== true) return null;
  if (specialSubnetOf(subnet) !== null) return null;
  // A balancer of which the backends aren't known may send out anyone.
  const rules = index.network.loadBalancers.flatMap(({ rules: own, outboundRules }) => [...own, ...outboundRules]);
  if (rules.some(({ backends }) => isUnknown(backends))) return null;
  const leaving = machinesIn(reachability, node).find((host) =>
    exitsOf(reachability, host).some(({ reason }) => reason === 'defaultOutboundAccess'),
  );
  return leaving?.nic ? shownName(leaving.nic.source.resource) : null;
}
