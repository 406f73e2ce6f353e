/** What the ends of a question are called: subnets, interfaces, endpoints, application security groups, tags, addresses, the Internet. */
import { attempt } from '../../deployment/alternatives.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { parseAddressSet } from '../addresses/address-set.ts';
import type { Endpoint } from '../reachability/places.ts';
import type { ReadNetwork } from './read-network.ts';
import type { NetworkSource } from './source.ts';

interface NamedEnd {
  /** Names by which it is found, in lower case; the first is shown. */
  readonly names: readonly string[];
  readonly endpoint: Endpoint;
}

/**
 * The ends that a text means: `internet`, an address or prefix, `tag:Storage`, a name, or `virtual network/subnet`. Several if a name is given to
 * several things; none if it is given to nothing.
 */
export function endsCalled(text: string, network: ReadNetwork): readonly Endpoint[] {
  const word = text.trim().toLowerCase();
  if (word === 'internet') return [{ kind: 'internet' }];
  if (word.startsWith('tag:')) return [{ kind: 'serviceTag', name: word.slice('tag:'.length) }];
  const addresses = parseAddressSet([word]);
  if (addresses !== null) return [{ kind: 'addresses', addresses }];
  return namedEnds(network).flatMap(({ names, endpoint }) => (names.includes(word) ? [endpoint] : []));
}

/** The names that `endsCalled` knows, sorted, each once. */
export function namesOfEnds(network: ReadNetwork): readonly string[] {
  return [...new Set(namedEnds(network).flatMap(({ names }) => names.slice(0, 1)))].sort();
}

function namedEnds({ network }: ReadNetwork): readonly NamedEnd[] {
  const subnets = network.virtualNetworks.flatMap(({ source, subnets: own }) =>
    own.map((subnet): NamedEnd => {
      const inNetwork = `${source.resource.label}/${subnet.name}`.toLowerCase();
      return { names: [subnet.name.toLowerCase(), inNetwork], endpoint: { kind: 'subnet', id: subnet.id } };
    }),
  );
  return [
    ...subnets,
    ...network.interfaces.map((item) => named('interface', item)),
    ...network.privateEndpoints.map((item) => named('privateEndpoint', item)),
    ...network.applicationSecurityGroups.map((item) => named('applicationSecurityGroup', item)),
  ];
}

function named(
  kind: 'interface' | 'privateEndpoint' | 'applicationSecurityGroup',
  { id, source }: { readonly id: string; readonly source: NetworkSource },
): NamedEnd {
  return { names: namesOf(source.resource), endpoint: { kind, id } };
}

function namesOf(resource: ResourceView): readonly string[] {
  const name = attempt(() => resource.name) ?? resource.label;
  return [...new Set([name, resource.label, resource.symbolicName ?? name].map((word) => word.toLowerCase()))];
}
