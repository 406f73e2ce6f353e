/** How messages speak of routes, and where findings about them stand. */
import { attempt } from '../../deployment/alternatives.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { subnetType } from '../../network/subnets/subnets.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import type { Place } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';

const path = 'properties.routeTable.id';

/** The route table of a subnet, if the template declares it or refers to it. */
export function routeTableOf(subnet: ResourceView): ResourceView | null {
  const table = subnet.target(path);
  return table?.kind === 'resource' ? table : null;
}

/**
 * The subnets with a route table for which something holds, a subnet for which it does among them: what they share is mended in one place. That subnet
 * alone where the table isn't declared here.
 */
export function subnetsSharing(
  subnet: ResourceView,
  table: ResourceView | null,
  holds: (other: ResourceView) => boolean,
): readonly ResourceView[] {
  if (table === null || table.existing) return [subnet];
  const all = declaredOf(subnet.deployment.naming(table, subnetType, path)).known;
  const alike = all.filter(
    (other) => other.is(subnet) || decidedOr(false, () => table.is(other.target(path)) && holds(other)),
  );
  return alike.length === 0 ? [subnet] : alike;
}

/** Where a route is missing: at the table that several subnets share, else at the subnet's reference to its table, or at the subnet if it has none. */
export function placeOfRouteTable(
  subnet: ResourceView,
  table: ResourceView | null,
  sharing: readonly ResourceView[] = [subnet],
): Place {
  if (table === null) return { kind: 'header', resource: subnet, lacks: { kind: 'value', path } };
  if (sharing.length === 1) return { kind: 'value', resource: subnet, path };
  return { kind: 'header', resource: table, lacks: { kind: 'value', path: 'properties.routes' } };
}

/** The prefixes of a virtual network. */
export function addressSpaceInWords(network: ResourceView): string {
  const prefixes = attempt(() => network.read('properties.addressSpace.addressPrefixes'));
  const texts = Array.isArray(prefixes) ? prefixes.filter((prefix) => typeof prefix === 'string') : [];
  return texts.length === 0 ? 'its address space' : inWords(texts, 'more');
}
