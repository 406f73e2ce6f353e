/** What Azure refuses of a network, so that an answer can say so: most of it is left out, and nothing rests on the rest. */

import { meantServiceTag } from '../../azure/service-tags.ts';
import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { looksLikeServiceTag } from '../addresses/address.ts';
import { subnetType } from '../subnets/subnets.ts';
import { all } from './listing.ts';
import { malformedPortsOf } from './malformed-ports.ts';
import { malformedPrefixesOf, prefixPathsOf, routeType, securityRuleType } from './malformed-prefixes.ts';
import {
  overlapOfPeering,
  overlapOfSubnet,
  type PlacedPrefix,
  prefixOutside,
  sameRouteBefore,
} from './network-prefixes.ts';
import { addressesOutside } from './read-interfaces.ts';
import { applianceFault } from './read-route-tables.ts';
import { virtualNetworkType } from './read-virtual-networks.ts';
import { firstPriority, lastPriority, refusedPriority } from './rule-siblings.ts';
import { knownTexts, type WrittenText } from './written-texts.ts';

export interface RefusedPart {
  readonly resource: ResourceView;
  /** The value that is refused; empty for the resource as a whole. */
  readonly path: string;
  /** What it is, in words. */
  readonly text: string;
}

/** The parts of virtual networks, route tables and security groups that Azure refuses, under the run that is under way. */
export function refusedPartsOf(deployment: DeploymentView): readonly RefusedPart[] {
  return deployment.remember('refused parts of the network', () => {
    return [
      ...all(deployment, virtualNetworkType).flatMap(refusedPrefixes),
      ...all(deployment, subnetType).flatMap((subnet) => [...refusedPrefixes(subnet), ...refusedSubnet(subnet)]),
      ...all(deployment, 'Microsoft.Network/virtualNetworks/virtualNetworkPeerings').flatMap(refusedPeering),
      ...all(deployment, routeType).flatMap(refusedRoute),
      ...all(deployment, securityRuleType).flatMap((rule) => [
        ...refusedPrefixes(rule),
        ...refusedTags(rule),
        ...refusedPorts(rule),
        ...refusedPriorities(rule),
      ]),
      ...all(deployment, 'Microsoft.Network/networkInterfaces').flatMap(refusedAddresses),
    ];
  });
}

function refusedPrefixes(resource: ResourceView): readonly RefusedPart[] {
  // An address inside of its prefix is read as that prefix.
  return malformedPrefixesOf(resource).flatMap(({ written, aligned }) =>
    aligned === null ? [partOf(resource, written, 'an address prefix')] : [],
  );
}

function refusedSubnet(subnet: ResourceView): readonly RefusedPart[] {
  const network = subnet.parent();
  if (network === null) return [];
  const overlap = attempt(() => overlapOfSubnet(subnet)) ?? null;
  const outside = attempt(() => prefixOutside(subnet)) ?? null;
  return [
    ...(overlap === null
      ? []
      : [misplaced(overlap.later, `overlaps ${overlap.earlier.written.text} of ${overlap.earlier.resource.label}`)]),
    ...(outside === null ? [] : [misplaced(outside, `is outside of the address space of ${network.label}`)]),
  ];
}

function misplaced({ resource, written: { text, path } }: PlacedPrefix, how: string): RefusedPart {
  return { resource, path, text: `${text} of ${resource.label} ${how}` };
}

function refusedPeering(peering: ResourceView): readonly RefusedPart[] {
  const overlap = attempt(() => overlapOfPeering(peering));
  if (!overlap) return [];
  const [other, remote] = [overlap.other, overlap.remote].map(
    ({ resource, written }) => `${written.text} of ${resource.label}`,
  );
  return [
    {
      resource: peering,
      path: '',
      text: overlap.isPeer
        ? `the peering ${peering.label} leads to ${remote}, which overlaps ${other}, to which another one leads`
        : `the peering ${peering.label} joins ${other} with ${remote}, which overlap`,
    },
  ];
}

function refusedRoute(route: ResourceView): readonly RefusedPart[] {
  const [prefix] = refusedPrefixes(route);
  if (prefix !== undefined) return [prefix];
  const whole = (reason: string): readonly RefusedPart[] => [
    { resource: route, path: '', text: `the route ${route.label} ${reason}` },
  ];
  const fault = applianceFault(route);
  if (fault !== null)
    return whole(`has ${fault === 'missing' ? 'no address' : 'a malformed address'} of its appliance`);
  const earlier = attempt(() => sameRouteBefore(route)) ?? null;
  return earlier === null ? [] : whole(`is for the same prefix as ${earlier.label}`);
}

/** Words that surely mean another tag. */
function refusedTags(rule: ResourceView): readonly RefusedPart[] {
  const words = knownTexts(rule, ...prefixPathsOf(rule)).filter(({ text }) => looksLikeServiceTag(text));
  return words.flatMap((word) => (meantServiceTag(word.text) === null ? [] : [partOf(rule, word, 'a service tag')]));
}

function refusedPriorities(rule: ResourceView): readonly RefusedPart[] {
  const priority = attempt(() => refusedPriority(rule)) ?? null;
  if (priority === null) return [];
  const path = 'properties.priority';
  return [partOf(rule, { text: String(priority), path }, `a priority from ${firstPriority} to ${lastPriority}`)];
}

function refusedAddresses(card: ResourceView): readonly RefusedPart[] {
  return (attempt(() => addressesOutside(card)) ?? []).map(({ written: { path, text }, subnet }) => ({
    resource: card,
    path,
    text: `${text} of ${card.label} is not in ${subnet.label}`,
  }));
}

function refusedPorts(rule: ResourceView): readonly RefusedPart[] {
  return malformedPortsOf(rule).map(({ written }) => partOf(rule, written, 'a port or a range of ports'));
}

function partOf(resource: ResourceView, { path, text }: WrittenText, what: string): RefusedPart {
  return { resource, path, text: `"${text}" of ${resource.label} is not ${what}` };
}
