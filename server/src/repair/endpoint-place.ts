import type { ResourceKey } from '../deployment/intent.ts';
import { type CopiedDraft, type Draft, literal, type ResourceHandle } from './draft.ts';
import { endpointSubnet } from './endpoint-subnet.ts';
import { handleOf } from './handles.ts';
import { bodyProperty, conditionsOf, declarationOf, isOfTemplate, parentKey, type Site } from './site.ts';

/** Where a private endpoint goes: the subnet's id, its virtual network, and what both bring along. */
export interface EndpointPlace {
  readonly subnetId: Draft;
  /** Null if the subnet isn't declared here. */
  readonly subnet: ResourceKey | null;
  readonly networkId: Draft;
  /** The virtual network's name; null if it isn't in the template. */
  readonly networkName: Draft | null;
  readonly network: ResourceKey | null;
  /** Null where the virtual network isn't declared here. */
  readonly location: Draft | null;
  readonly conditions: readonly CopiedDraft[];
  readonly subnetDependencies: readonly ResourceHandle[];
  readonly networkDependencies: readonly ResourceHandle[];
  /** The parameter to declare; null if there is a subnet, or the parameter is there already. */
  readonly newParameter: string | null;
}

const subnetParameter = 'privateEndpointSubnetId';

/** A subnet of the template that is fit for endpoints, else a parameter. Null if the subnet can't be named in the text. */
export function endpointPlace(site: Site): EndpointPlace | null {
  const subnet = endpointSubnet(site);
  return subnet === null ? parameterPlace(site) : subnetPlace(site, subnet);
}

/** A parameter for the subnet's id. The virtual network's id is its beginning. */
function parameterPlace(site: Site): EndpointPlace {
  const known = site.lowered.template.declarations.find(
    (declaration) =>
      declaration.kind === 'parameter' && declaration.name.toLowerCase() === subnetParameter.toLowerCase(),
  );
  const isKnown = known?.kind === 'parameter' && known.type.base === 'string';
  const name = isKnown ? known.name : site.parameterName(subnetParameter);
  const subnetId: Draft = { kind: 'parameter', name };
  return {
    subnetId,
    subnet: null,
    networkId: {
      kind: 'item',
      array: { kind: 'call', name: 'split', arguments: [subnetId, literal('/subnets/')] },
      index: 0,
    },
    networkName: null,
    network: null,
    location: null,
    conditions: [],
    subnetDependencies: [],
    networkDependencies: [],
    newParameter: isKnown ? null : name,
  };
}

function subnetPlace(site: Site, subnet: ResourceKey): EndpointPlace | null {
  const network = parentKey(site, subnet);
  const subnetHandle = handleOf(site, subnet);
  const networkHandle = network === null ? null : handleOf(site, network);
  const subnetDeclaration = declarationOf(site, subnet);
  const networkDeclaration = network === null ? null : declarationOf(site, network);
  if (network === null || subnetHandle === null || networkHandle === null) return null;
  if (subnetDeclaration === null || networkDeclaration === null) return null;
  if (!isOfTemplate(site, subnetDeclaration) || !isOfTemplate(site, networkDeclaration)) return null;
  return {
    subnetId: { kind: 'id', of: subnetHandle },
    subnet: subnetDeclaration.existing ? null : subnet,
    networkId: { kind: 'id', of: networkHandle },
    networkName: { kind: 'name', of: networkHandle },
    network,
    location: networkDeclaration.existing ? null : bodyProperty(site, networkDeclaration, 'location'),
    conditions: [...conditionsOf(site, networkDeclaration), ...conditionsOf(site, subnetDeclaration)],
    subnetDependencies: subnetDeclaration.existing ? [] : [subnetHandle],
    networkDependencies: networkDeclaration.existing ? [] : [networkHandle],
    newParameter: null,
  };
}
