/** A firewall in a virtual hub sees only what routing intent sends to it. */
import type { Intent } from '../../deployment/intent.ts';
import type { NewResource, NewValue } from '../../deployment/new-resource.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { firewallOfHub } from '../../network/claims/inspection.ts';
import { reachOf } from '../../network/reading/reachability.ts';
import { idOf } from '../../network/reading/source.ts';
import { declaredOf } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { virtualHubWithoutRoutingIntentExamples } from './virtual-hub-without-routing-intent.examples.ts';

const policiesPath = 'properties.routingPolicies';

interface Unrouted {
  readonly firewall: ResourceView;
  /** The routing intent that lacks a policy; null if there is none. */
  readonly intent: ResourceView | null;
  readonly internet: boolean;
  readonly privately: boolean;
}

export const virtualHubWithoutRoutingIntent: Rule<Unrouted> = {
  id: 'virtual-hub-without-routing-intent',
  title: 'Virtual hub has a firewall to which no routing intent sends the traffic',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [110, 136],
  articles: [{ seed: 'S3', step: '3' }],
  why: `A virtual hub connects its networks and branches directly. A firewall in it inspects nothing until routing intent names it as the next hop:
for the Internet, for private traffic, or both.`,
  what: `Declare the routing intent of the hub with a policy for Internet and one for PrivateTraffic, both with the firewall as next hop.`,
  equivalents: {},
  repairs: ['Send the traffic of the hub to its firewall'],
  on: ['Microsoft.Network/virtualHubs'],
  examples: virtualHubWithoutRoutingIntentExamples,

  find: (resource) => {
    const reach = reachOf(resource.deployment);
    const hub = reach.network.hubs.find(({ id }) => id === idOf(resource));
    const firewall = hub === undefined ? null : firewallOfHub(reach, hub);
    const intents = resource.children('routingIntent');
    if (hub === undefined || firewall === null || intents.open) return null;
    // Nothing passes a hub that connects nothing.
    if (hub.connections.length === 0 && !hasGateway(resource)) return null;
    const internet = hub.internetTraffic === null;
    const privately = hub.privateTraffic === null;
    if (!internet && !privately) return null;
    // One of both policies may be all that is wanted, and who gets the id of the hub may declare it elsewhere.
    const isCertain = internet && privately && !resource.handedOut && !resource.mayBeDeployedAgain;
    return {
      certainty: isCertain ? 'certain' : 'possible',
      facts: { firewall, intent: intents.known[0] ?? null, internet, privately },
    };
  },

  at: (resource, { intent }) =>
    intent === null
      ? {
          kind: 'header',
          resource,
          lacks: { kind: 'resource', type: 'Microsoft.Network/virtualHubs/routingIntent' },
        }
      : { kind: 'value', resource: intent, path: policiesPath },

  say: (resource, { firewall, intent, internet, privately }) => {
    const what = [internet ? 'to the Internet' : '', privately ? 'between its networks' : ''].filter(Boolean);
    const policies =
      what.length === 2
        ? 'policies for Internet and PrivateTraffic'
        : `a policy for ${internet ? 'Internet' : 'PrivateTraffic'}`;
    const where = `Firewall ${shownName(firewall)} stands in virtual hub ${shownName(resource)}`;
    return intent === null
      ? `${where}, but no routing intent sends traffic ${what.join(' or ')} to it. Declare a routing intent with ${policies}.`
      : `${where}, but its routing intent sends no traffic ${what.join(' or ')} to it. Add ${policies}.`;
  },

  related: (_, { firewall }) => [{ resource: firewall, message: `${shownName(firewall)} does not see it.` }],

  repair: (resource, { firewall, internet, privately }) => {
    const destinations = [...(internet ? ['Internet'] : []), ...(privately ? ['PrivateTraffic'] : [])];
    const policies = destinations.map((destination) => ({
      name: destination,
      destinations: [destination],
      nextHop: { take: 'id', of: firewall.key } as const,
    }));
    const [declared, ...others] = declaredOf(resource.children('routingIntent')).known;
    if (others.length > 0) return [];
    const intent: Intent =
      declared === undefined
        ? { kind: 'declare', resource: newRoutingIntent(resource, policies) }
        : {
            kind: 'include',
            resource: declared.key,
            path: 'properties.routingPolicies',
            elements: policies.map((value) => ({ name: value.name, value })),
          };
    const traffic = internet && privately ? 'all traffic' : internet ? 'traffic to the Internet' : 'private traffic';
    return [
      {
        title: `Send ${traffic} of ${shownName(resource)} to ${shownName(firewall)}: only what the firewall's rules allow passes then`,
        kind: 'review',
        intents: [intent],
      },
    ];
  },
};

function newRoutingIntent(hub: ResourceView, routingPolicies: readonly NewValue[]): NewResource {
  return {
    type: 'Microsoft.Network/virtualHubs/routingIntent',
    name: 'RoutingIntent',
    words: [hub.symbolicName ?? 'hub', 'routing', 'intent'],
    beside: hub.key,
    parent: hub.key,
    properties: { routingPolicies },
  };
}

const gateways = ['vpnGateways', 'p2sVpnGateways', 'expressRouteGateways'].map((type) => `Microsoft.Network/${type}`);

/** True if a gateway of the hub brings branches or users to it. */
function hasGateway(hub: ResourceView): boolean {
  const path = 'properties.virtualHub.id';
  return gateways.some((type) =>
    declaredOf(hub.deployment.naming(hub, type, path)).known.some((gateway) => hub.is(gateway.target(path))),
  );
}
