/**
 * Subnets whose service breaks when a rule denies everything, or that take no network security group at all. Source: the specification
 * azure-network 2.7, which cites the Learn page of each service.
 */
import { managedServiceSubnets } from './special-subnets-managed.ts';
import { platformSubnets } from './special-subnets-platform.ts';

export interface SpecialSubnet {
  /** Short name of what lives there, such as `Azure Bastion`; begins a sentence. */
  readonly title: string;
  /** Names of the subnet that the platform demands, lower case; a `*` at the end stands for any rest. */
  readonly names?: readonly string[];
  /** `serviceName` of a delegation, lower case. */
  readonly delegations?: readonly string[];
  /** Resources that live in the subnet and refer to it. */
  readonly occupants?: readonly Occupant[];
  /** True if a network security group is not supported there at all. */
  readonly noNetworkSecurityGroup?: true;
  /** Why a rule that denies all inbound traffic is left to a person. */
  readonly inbound: string;
  /** Why a rule that denies all outbound traffic is left to a person. */
  readonly outbound: string;
  /** What must be allowed before everything else is denied; empty if the documentation names nothing. */
  readonly mandatory: readonly MandatoryRule[];
  /**
   * The directions in which a deny of everything else behind `mandatory` is right; none where the service needs more than is documented, or
   * everything of a direction (azure-network 2.7).
   */
  readonly denies?: readonly MandatoryRule['direction'][];
  /**
   * What comes of it where one of `mandatory` is denied: the service surely breaks; Azure refuses the group; or Azure adds such rules itself, which
   * the next deployment of the group takes away again, if it isn't refused for it. Nothing where it isn't documented.
   */
  readonly withoutThem?: 'breaks' | 'refused' | 'contested';
  /** True if Azure looks for the rules themselves, so that default rules which let the traffic pass are not enough. */
  readonly mustBeStated?: true;
  /** True if the service breaks where a rule denies it the tag `AzurePlatformDNS` (azure-network 2.3, 2.7). */
  readonly needsPlatformDns?: true;
  /** True if rules with application security groups are not supported there (azure-network 2.4, 2.7). */
  readonly noApplicationGroups?: true;
}

/** A resource that refers to the subnet in which it lives: by one id, or by the ids of an array's elements. */
export type Occupant =
  | { readonly type: string; readonly idPath: string }
  | { readonly type: string; readonly arrayPath: string; readonly idPath: string };

/** An allow rule, in the words of a security rule; `subnet` stands for the subnet's own prefix, `clients` for whoever uses the service. */
export interface MandatoryRule {
  readonly direction: 'Inbound' | 'Outbound';
  readonly protocol: string;
  readonly ports: string;
  readonly source: string;
  readonly destination: string;
  /** True if a default rule that lets it pass is enough, where others must be stated. */
  readonly mayBeDefault?: true;
}

export const specialSubnets: readonly SpecialSubnet[] = [...platformSubnets, ...managedServiceSubnets];

/**
 * Subnets that need no network security group, lower case: those where Azure doesn't support one, and the management subnet of Azure
 * Firewall (list of the Azure Landing Zones policy Deny-Subnet-Without-Nsg 2.1.0).
 */
export const subnetsWithoutGroup: ReadonlySet<string> = new Set(
  specialSubnets.filter((subnet) => subnet.noNetworkSecurityGroup).flatMap((subnet) => subnet.names ?? []),
);

/**
 * Service tags that only a managed service needs as a source, lower case, with the services: a security group that admits one stands before
 * such a service, even if the template doesn't show it. Source: the rules that the services demand; for Entra Domain Services its Learn page
 * on network considerations.
 */
export const managementTags: ReadonlyMap<string, string> = new Map([
  ['gatewaymanager', 'an application gateway or Azure Bastion'],
  ['apimanagement', 'API Management'],
  ['hdinsight', 'HDInsight'],
  ['batchnodemanagement', 'a Batch pool'],
  ['azuremachinelearning', 'Machine Learning compute'],
  ['azuredatabricks', 'Azure Databricks'],
  ['appservicemanagement', 'an App Service Environment'],
  ['sqlmanagement', 'SQL Managed Instance'],
  ['azureactivedirectorydomainservices', 'Microsoft Entra Domain Services'],
]);

/** The beginning of the names that Azure Databricks gives to the rules that it needs, in lower case; templates keep them (azure-network 2.7). */
export const databricksRuleName = 'microsoft.databricks-workspaces_useonly_';

/** The special subnet of this name, in any case; null if the name is an ordinary one. */
export function specialSubnetNamed(name: string): SpecialSubnet | null {
  return specialSubnets.find((subnet) => subnet.names?.some((pattern) => fits(pattern, name.toLowerCase()))) ?? null;
}

/** The special subnet with this delegation, in any case; null if the delegation isn't known here. */
export function specialSubnetDelegatedTo(serviceName: string): SpecialSubnet | null {
  return specialSubnets.find((subnet) => subnet.delegations?.includes(serviceName.toLowerCase())) ?? null;
}

function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
