/** A private endpoint is its service, and answers at the service's port alone. */
import { isServicePort, servicePort } from '../../azure/service-ports.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { overlapAddresses, subtractAddresses, unionOfAddresses } from '../../network/addresses/address-set.ts';
import { pairsOf } from '../../network/addresses/interval-set.ts';
import { type PortSet, printPorts } from '../../network/addresses/port-set.ts';
import { isUnknown, type Maybe, type RuleSide } from '../../network/reachability/model.ts';
import { addressesOfSubnet } from '../../network/reachability/network-index.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { readSecurityRules } from '../../network/reading/read-security-groups.ts';
import { connectionsOf } from '../../network/subnets/private-endpoints.ts';
import type { Rule } from '../rule.ts';
import { setField } from '../security-groups/field-repairs.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { wrongEndpointPortExamples } from './wrong-endpoint-port.examples.ts';

interface WrongPort {
  readonly endpoints: readonly ResourceView[];
  /** The rule's ports. */
  readonly ports: string;
  /** That of their service. */
  readonly port: number;
}

export const wrongEndpointPort: Rule<WrongPort> = {
  id: 'wrong-endpoint-port',
  title: 'Security rule allows a port to a private endpoint at which its service does not answer',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [80, 81, 82],
  articles: [{ seed: 'S0', step: '4' }],
  why: `Behind a private endpoint stands one service, which answers at its own port: an app at 443, SQL Database at 1433. A rule for the port of another
service lets nothing through, and after a deny of everything else the workload is down. The article has such a rule: its table gives the app the
service "MS SQL" (S0, step 4).`,
  what: `Set the destination port to that of the service.`,
  equivalents: {},
  exceptions: [
    'Ports that belong to no other known service, and endpoints of services with several ports, are left alone.',
  ],
  repairs: ['Set the port to that of the service'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: wrongEndpointPortExamples,

  find: (rule) => {
    const [model, ...rest] = readSecurityRules(rule);
    if (model === undefined || rest.length > 0 || model.access !== 'Allow') return null;
    const { destinations, destinationPorts } = model;
    if (isUnknown(destinationPorts) || !isOfServices(destinationPorts)) return null;
    const endpoints = endpointsAt(rule, destinations);
    const [port = null, ...others] = new Set(endpoints.map(portOf));
    if (port === null || others.length > 0 || holdsPort(destinationPorts, port)) return null;
    return { certainty: 'certain', facts: { endpoints, ports: printPorts(destinationPorts), port } };
  },

  at: (resource) => {
    const path = resource.omits('properties.destinationPortRange') ? 'destinationPortRanges' : 'destinationPortRange';
    return { kind: 'value', resource, path: `properties.${path}` };
  },

  say: (rule, { endpoints, ports, port }) =>
    `${shownName(rule)} allows port ${ports} to ${answering(endpoints)} at ${port} alone. Set the port to ${port}.`,

  related: (_, { endpoints, port }) =>
    endpoints.map((resource) => ({ resource, message: `${shownName(resource)} answers at ${port}.` })),

  repair: (rule, { endpoints, port }) => [
    {
      title: `Set the port of ${shownName(rule)} to ${port}, at which ${inWords(endpoints.map(shownName), 'more')} ${endpoints.length === 1 ? 'answers' : 'answer'}`,
      kind: 'review',
      opens: true,
      intents: setField(rule, 'destinationPortRange', String(port)),
    },
  ],
};

/** `pe-app, which answers`. */
function answering(endpoints: readonly ResourceView[]): string {
  return `${inWords(endpoints.map(shownName), 'more')}, which ${endpoints.length === 1 ? 'answers' : 'answer'}`;
}

/** True for single ports, each that of some service. */
function isOfServices(ports: PortSet): boolean {
  return [...pairsOf(ports)].every(([first, end]) => end - first === 1 && isServicePort(first));
}

function holdsPort(ports: PortSet, port: number): boolean {
  return [...pairsOf(ports)].some(([first, end]) => first <= port && port < end);
}

/** The port of the one service behind an endpoint; null if it isn't known, or if there are several. */
function portOf(endpoint: ResourceView): number | null {
  const ports = connectionsOf(endpoint).flatMap(({ groupIds }) => groupIds.map(servicePort));
  const [port = null, ...others] = new Set(ports);
  return others.length > 0 ? null : port;
}

/** The private endpoints of the template that a side names, if it names nothing else that may answer. */
function endpointsAt(rule: ResourceView, side: RuleSide): readonly ResourceView[] {
  const { network, reachability, left } = reachOf(rule.deployment);
  if (side.any || side.tags.length > 0 || side.unknown !== null || left.length > 0) return [];
  if (side.groups.length > 0) {
    const mayBeIn = ({ groups }: { readonly groups: Maybe<readonly string[]> }): boolean =>
      isUnknown(groups) || groups.some((group) => side.groups.includes(group));
    if (network.interfaces.some(mayBeIn)) return [];
    return network.privateEndpoints.filter(mayBeIn).map(({ source }) => source.resource);
  }
  const named = network.privateEndpoints.flatMap(({ addresses, source }) =>
    addresses !== null && overlapAddresses(addresses, side.addresses) ? [{ addresses, source }] : [],
  );
  const others = subtractAddresses(side.addresses, unionOfAddresses(...named.map(({ addresses }) => addresses)));
  const isInNetwork = [...reachability.index.subnets.values()].some(({ subnet }) =>
    overlapAddresses(addressesOfSubnet(subnet), others),
  );
  return isInNetwork ? [] : named.map(({ source }) => source.resource);
}
