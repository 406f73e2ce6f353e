import type { ResourceKey } from '../deployment/intent.ts';
import { type CopiedDraft, type Draft, literal, type ResourceHandle } from './draft.ts';
import { endpointSubnets } from './endpoint-subnets.ts';
import { handleOf } from './handles.ts';
import { type GivenId, ModuleOutputs } from './module-outputs.ts';
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
  /** The subnet of another template that the parameter is for; null if that isn't known. */
  readonly passed: ResourceKey | null;
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
  const outputs = new ModuleOutputs(sites, site, forWhom);
  const placeOf = (key: ResourceKey): EndpointPlace | null => {
    const given = outputs.idOf(key);
    return subnetPlace(site, key) ?? (given === null ? null : outputPlace(site, key, given, outputs));
  };
  const { subnets, isMeant } = endpointSubnets(site);
  const places = subnets.flatMap((key) => {
    const place = placeOf(key);
    return place === null ? [] : [{ ...place, choice: `in the subnet ${labelOf(site, key)}` }];
  });
  const [first, ...others] = places;
  const byParameter = parameterPlace(sites, site, isMeant || subnets.length === 1 ? (subnets[0] ?? null) : null);
  if (first === undefined) return [byParameter];
  if (isMeant || others.length === 0) return [{ ...first, choice: null }];
  return [...places.slice(0, mostSubnets), { ...byParameter, choice: 'in a subnet that a parameter names' }];
}

/** A parameter for the subnet's id, which callers give that can name the subnet. */
function parameterPlace(sites: Sites, site: Site, passed: ResourceKey | null): EndpointPlace {
  const { name, isNew } = parameterNamed(sites, site, subnetParameter);
  const subnetId: Draft = { kind: 'parameter', name };
  return { ...placeElsewhere(subnetId), newParameter: isNew ? name : null, passed };
}

/** A subnet of a module. */
function outputPlace(site: Site, subnet: ResourceKey, given: GivenId, outputs: ModuleOutputs): EndpointPlace {
  const place = placeElsewhere(given.id);
  const network = parentKey(site, subnet);
  const ofNetwork = network === null ? null : outputs.idOf(network);
  return {
    ...place,
    subnet,
    network,
    networkId: ofNetwork?.id ?? place.networkId,
    subnetDependencies: [given.module],
    networkDependencies: [ofNetwork?.module ?? given.module],
  };
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
    passed: null,
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
    passed: null,
    choice: null,
  };
}
