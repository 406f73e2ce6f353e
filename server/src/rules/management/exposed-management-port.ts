/** The Internet must not reach logins, databases or file shares of a machine. */
import { azurePolicies } from '../../azure/policies.ts';
import type { RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { admitsInternet } from '../../network/addresses/address.ts';
import { type Exposure, exposures, sensitiveServices } from '../../network/claims/internet-exposure.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import type { Rule } from '../rule.ts';
import { sourcePath } from '../security-groups/source-path.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';
import { withoutPublicAddress } from './bastion-instead.ts';
import { exposedManagementPortExamples } from './exposed-management-port.examples.ts';

interface Exposed {
  /** What this resource lets in, of one interface after another. */
  readonly exposures: readonly [Exposure, ...Exposure[]];
  /** Where in the body the finding stands; empty for the resource as a whole. */
  readonly path: string;
}

const securityRules = 'Microsoft.Network/networkSecurityGroups/securityRules';

export const exposedManagementPort: Rule<Exposed> = {
  id: 'exposed-management-port',
  title: 'The Internet reaches a management port, a database or a file share of a machine',
  principle: 'assume-breach',
  severity: 'error',
  rows: [46, 87, 129, 148],
  articles: [
    { seed: 'S2', step: 'principles' },
    { seed: 'S3', step: '3' },
  ],
  policies: [azurePolicies.closedManagementPorts],
  why: `It is proven: a public address, a load balancer or a firewall leads in, and every rule on the way lets the packet pass. Scanners find an
open port within minutes. SSH (22), RDP (3389) and WinRM (5985, 5986) give whole control of the machine for a password. The protocols of
databases and caches (1433, 3306, 5432, 6379, 9200, 27017) are made for clients that are known, and some ask for no password by default. File
shares (SMB, 445) are how worms travel.`,
  what: `Admit these ports only from AzureBastionSubnet, from the hub's firewall or from the subnets of the clients, and take the public way to the
machine away.`,
  equivalents: {
    checkov: ['CKV_AZURE_9', 'CKV_AZURE_10'],
    trivy: ['AZU-0047', 'AZU-0048', 'AZU-0050'],
    psrule: ['Azure.NSG.AnyInboundSource'],
  },
  repairs: [
    'Deny the ports of the rule',
    'Remove the public IP address from the interface',
    'Remove it and add Azure Bastion to the network, where it has none',
  ],
  on: [
    securityRules,
    'Microsoft.Network/networkInterfaces',
    'Microsoft.Compute/virtualMachineScaleSets',
    'Microsoft.Network/loadBalancers',
    'Microsoft.Network/loadBalancers/inboundNatRules',
    'Microsoft.Network/azureFirewalls',
    'Microsoft.Network/firewallPolicies/ruleCollectionGroups',
  ],
  examples: exposedManagementPortExamples,

  find: (resource) => {
    const own = exposures(resource.deployment).filter(({ decidedAt }) => decidedAt.resource.key === resource.key);
    const [first] = own;
    if (first === undefined) return null;
    return { certainty: 'certain', facts: { exposures: [first, ...own.slice(1)], path: pathOf(resource, first) } };
  },

  at: (resource, { path }) => (path === '' ? { kind: 'header', resource } : { kind: 'value', resource, path }),

  say: (_, { exposures: all }) => {
    const [first] = all;
    const { nic, rule, entry } = first;
    const own = all.filter((exposure) => exposure.nic === nic);
    const services = servicesOf(own);
    const machines = new Set(all.map((exposure) => exposure.nic.source.resource.key)).size;
    const others = machines === 1 ? '' : ` and ${machines - 1} more`;
    const way = `${entryInWords(first)} leads in${rule === null ? closing(entry.rule !== null && first.decidedAt === entry.source) : `, and ${ruleOf(rule)} lets it pass`}`;
    return `The Internet reaches ${shownName(nic.source.resource)}${others} on ${services}: ${way}. Admit Azure Bastion or the subnets of the clients only.`;
  },

  repair: (resource, { path }) => {
    if (resource.isType(securityRules)) return [denial(resource)];
    return isOwnAddress(path) ? withoutPublicAddress(resource, path) : [];
  },
};

/** True for the place where an interface has its public address, or what describes those of a scale set. */
function isOwnAddress(path: string): boolean {
  return /\.publicIPAddress(?:Configuration)?$/.test(path);
}

function pathOf(resource: ResourceView, { decidedAt }: Exposure): string {
  if (!resource.isType(securityRules)) return decidedAt.path;
  return sourcePath(resource, admitsInternet) ?? '';
}

function servicesOf(own: readonly Exposure[]): string {
  const names = [...new Set(own.map(({ service }) => `${service.name} (${service.port})`))];
  if (own.length === sensitiveServices.length) return `${names.slice(0, 2).join(', ')} and all other sensitive ports`;
  return inWords(names, 'more');
}

function entryInWords({ entry, nic }: Exposure): string {
  const name = shownName(entry.source.resource);
  if (entry.id === nic.id)
    return entry.source.resource.is(nic.source.resource) ? 'its public address' : `its public address ${name}`;
  return entry.rule === null || entry.rule === name ? name : `${entry.rule} of ${name}`;
}

/** Where no group of the author's lets it pass, none stands there, or a firewall translates it. */
function closing(isTranslated: boolean): string {
  return isTranslated ? '' : ', and no network security group stands before it';
}

function ruleOf({ name, priority, group }: NonNullable<Exposure['rule']>): string {
  return `${name}${priority === null ? '' : ` (${priority})`}${group === null ? '' : ` of ${shownName(group)}`}`;
}

function denial(resource: ResourceView): RepairProposal {
  const { destinationPorts } = readSecurityRule(resource);
  const ports = destinationPorts.includes('*') ? 'all its ports' : `its ports ${destinationPorts.join(', ')}`;
  return {
    title: `Set ${shownName(resource)} to Deny: blocks ${ports} from all of its sources`,
    kind: 'review',
    intents: [{ kind: 'set', resource: resource.key, path: 'properties.access', value: 'Deny' }],
  };
}
