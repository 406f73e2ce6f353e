/** Which interfaces the Internet surely reaches on ports that are no public service. */
import { attempt } from '../../deployment/alternatives.ts';
import type { DeploymentView, ResourceView } from '../../deployment/view.ts';
import { isBroad } from '../addresses/address-set.ts';
import type { Hop } from '../reachability/flows.ts';
import { flowsOf } from '../reachability/flows.ts';
import type { NetworkInterface, Protocol } from '../reachability/model.ts';
import type { Place } from '../reachability/places.ts';
import { type DeploymentReach, reachOf } from '../reading/reachability.ts';
import { requireFilters } from '../reading/require-filters.ts';
import type { NetworkSource } from '../reading/source.ts';
import { isDirect } from '../tiers/tier-network.ts';

/** A port that nobody should offer to everyone. */
export interface SensitiveService {
  readonly name: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly kind: 'management' | 'data' | 'files';
}

/**
 * Logins to machines and to what runs them (22, 3389, 5985, 5986: scanned all the time, a password is all that stands between), databases and
 * caches (their protocols are made for networks of clients that are known; 27017, 6379 and 9200 ask for no password by default), and file
 * shares (445: the way of worms).
 */
export const sensitiveServices: readonly SensitiveService[] = [
  { name: 'SSH', protocol: 'tcp', port: 22, kind: 'management' },
  { name: 'RDP', protocol: 'tcp', port: 3389, kind: 'management' },
  { name: 'RDP', protocol: 'udp', port: 3389, kind: 'management' },
  { name: 'WinRM', protocol: 'tcp', port: 5985, kind: 'management' },
  { name: 'WinRM', protocol: 'tcp', port: 5986, kind: 'management' },
  { name: 'SMB', protocol: 'tcp', port: 445, kind: 'files' },
  { name: 'SQL Server', protocol: 'tcp', port: 1433, kind: 'data' },
  { name: 'MySQL', protocol: 'tcp', port: 3306, kind: 'data' },
  { name: 'PostgreSQL', protocol: 'tcp', port: 5432, kind: 'data' },
  { name: 'Redis', protocol: 'tcp', port: 6379, kind: 'data' },
  { name: 'Elasticsearch', protocol: 'tcp', port: 9200, kind: 'data' },
  { name: 'MongoDB', protocol: 'tcp', port: 27017, kind: 'data' },
];

/** Who lets a service of an interface in. */
export interface Exposure {
  readonly service: SensitiveService;
  readonly nic: NetworkInterface<NetworkSource>;
  /** The public address, balancer rule or translation that leads to it. */
  readonly entry: EntryHop;
  /** Null if no rule of the author's lets it in: no group stands before the interface. */
  readonly rule: {
    readonly name: string;
    readonly priority: number | null;
    readonly group: ResourceView | null;
  } | null;
  /** Where it is decided: the rule, the translation of a firewall, or what has the public address. */
  readonly decidedAt: NetworkSource;
}

type EntryHop = Extract<Hop<NetworkSource>, { at: 'entry' }>;

/**
 * All exposures that are certain in this run: wide parts of the Internet reach the port whatever isn't known. What an application gateway
 * passes on isn't among them.
 * @throws Undecided if filters aren't known that may stop any flow
 */
export function exposures(deployment: DeploymentView): readonly Exposure[] {
  return deployment.remember('exposures', () => {
    const reach = reachOf(deployment);
    const { interfaces } = reach.network;
    if (interfaces.length === 0) return [];
    requireFilters(reach);
    return interfaces.flatMap((nic) => exposuresOf(reach, nic));
  });
}

/** The exposures that a resource decides; none where that can't be told. */
export function exposuresDecidedBy(resource: ResourceView): readonly Exposure[] {
  const all = attempt(() => exposures(resource.deployment)) ?? [];
  return all.filter(({ decidedAt }) => decidedAt.resource.key === resource.key);
}

function exposuresOf(reach: DeploymentReach, nic: NetworkInterface<NetworkSource>): readonly Exposure[] {
  const { reachability } = reach;
  const [internet] = reachability.placesOf({ kind: 'internet' });
  const [host] = reachability.placesOf({ kind: 'interface', id: nic.id });
  if (internet === undefined || host === undefined) return [];
  return sensitiveServices.flatMap((service) => exposureTo(reach, internet, host, nic, service) ?? []);
}

function exposureTo(
  { reachability }: DeploymentReach,
  internet: Place<NetworkSource>,
  host: Place<NetworkSource>,
  nic: NetworkInterface<NetworkSource>,
  service: SensitiveService,
): Exposure | null {
  for (const flow of flowsOf(reachability, internet, host, { protocol: service.protocol, port: service.port })) {
    if (flow.answer !== 'allowed' || !flow.sourceTags.includes(null) || !isBroad(flow.sources)) continue;
    if (!isDirect(flow)) continue;
    const entry = flow.hops.find((hop) => hop.at === 'entry');
    if (entry === undefined) continue;
    const isTranslated = flow.hops.some((hop) => hop.at === 'firewall');
    const groups = flow.hops.flatMap((hop) =>
      (hop.at === 'subnet' || hop.at === 'interface') && hop.direction === 'Inbound' ? [hop] : [],
    );
    const last = groups.findLast(({ rule }) => rule?.source != null);
    const source = last?.rule?.source ?? null;
    if (isTranslated || last === undefined || source === null) {
      const own = entry.id === nic.id ? addressOf(nic) : entry.source;
      return { service, nic, entry, rule: null, decidedAt: isTranslated ? entry.source : own };
    }
    const group = reachability.index.securityGroups.get(last.id)?.source.resource ?? null;
    const { name = '', priority = null } = last.rule ?? {};
    return { service, nic, entry, rule: { name, priority, group }, decidedAt: source };
  }
  return null;
}

/** Where an interface has its public address: the reference to one, or the configuration of those of a scale set. */
function addressOf({ source }: NetworkInterface<NetworkSource>): NetworkSource {
  const base = `${source.path}.properties`;
  const configuration = `${base}.publicIPAddressConfiguration`;
  return { ...source, path: source.resource.omits(configuration) ? `${base}.publicIPAddress` : configuration };
}
