/** Names that machines behind a firewall need for updates and login, and that no rule of the firewall lets through. */
import { loginNames, type ManagementName, updateNames } from '../../azure/management-names.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { overlapAddresses } from '../addresses/address-set.ts';
import { holdsPoint } from '../addresses/interval-set.ts';
import { publicAddresses } from '../addresses/special-ranges.ts';
import { isUnknown } from '../reachability/model.ts';
import type { Firewall, FirewallRule } from '../reachability/model-firewall.ts';
import type { Host } from '../reachability/places.ts';
import { all } from '../reading/listing.ts';
import { reachOf } from '../reading/reachability.ts';
import { idOf, type NetworkSource, textsAt, wordAt } from '../reading/source.ts';
import { hostsOfMachine, isWindows } from './windows-activation.ts';

export interface DeniedNames {
  readonly names: readonly ManagementName[];
  /** The machines whose default route leads to the firewall, and their subnets. */
  readonly machines: readonly ResourceView[];
  readonly subnets: readonly ResourceView[];
}

/** The names that some machine needs and the firewall surely lets nobody reach; null if there are none, or not all rules are known. */
export function deniedNames(firewall: ResourceView): DeniedNames | null {
  const { reachability, left } = reachOf(firewall.deployment);
  const own = reachability.index.firewalls.get(idOf(firewall));
  if (own === undefined || own.more !== null || left.length > 0) return null;
  // One that has no rules at all here is given them elsewhere.
  if (own.applicationRules.length + own.networkRules.length === 0) return null;
  const outside = reachability.placesOf({ kind: 'internet' });
  const isBehind = (host: Host<NetworkSource>): boolean => {
    const ways = outside.flatMap((internet) => reachability.between(host, internet, 'tcp').map(({ way }) => way));
    // A route for a service tag may take some of the names past the firewall.
    return (
      ways.some(({ firewall: its }) => its?.id === own.id) && ways.every(({ route }) => (route?.tag ?? null) === null)
    );
  };
  const needs = all(firewall.deployment, 'Microsoft.Compute/virtualMachines').flatMap((machine) => {
    const hosts = isWindows(machine) ? hostsOfMachine(machine) : [];
    if (hosts.length === 0 || !hosts.every(isBehind)) return [];
    const names = neededBy(machine).filter((needed) => !admits(own, needed));
    return names.length === 0
      ? []
      : [{ machine, names, subnets: hosts.map(({ node }) => node.subnet.source.resource) }];
  });
  if (needs.length === 0) return null;
  const wanted = new Set(needs.flatMap(({ names }) => names));
  return {
    names: [...loginNames, ...updateNames].filter((name) => wanted.has(name)),
    machines: needs.map(({ machine }) => machine),
    subnets: [...new Map(needs.flatMap(({ subnets }) => subnets).map((subnet) => [subnet.key, subnet])).values()],
  };
}

function neededBy(machine: ResourceView): readonly ManagementName[] {
  const logsIn = machine
    .children('extensions')
    .known.some((extension) => wordAt(extension, 'properties.type') === 'aadloginforwindows');
  return logsIn ? [...loginNames, ...updateNames] : updateNames;
}

/** True if some rule lets the name through, for whomever, or may do so: a rule for other addresses of the Internet may be meant for it. */
function admits({ applicationRules, networkRules }: Firewall<NetworkSource>, needed: ManagementName): boolean {
  const fits = (rule: FirewallRule<NetworkSource>): boolean => {
    const { access, protocols, destinationPorts, presence } = rule;
    if (presence !== null || isUnknown(access) || isUnknown(protocols) || isUnknown(destinationPorts)) return true;
    const isTcp = protocols === null || protocols.includes('tcp');
    return access === 'Allow' && isTcp && holdsPoint(destinationPorts, needed.port);
  };
  return (
    applicationRules.some((rule) => fits(rule) && namesIt(rule, needed)) ||
    networkRules.some((rule) => fits(rule) && mayLeadThere(rule, needed))
  );
}

function namesIt({ source: { resource, path } }: FirewallRule<NetworkSource>, { name, tag }: ManagementName): boolean {
  const at = (field: string): readonly string[] =>
    textsAt(resource, `${path}.${field}`).map((text) => text.toLowerCase());
  const hosts = at('targetUrls').map((url) => url.replace(/^[a-z]+:\/\//, '').replace(/\/.*$/, ''));
  const fqdns = [...at('targetFqdns'), ...hosts];
  const tags = at('fqdnTags');
  const categories = at('webCategories');
  if (fqdns.length + tags.length === 0 || categories.length > 0) return true;
  return fqdns.some((pattern) => covers(pattern, name)) || (tag !== null && tags.includes(tag));
}

/** `*` stands for any text at the beginning of a name. */
function covers(pattern: string, name: string): boolean {
  return pattern.startsWith('*') ? name.endsWith(pattern.slice(1)) : pattern === name;
}

function mayLeadThere(rule: FirewallRule<NetworkSource>, { name }: ManagementName): boolean {
  const { resource, path } = rule.source;
  const fqdns = textsAt(resource, `${path}.destinationFqdns`);
  if (fqdns.length > 0) return fqdns.some((pattern) => covers(pattern.toLowerCase(), name));
  const { any, addresses, tags, unknown } = rule.destinations;
  return any || unknown !== null || tags.length > 0 || overlapAddresses(addresses, publicAddresses);
}
