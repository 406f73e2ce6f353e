/** A virtual network on several ExpressRoute circuits joins what is behind them. */
import type { ExternalResource, ResourceView } from '../../deployment/view.ts';
import { idOf } from '../../network/reading/source.ts';
import { declaredOf } from '../../network/undecided.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

const connectionType = 'Microsoft.Network/connections';
const circuitPath = 'properties.peer.id';

interface FurtherCircuit {
  readonly gateway: ResourceView | ExternalResource;
  readonly circuit: ResourceView | ExternalResource;
  /** The connection of the same gateway with another circuit, which is declared before. */
  readonly first: ResourceView;
}

const gateway = { id: { expression: "resourceId('Microsoft.Network/virtualNetworkGateways', 'ergw')" } };
const circuit = (name: string) => ({
  id: { expression: `resourceId('Microsoft.Network/expressRouteCircuits', '${name}')` },
});
const connection = (symbol: string, name: string) => ({
  symbol,
  type: 'connections',
  name: `con-${name}`,
  properties: { connectionType: 'ExpressRoute', virtualNetworkGateway1: gateway, peer: circuit(name) },
});

export const severalCircuits: Rule<FurtherCircuit> = {
  id: 'several-circuits',
  title: 'Virtual network is connected to several ExpressRoute circuits',
  principle: 'assume-breach',
  severity: 'information',
  rows: [138],
  articles: [{ seed: 'S3', step: '3' }],
  // Two circuits in different places are also how a connection is made to survive the loss of one.
  profiles: [],
  why: `Networks that are not connected with each other can talk through a circuit that both are on. One network on several circuits joins what hangs on
each of them, which defeats a segmentation by circuits.`,
  what: `Where circuits separate environments, give each its own gateway in a network of its own. Where the second circuit is there in case the
first fails, turn the rule off.`,
  equivalents: {},
  repairs: [],
  on: [connectionType],
  examples: {
    bad: resourcesExample(connection('production', 'production'), connection('test', 'test')),
    good: resourcesExample(connection('production', 'production')),
  },

  find: (own) => {
    const ends = endsOf(own);
    if (ends === null) return null;
    const before = declaredOf(own.deployment.resources(connectionType)).known;
    const first = before
      .slice(
        0,
        before.findIndex((other) => other.is(own)),
      )
      .find((other) => {
        const its = endsOf(other);
        return its !== null && idOf(its.gateway) === idOf(ends.gateway) && idOf(its.circuit) !== idOf(ends.circuit);
      });
    return first === undefined ? null : { certainty: 'certain', facts: { ...ends, first } };
  },

  at: (resource) => ({ kind: 'value', resource, path: circuitPath }),

  say: (own, { gateway, circuit, first }) =>
    `${shownName(own)} connects ${gateway.name} with circuit ${circuit.name}, to which ${shownName(first)} connects another. What is on both circuits can then talk to each other. For segmentation keep to one circuit for each network.`,

  related: (_, { first }) => [
    { resource: first, message: `${shownName(first)} connects the gateway with the other circuit.` },
  ],

  repair: () => [],
};

/** The gateway and the circuit of a connection; null if it is of another kind. */
function endsOf(connection: ResourceView): Pick<FurtherCircuit, 'gateway' | 'circuit'> | null {
  if (String(connection.read('properties.connectionType') ?? '').toLowerCase() !== 'expressroute') return null;
  const gateway = connection.target('properties.virtualNetworkGateway1.id');
  const circuit = connection.target(circuitPath);
  if (gateway === null || circuit === null) return null;
  return isKnown(gateway) && isKnown(circuit) ? { gateway, circuit } : null;
}

/** False for what is deployed elsewhere under a name that isn't wholly known: it may be the same as another. */
function isKnown(end: ResourceView | ExternalResource): boolean {
  return end.kind !== 'external' || !(end.name === '' || end.name.includes('…'));
}
