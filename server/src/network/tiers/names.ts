import type { TierId } from '../../config/tiers.ts';

/** Words that name a tier, as one or more words in a row. What stands earlier wins, so that a `web-pe` is an endpoint. */
const words: readonly (readonly [TierId, readonly string[]])[] = [
  ['gateway', ['app gateway', 'application gateway', 'front door', 'web application firewall']],
  ['endpoints', ['private endpoint', 'private endpoints', 'private link', 'plink']],
  [
    'endpoints',
    ['pe', 'pep', 'pes', 'peps', 'endpoint', 'endpoints', 'privateendpoint', 'privateendpoints', 'privatelink'],
  ],
  ['egress', ['egress', 'outbound', 'nat', 'natgw', 'natgateway', 'integration']],
  ['management', ['mgmt', 'management', 'bastion', 'jump', 'jumpbox', 'jumphost', 'admin', 'monitor', 'monitoring']],
  ['management', ['devops', 'agent', 'agents', 'build']],
  ['hub', ['hub', 'firewall', 'azfw', 'fw', 'vpn', 'expressroute', 'dns', 'resolver']],
  ['gateway', ['gateway', 'agw', 'appgw', 'appgateway', 'apim', 'ingress', 'waf', 'dmz', 'frontdoor', 'afd', 'edge']],
  ['data', ['data', 'database', 'databases', 'db', 'dbs', 'sql', 'mysql', 'postgres', 'postgresql', 'mongo', 'cosmos']],
  ['data', ['redis', 'cache', 'storage']],
  ['app', ['api', 'apis', 'back end', 'backend', 'be', 'business', 'biz', 'logic', 'worker', 'workers', 'middleware']],
  ['app', ['func', 'function', 'functions', 'aks', 'job', 'jobs']],
  ['web', ['web', 'www', 'front end', 'frontend', 'fe', 'ui', 'portal', 'presentation', 'spa']],
  ['app', ['app', 'apps', 'application', 'applications']],
];

/** Each word or phrase with the tier that it names, the one that wins first. */
const phrases: ReadonlyMap<string, { readonly tier: TierId; readonly word: string; readonly rank: number }> = new Map(
  words
    .flatMap(([tier, candidates]) => candidates.map((word) => ({ tier, word })))
    .map(({ tier, word }, rank) => [word, { tier, word, rank }] as const),
);

/** What names of resources carry besides; such a word at the end or beginning of another is cut off. */
const ornament =
  /^(?:snet|subnet|nsg|asg|vnet|vm|nic)|(?:snet|subnet|nsg|asg|vnet|vmss|vms|vm|nic|tier|layer|servers|server|srv)$/;

/**
 * The tier that a name speaks of and the word that does, such as `web` in `snet-web-001`; null if no word does. Names are split at what isn't
 * a letter and before capitals.
 */
export function tierOfName(name: string): { readonly tier: TierId; readonly word: string } | null {
  const found = wordsOf(name).map((word) => (phrases.has(word) ? word : word.replace(ornament, '')));
  const pairs = found.slice(1).map((word, index) => `${found[index] ?? ''} ${word}`);
  const named = [...found, ...pairs].flatMap((phrase) => phrases.get(phrase) ?? []);
  const [first = null] = named.sort((one, other) => one.rank - other.rank);
  return first && { tier: first.tier, word: first.word };
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
}
