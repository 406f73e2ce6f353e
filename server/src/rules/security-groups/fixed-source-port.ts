/** Clients connect from ephemeral ports, so a security rule with a fixed source port does not match them. */
import type { ResourceView } from '../../deployment/view.ts';
import { parsePortRange } from '../../network/addresses/ports.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import { groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { setField } from './field-repairs.ts';

interface FixedSourcePort {
  readonly values: readonly RuleValue[];
  readonly access: 'Allow' | 'Deny';
}

export const fixedSourcePort: Rule<FixedSourcePort> = {
  id: 'fixed-source-port',
  title: 'Security rule demands a fixed source port',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [78],
  articles: [
    { seed: 'S0', step: '4' },
    { seed: 'S2', step: '5' },
  ],
  why: `The source port of a connection is one that the client picks for itself, from 1024 or higher on. A rule that demands 443 or 1433 as
source port matches no client: an allow lets nobody in, a deny keeps nobody out. The port of the service is the destination port. Replies
need no rule, since Azure remembers connections.`,
  what: `Set the source port to \`*\`. Protocols that really send from a fixed port are not reported: DHCP, IKE, NTP, NetBIOS, FTP data and
others of their kind.`,
  equivalents: {},
  repairs: ['Set the source port to *'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowHttpsInbound: { sourcePortRange: '443' } }),
    good: groupExample({ AllowHttpsInbound: {} }),
  },

  find: (rule) => {
    const values = valuesOf(rule, 'sourcePortRange');
    if (values.length === 0 || values.some(({ text }) => mayHoldClients(text))) return null;
    const { protocol, access } = readSecurityRule(rule);
    // Denies of UDP by source port stop reflected attacks, which come from the port of a service.
    if (access === 'Deny' && protocol !== 'tcp') return null;
    if (sendsFromFixedPort(rule, protocol, values)) return null;
    return { certainty: 'certain', facts: { values, access } };
  },

  at: (resource, { values }) => ({
    kind: 'value',
    resource,
    path: values[0]?.path ?? 'properties.sourcePortRange',
  }),

  say: (rule, { values, access }) => {
    const ports = values.map(({ text }) => text).join(', ');
    const effect = access === 'Allow' ? 'allows no ordinary client' : 'denies no ordinary client';
    return `${shownName(rule)} demands source port ${ports}. Clients connect from ports that they pick for themselves, so the rule ${effect}. Set the source port to *; the port of the service is the destination port.`;
  },

  repair: (rule) => [
    {
      title: `Set the source port of ${shownName(rule)} to *`,
      kind: 'review',
      opens: true,
      intents: setField(rule, 'sourcePortRange', '*'),
    },
  ],
};

/** A range with so many ports from 1024 on is meant for clients. */
const manyPorts = 1000;

/** True if the ports are meant for clients, or are no ports: Azure refuses those, which is for others to say. */
function mayHoldClients(text: string): boolean {
  const range = parsePortRange(text);
  return range === null || range.last - Math.max(range.first, 1024) + 1 >= manyPorts;
}

/** Ports that both ends of a UDP protocol send from: DHCP, TFTP, NTP, NetBIOS, IKE, syslog, RIP, PTP, L2TP, SIP, mDNS, DHCPv6. */
const symmetricPorts: readonly number[] = [
  67, 68, 69, 123, 137, 138, 319, 320, 500, 514, 520, 546, 547, 1701, 4500, 5060, 5353,
];

/** A server of FTP opens its data connection from this port. */
const ftpData = 20;

function sendsFromFixedPort(rule: ResourceView, protocol: string, values: readonly RuleValue[]): boolean {
  if (protocol === 'icmp' || protocol === 'esp' || protocol === 'ah') return true;
  const ranges = values.flatMap(({ text }) => parsePortRange(text) ?? []);
  const areAll = (known: readonly number[]): boolean =>
    ranges.every(
      ({ first, last }) => last - first < known.length && portsIn(first, last).every((port) => known.includes(port)),
    );
  if (areAll([ftpData])) return protocol !== 'udp';
  if (protocol === 'tcp') return false;
  if (areAll(symmetricPorts)) return true;
  // A UDP protocol whose ends use one port says so on both sides of its rule.
  const destinations = valuesOf(rule, 'destinationPortRange').map(({ text }) => text);
  return protocol === 'udp' && values.every(({ text }) => destinations.includes(text));
}

function portsIn(first: number, last: number): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
