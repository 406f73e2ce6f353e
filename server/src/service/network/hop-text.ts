/** Hops and packets in words. */

import { printAddress } from '../../network/addresses/address-set.ts';
import type { DecidingRule, Hop, Witness } from '../../network/reachability/flows.ts';
import { hasPorts } from '../../network/reachability/model.ts';
import type { WayReason } from '../../network/reachability/ways.ts';

const verbs = { allowed: 'allows', denied: 'denies', depends: 'may allow' } as const;

/** One hop as a sentence without its full stop. `labelOf` gives the name of an item by its id. */
export function hopText(hop: Hop<unknown>, labelOf: (id: string) => string): string {
  if (hop.at === 'entry') return `${labelOf(hop.id)} leads in${hop.rule === null ? '' : ` by ${hop.rule}`}`;
  if (hop.at === 'route') {
    const by = hop.rule === null ? '' : ` (route ${hop.rule.name})`;
    const isDoubtful = hop.reason === 'noRoute' && hop.answer === 'depends';
    return `${isDoubtful ? 'No route that is known leads there' : ways[hop.reason]}${by}`;
  }
  // A firewall stands between; what passes it comes in and goes out.
  const side = hop.at === 'firewall' ? '' : hop.direction === 'Inbound' ? ' inbound' : ' outbound';
  const what = `${labelOf(hop.id)} ${verbs[hop.answer]} it${side}`;
  const candidates = hop.candidates.map(ruleText).join(' or ');
  if (hop.rule === null) return `${what}: ${candidates === '' ? 'no rule matches' : `only ${candidates} may match`}`;
  return `${what}: ${ruleText(hop.rule)}${candidates === '' ? '' : `, unless ${candidates} does`}`;
}

function ruleText({ name, priority }: DecidingRule<unknown>): string {
  return priority === null ? name : `${name} (${priority})`;
}

const ways: Readonly<Record<WayReason, string>> = {
  direct: 'The virtual network delivers it',
  peering: 'The peering delivers it',
  hub: 'The virtual hub delivers it',
  privateEndpoint: 'The route of the private endpoint delivers it',
  platform: 'The platform delivers it',
  gateway: 'The gateway delivers it',
  firewall: 'The firewall passes it on',
  publicAddress: 'It goes over a public address',
  natGateway: 'The NAT gateway sends it out',
  loadBalancer: 'The load balancer delivers it',
  applicationGateway: 'It goes over the public address of the service in the subnet',
  defaultOutboundAccess: 'Default outbound access sends it out',
  managedEgress: 'The service sends it out',
  noEgress: 'Nothing sends it out: there is no NAT gateway, no public address and no default outbound access',
  noRoute: 'No route leads there',
  wrongNetwork: 'Both are in different networks that are not connected',
  appliance: 'The route sends it to an appliance',
  applianceCircle:
    'The route sends it to an appliance, and the routes there lead back to it: it goes round in a circle, unless the appliance has another interface',
  notForwarded: 'The peering does not take forwarded traffic',
  noPublicEntry: 'No public address leads there',
  closedPublicAddress: 'The public address is closed, since no network security group opens it',
  asymmetricReply: 'The reply would take another way, so no connection comes about',
  initiatesNothing: 'It only answers and sends nothing by itself',
  circularRoutes: 'The routes go round in a circle',
  unknown: 'The way is not known',
};

/** A packet in one line. */
export function witnessText({
  source,
  sourceTag,
  destination,
  destinationTag,
  protocol,
  sourcePort,
  port,
}: Witness): string {
  const end = (address: Witness['source'], tag: string | null, at: number): string => {
    const text = printAddress(address);
    const withPort = hasPorts(protocol) ? (address.family === 6 ? `[${text}]:${at}` : `${text}:${at}`) : text;
    return tag === null ? withPort : `${withPort} (${tag})`;
  };
  return `${protocol.toUpperCase()} ${end(source, sourceTag, sourcePort)} -> ${end(destination, destinationTag, port)}`;
}
