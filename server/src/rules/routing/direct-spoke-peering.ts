/** Spokes talk to each other through the hub, where their traffic is inspected, not by a peering of their own. */
import { distinctResources } from '../../deployment/distinct.ts';
import type { Intent, RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type Shortcut, shortcutAt } from '../../network/claims/spoke-pairs.ts';
import { textsAt, wordAt } from '../../network/reading/source.ts';
import { declaredOf } from '../../network/undecided.ts';
import type { RelatedResource, Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { directSpokePeeringExamples } from './direct-spoke-peering.examples.ts';
import { routesFor, routesToFirewall } from './firewall-route-repairs.ts';
import { routeTableOf } from './routing-words.ts';

type DirectPeering =
  | { readonly kind: 'peering'; readonly shortcut: Shortcut }
  /** A group of a network manager's configuration whose networks are connected directly. */
  | { readonly kind: 'group'; readonly path: string };

const managed = 'Microsoft.Network/networkManagers/connectivityConfigurations';
const remotePath = 'properties.remoteVirtualNetwork.id';

export const directSpokePeering: Rule<DirectPeering> = {
  id: 'direct-spoke-peering',
  title: 'Spokes are connected with each other past the hub',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [123, 150],
  articles: [{ seed: 'S3', step: '2' }],
  why: `Virtual networks are boundaries of trust. What goes from one to the other by the hub passes its firewall; a peering between two spokes is
a way around it, and whoever takes over one of them goes on to the other.`,
  what: `Remove the peering, and route the other spoke's prefixes to the firewall of the hub. Networks of one application may be peered on
purpose; say so with a suppression.`,
  equivalents: {},
  repairs: ['Remove the peering at both ends', 'Remove the peering at both ends and route its traffic to the firewall'],
  on: ['Microsoft.Network/virtualNetworks/virtualNetworkPeerings', managed],
  examples: directSpokePeeringExamples,

  find: (resource) => {
    if (resource.isType(managed)) {
      const path = directGroupIn(resource);
      return path === null ? null : { certainty: 'certain', facts: { kind: 'group', path } };
    }
    const shortcut = shortcutAt(resource);
    return shortcut && { certainty: shortcut.certainty, facts: { kind: 'peering', shortcut } };
  },

  at: (resource, facts) => ({ kind: 'value', resource, path: facts.kind === 'group' ? facts.path : remotePath }),

  say: (resource, facts) => {
    if (facts.kind === 'group')
      return `${shownName(resource)} connects the spokes of a group with each other directly, past the hub and its firewall. Set groupConnectivity to None, and let the hub route between them.`;
    const { from, to, hub } = facts.shortcut;
    const { resource: hubResource, inspector } = hub;
    const past = inspector === null ? shownName(hubResource) : `${shownName(inspector)} in ${shownName(hubResource)}`;
    return `${shownName(from)} and ${shownName(to)} are peered with each other, past ${past}: no firewall sees what goes between them. Remove the peering, and route their prefixes to the hub.`;
  },

  related: (_, facts): readonly RelatedResource[] =>
    facts.kind === 'group' ? [] : [{ resource: facts.shortcut.back, message: 'This is its other end.' }],

  repair: (resource, facts) => {
    if (facts.kind === 'group') return [];
    const { from, to, back } = facts.shortcut;
    const pair = `${shownName(from)} with ${shownName(to)}`;
    const removals = [resource, back].map(({ key }): Intent => ({ kind: 'removeResource', resource: key }));
    return [
      {
        title: `Remove the peering of ${pair} at both ends: they reach each other only where the hub routes it`,
        kind: 'review',
        intents: removals,
      },
      ...routedBetween(facts.shortcut).map(
        ({ tables, intents }): RepairProposal => ({
          title: `Remove the peering of ${pair} at both ends, and send what goes between them to the firewall by ${inWords(tables.map(shownName), 'more')}: they reach each other only where it allows that`,
          kind: 'review',
          intents: [...removals, ...intents],
        }),
      ),
    ];
  },
};

/**
 * Routes to the firewall for the other network in all route tables of both. None where one of them has no table, or where they share one: a route for
 * a network's own prefix would send out what stays inside.
 */
function routedBetween({ from, to, hub: { inspector } }: Shortcut): readonly {
  readonly tables: readonly ResourceView[];
  readonly intents: readonly Intent[];
}[] {
  const sides = [
    { network: from, other: to },
    { network: to, other: from },
  ].map(({ network, other }) => ({ other, tabled: tablesOf(network) }));
  const tables = sides.flatMap(({ tabled }) => tabled.map(({ table }) => table));
  if (sides.some(({ tabled }) => tabled.length === 0) || distinctResources(tables).length < tables.length) return [];
  const proposals = sides.flatMap(({ other, tabled }) =>
    tabled.map(({ subnet, table }) =>
      routesToFirewall({ subnet, table, inspector, routes: routesFor(other), consequence: '' }),
    ),
  );
  if (proposals.some((ways) => ways.length === 0)) return [];
  return [{ tables, intents: proposals.flatMap(([first]) => first?.intents ?? []) }];
}

/** The route tables of a network's subnets, each with one of these. */
function tablesOf(network: ResourceView): readonly { readonly subnet: ResourceView; readonly table: ResourceView }[] {
  const found = declaredOf(network.children('subnets')).known.flatMap((subnet) => {
    const table = routeTableOf(subnet);
    return table === null ? [] : [{ subnet, table }];
  });
  return found.filter(({ table }, index) => found.findIndex((one) => one.table.is(table)) === index);
}

/** The place where a configuration with a hub connects the networks of a group directly; null if it doesn't. */
function directGroupIn(configuration: ResourceView): string | null {
  if (wordAt(configuration, 'properties.connectivityTopology') !== 'hubandspoke') return null;
  const groups = 'properties.appliesToGroups';
  for (let index = 0; index < configuration.size(groups); index++) {
    const path = `${groups}.${index}.groupConnectivity`;
    if (textsAt(configuration, path)[0]?.toLowerCase() === 'directlyconnected') return path;
  }
  return null;
}
