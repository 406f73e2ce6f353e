import type { ResourceKey } from '../deployment/intent.ts';
import { type CopiedDraft, type Draft, literal, type ResourceHandle } from './draft.ts';
import { endpointSubnets } from './endpoint-subnets.ts';
import { handleOf } from './handles.ts';
import { ModuleOutputs } from './module-outputs.ts';
import { parameterNamed } from './pass-parameter.ts';
import {
  bodyProperty,
  conditionsOf,
  declarationOf,
  isOfTemplate,
  labelOf,
  parentKey,
  type Site,
  type Sites,
} from './site.ts';

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
  /** What a person chooses with this place, for the title; null if there is nothing to choose. */
  readonly choice: string | null;
}

const subnetParameter = 'privateEndpointSubnetId';

/** Subnets that a person may choose from. */
const mostSubnets = 3;

/**
 * The subnet of the template that is meant for endpoints; else each one that is fit for them, the likeliest first; then a parameter.
 * @param forWhom the symbolic name of what uses the subnet
 */
export function endpointPlaces(sites: Sites, site: Site, forWhom: string | null): readonly EndpointPlace[] {
  const outputs = new ModuleOutputs(sites, site.file, 'Microsoft.Network/virtualNetworks/subnets', forWhom);
  const networks = new ModuleOutputs(sites, site.file, 'Microsoft.Network/virtualNetworks', forWhom);
  const placeOf = (key: ResourceKey): EndpointPlace | null => {
    if (site.deployment.declaredAs(key)?.file === site.file) return subnetPlace(site, key);
    const id = outputs.idOf(key);
    return id === null ? null : outputPlace(site, key, id, networks);
  };
  const { subnets, isMeant } = endpointSubnets(site);
  const places = subnets.flatMap((key) => {
    const place = placeOf(key);
    return place === null ? [] : [{ ...place, choice: `in the subnet ${labelOf(site, key)}` }];
  });
  const [first, ...others] = places;
  // A parameter would ask for what the same text deploys where nothing can wait for it.
  const isHidden = subnets.some((key) => site.deployment.declaredAs(key)?.file === site.file);
  if (first === undefined && isMeant && isHidden) return [];
  const byParameter = parameterPlace(sites, site);
  if (first === undefined) return [byParameter];
  if (isMeant || others.length === 0) return [{ ...first, choice: null }];
  return [...places.slice(0, mostSubnets), { ...byParameter, choice: 'in a subnet that a parameter names' }];
}

/** A parameter for the subnet's id. */
function parameterPlace(sites: Sites, site: Site): EndpointPlace {
  const { name, isNew } = parameterNamed(sites, site, subnetParameter);
  const subnetId: Draft = { kind: 'parameter', name };
  return { ...placeElsewhere(subnetId), newParameter: isNew ? name : null };
}

/** A subnet of a module. */
function outputPlace(site: Site, subnet: ResourceKey, id: Draft, networks: ModuleOutputs): EndpointPlace {
  const place = placeElsewhere(id);
  const network = parentKey(site, subnet);
  const networkId = (network === null ? null : networks.idOf(network)) ?? place.networkId;
  return { ...place, subnet, network, networkId };
}

/** A subnet of which nothing but its id can be written. The virtual network's id is its beginning. */
function placeElsewhere(subnetId: Draft): EndpointPlace {
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
    newParameter: null,
    choice: null,
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
    choice: null,
  };
}
