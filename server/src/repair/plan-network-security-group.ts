import { endpointPoliciesPath, filteringPolicies } from '../azure/endpoint-policies.ts';
import type { Leaf } from '../deployment/deployment.ts';
import type { Lacking } from '../deployment/givers.ts';
import type { ResourceKey, SecurityRuleDraft } from '../deployment/intent.ts';
import { contains } from '../text/span.ts';
import { type Draft, literal, objectOf, type ResourceDraft } from './draft.ts';
import { nameOf } from './handles.ts';
import { wordsOf } from './names.ts';
import { namedGroups, securityRuleDraft } from './plan-security-rules.ts';
import { changeLeaf, endOf, planSet, type Step } from './plan-set.ts';
import {
  bodyProperty,
  conditionsOf,
  declarationOf,
  declarationSpan,
  isInParameterDefault,
  isOfTemplate,
  labelOf,
  networkApiVersion,
  parentKey,
  type Site,
  type Sites,
  simpleTags,
  spanAt,
} from './site.ts';

/**
 * Declares a network security group behind the virtual network (or the subnet, if it is a resource of its own) and associates the subnet with
 * it. Name, location, tags and conditions are the virtual network's.
 */
export function planNetworkSecurityGroup(
  sites: Sites,
  site: Site,
  subnet: ResourceKey,
  rules: readonly SecurityRuleDraft[],
): Step[] {
  const owner = declarationOf(site, subnet);
  const network = parentKey(site, subnet);
  const subnetName = nameOf(site, subnet);
  if (owner === null || subnetName === null || site.lowered.template.scope !== 'resourceGroup') return [];
  // Where the caller decides which groups there are, the template that is called would get one for all its callers.
  const lacking: Lacking = { kind: 'value', path: 'properties.networkSecurityGroup.id' };
  if (sites.deployment.giverOf(subnet, lacking, sites.isOwned) !== null) return [];
  const networkDeclaration = network === null ? null : declarationOf(site, network);
  const networkName = network === null ? null : nameOf(site, network);
  const isDeclared = networkDeclaration !== null && !networkDeclaration.existing;
  const named = namedGroups(site, rules);
  if (named === null) return [];
  const leaves = site.deployment
    .locate(subnet, 'properties.networkSecurityGroup.id')
    .filter((leaf) => leaf.value === null);
  // The default of a parameter can't refer to a resource.
  if (leaves.length === 0 || leaves.some((leaf) => isInParameterDefault(site, endOf(leaf)))) return [];
  // A file has no name for what another declares.
  if (leaves.some((leaf) => endOf(leaf)?.file !== site.file)) return [];
  // An argument of a nested deployment is evaluated where the deployment is, which may be another resource group than its resources'.
  const ownSpan = declarationSpan(site, owner);
  const isWithin = (leaf: Leaf): boolean => {
    const end = spanAt(site, endOf(leaf));
    return end !== null && contains(ownSpan, end);
  };
  if (!isOfTemplate(site, owner) && !leaves.every(isWithin)) return [];

  const location: Draft | null = isDeclared
    ? bodyProperty(site, networkDeclaration, 'location')
    : { kind: 'resourceGroupLocation' };
  if (location === null) return [];
  const name: Draft = {
    kind: 'joined',
    parts:
      networkName === null ? [subnetName, literal('-nsg')] : [networkName, literal('-'), subnetName, literal('-nsg')],
  };
  const handle = {
    type: 'Microsoft.Network/networkSecurityGroups',
    symbolicName: site.symbolicName([...distinctiveWords(labelOf(site, subnet)), 'nsg']),
    names: [name],
    elementOf: null,
  };
  const group: ResourceDraft = {
    handle,
    apiVersion: networkApiVersion(site, [owner]),
    parent: null,
    name,
    location,
    tags: isDeclared ? simpleTags(site, networkDeclaration) : null,
    properties: objectOf({
      securityRules: { kind: 'array', items: rules.map((rule) => securityRuleDraft(rule, named)) },
    }),
    conditions: conditionsOf(site, owner),
    dependsOn: [...named.values()],
  };
  const attach: Step = (changes) => {
    const inFile = changes.in(site.file);
    inFile.declare(ownSpan, [group]);
    for (const leaf of leaves) changeLeaf(sites, changes, leaf, endOf(leaf), { kind: 'id', of: handle });
    inFile.depend(ownSpan, [handle]);
  };
  const policies = filteringPolicies(sites.deployment.viewOf(subnet)?.apiVersion ?? '');
  return [
    attach,
    ...planSet(sites, subnet, endpointPoliciesPath, policies).map(
      (filter): Step =>
        (changes) => {
          attach(changes);
          filter(changes);
          changes.note('it filters the private endpoints of the subnet too');
        },
    ),
  ];
}

/** The words of a subnet's name that tell it from others: without those that say that it is a subnet. */
function distinctiveWords(name: string): string[] {
  const words = wordsOf(name).filter((word) => !['snet', 'subnet'].includes(word));
  return words.length > 0 ? words : ['subnet'];
}
