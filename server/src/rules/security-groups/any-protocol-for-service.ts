/** A service that listens on TCP alone needs no other protocol. */
import { portsOfTcpServices } from '../../azure/service-ports.ts';
import { parsePortRange } from '../../network/addresses/ports.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import { groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { inWords } from '../words/flow-words.ts';
import { shownName } from '../words/shown-name.ts';

interface AnyProtocol {
  readonly ports: readonly RuleValue[];
}

export const anyProtocolForService: Rule<AnyProtocol> = {
  id: 'any-protocol-for-service',
  title: 'Security rule allows every protocol to the port of a TCP service',
  principle: 'least-privilege',
  severity: 'information',
  rows: [79],
  articles: [{ seed: 'S2', step: '5' }],
  why: `SQL Server, SSH and their kind listen on TCP. A rule for their port with any protocol lets UDP through as well, which nobody there
answers but what was put there without leave.`,
  what: `Set the protocol to Tcp.`,
  equivalents: {},
  exceptions: ['Ports that are used over UDP too, such as 443 for HTTP/3 and 3389 for Remote Desktop.'],
  repairs: ['Set the protocol to Tcp'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({ AllowSqlInbound: { protocol: '*', destinationPortRange: '1433' } }),
    good: groupExample({ AllowSqlInbound: { destinationPortRange: '1433' } }),
  },

  find: (rule) => {
    const { access, protocol } = readSecurityRule(rule);
    if (access !== 'Allow' || protocol !== '*') return null;
    const ports = valuesOf(rule, 'destinationPortRange');
    const areOfServices = ports.every(({ text }) => serviceAt(text) !== null);
    return ports.length === 0 || !areOfServices ? null : { certainty: 'certain', facts: { ports } };
  },

  at: (resource) => ({ kind: 'value', resource, path: 'properties.protocol' }),

  say: (rule, { ports }) => {
    const services = ports.map(({ text }) => `${serviceAt(text)} (${text})`);
    const verb = services.length === 1 ? 'listens' : 'listen';
    return `${shownName(rule)} allows every protocol, but ${inWords(services, 'more')} ${verb} on TCP alone. Set the protocol to Tcp.`;
  },

  repair: (rule) => [
    {
      title: `Set the protocol of ${shownName(rule)} to Tcp: UDP and ICMP are no longer allowed by it`,
      kind: 'review',
      intents: [{ kind: 'set', resource: rule.key, path: 'properties.protocol', value: 'Tcp' }],
    },
  ],
};

/** The service that listens on one port, over TCP alone. */
function serviceAt(text: string): string | null {
  const range = parsePortRange(text);
  return range === null || range.first !== range.last ? null : (portsOfTcpServices.get(range.first) ?? null);
}
