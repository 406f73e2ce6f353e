/** No security rule may admit the Internet to RDP or SSH. */

import { azurePolicies } from '../../azure/policies.ts';
import type { RepairProposal } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { type AddressFamily, admitsInternet } from '../../network/addresses/address.ts';
import { coversPort } from '../../network/addresses/ports.ts';
import { exposuresDecidedBy } from '../../network/claims/internet-exposure.ts';
import { inboundDenies, readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { singularOf } from '../../network/reading/rule-values.ts';
import {
  type AdmittedFlow,
  admitsProtocol,
  deniesBefore,
  type SecurityRule,
} from '../../network/reading/security-rule.ts';
import { hasIpv6Subnet } from '../../network/subnets/subnets.ts';
import { decidedOr } from '../../network/undecided.ts';
import { enumeration } from '../../text/enumeration.ts';
import type { Rule } from '../rule.ts';
import { sourcePath } from '../security-groups/source-path.ts';
import { shownName } from '../words/shown-name.ts';
import { admitBastionOnly, bastionPrefix, managementPorts } from './logins-by-bastion.ts';
import { noManagementPortsFromInternetExamples } from './no-management-ports-from-internet.examples.ts';

interface OpenManagement {
  /** The source that admits the Internet, as written, and the path of its text. */
  readonly source: string;
  readonly path: string;
  /** Names and ports, such as `RDP (3389)`. */
  readonly services: readonly string[];
}

export const noManagementPortsFromInternet: Rule<OpenManagement> = {
  id: 'no-management-ports-from-internet',
  title: 'Security rule opens RDP or SSH to the Internet',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [46],
  articles: [{ seed: 'S2', step: 'principles' }],
  policies: [azurePolicies.closedManagementPorts],
  why: `RDP and SSH give whole control of a machine, and scanners find an open port within minutes. With any address or the Internet as
source, a password is all that stands between.`,
  what: `Admit these ports from AzureBastionSubnet or another management subnet only, or leave them closed and open them just in time.`,
  equivalents: {
    checkov: ['CKV_AZURE_9', 'CKV_AZURE_10'],
    kics: [
      'Network Security Group With Unrestricted Access To RDP',
      'Network Security Group With Unrestricted Access To SSH',
    ],
    trivy: ['AZU-0047', 'AZU-0048', 'AZU-0050'],
    psrule: ['Azure.NSG.AnyInboundSource'],
  },
  repairs: ['Admit the address range of AzureBastionSubnet only', 'Deny the ports of the rule'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: noManagementPortsFromInternetExamples,

  find: (resource) => {
    const rule = readSecurityRule(resource);
    if (rule.direction !== 'Inbound' || rule.access !== 'Allow') return null;
    const open = managementPorts.filter(
      ({ protocol, port }) => admitsProtocol(rule, protocol) && coversPort(rule.destinationPorts, port),
    );
    if (open.length === 0) return null;
    for (const source of rule.sources.filter(admitsInternet)) {
      const left = open.filter(({ protocol, port }) => !isDeniedBefore(resource, rule, { source, protocol, port }));
      if (left.length === 0) continue;
      // Where the way in from the Internet is seen, exposed-management-port says it.
      const proven = exposuresDecidedBy(resource);
      if (left.some(({ port }) => proven.some(({ service }) => service.port === port))) return null;
      const services = [...new Set(left.map(({ name, port }) => `${name} (${port})`))];
      const path = sourcePath(resource, (text) => text === source) ?? singularOf('sourceAddressPrefix');
      return { certainty: 'certain', facts: { source, path, services } };
    }
    return null;
  },

  at: (resource, facts) => ({ kind: 'value', resource, path: facts.path }),

  say: (resource, facts) =>
    `${shownName(resource)} opens ${enumeration(facts.services)} to ${wordsFor(facts.source)}. Anyone there can try to log in. Admit Azure Bastion or a management subnet only.`,

  repair: (resource) => [...restrictions(resource), denial(resource)],
};

function isDeniedBefore(resource: ResourceView, rule: SecurityRule, flow: AdmittedFlow): boolean {
  const group = resource.parent();
  if (group === null || group.existing) return false;
  const denies = inboundDenies(group);
  if (denies.known.length === 0) return false;
  const families: readonly AddressFamily[] = decidedOr(true, () => hasIpv6Subnet(group)) ? [4, 6] : [4];
  return denies.some((deny) => !resource.is(deny) && deniesBefore(readSecurityRule(deny), rule, flow, families));
}

function wordsFor(source: string): string {
  const folded = source.toLowerCase();
  if (folded === 'internet') return 'the Internet';
  return folded === '*' || folded === 'any' ? 'any address' : source;
}

/** Admits the Bastion subnet instead, if the template has one and the rule opens nothing but management ports. */
function restrictions(resource: ResourceView): readonly RepairProposal[] {
  const prefix = bastionPrefix(resource);
  const intents = prefix === null ? null : admitBastionOnly(resource, prefix);
  if (intents === null) return [];
  const ports = portsInWords(readSecurityRule(resource).destinationPorts);
  return [
    {
      title: `Admit only ${prefix} (AzureBastionSubnet) by ${shownName(resource)}: blocks ${ports} from elsewhere`,
      kind: 'review',
      opens: true,
      intents,
    },
  ];
}

function denial(resource: ResourceView): RepairProposal {
  const rule = readSecurityRule(resource);
  const ports = portsInWords(rule.destinationPorts);
  return {
    title: `Set ${shownName(resource)} to Deny: blocks ${ports} from ${rule.sources.map(wordsFor).join(', ')}`,
    kind: 'review',
    intents: [{ kind: 'set', resource: resource.key, path: 'properties.access', value: 'Deny' }],
  };
}

function portsInWords(ports: readonly string[]): string {
  if (ports.includes('*')) return 'all ports';
  return `${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`;
}
