/** How messages speak of routes, and where findings about them stand. */
import { attempt } from '../../deployment/alternatives.ts';
import type { ResourceView } from '../../deployment/view.ts';
import type { Place } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';

const path = 'properties.routeTable.id';

/** The route table of a subnet, if the template declares it or refers to it. */
export function routeTableOf(subnet: ResourceView): ResourceView | null {
  const table = subnet.target(path);
  return table?.kind === 'resource' ? table : null;
}

/** Where a route is missing: at the subnet's reference to its table, or at the subnet if it has none. */
export function placeOfRouteTable(subnet: ResourceView, table: ResourceView | null): Place {
  return table === null
    ? { kind: 'header', resource: subnet, lacks: { kind: 'value', path } }
    : { kind: 'value', resource: subnet, path };
}

/** The prefixes of a virtual network. */
export function addressSpaceInWords(network: ResourceView): string {
  const prefixes = attempt(() => network.read('properties.addressSpace.addressPrefixes'));
  const texts = Array.isArray(prefixes) ? prefixes.filter((prefix) => typeof prefix === 'string') : [];
  return texts.length === 0 ? 'its address space' : inWords(texts, 'more');
}
