/** Port 433 where HTTPS is meant, which is 443: a slip that the articles themselves have. */

import type { ResourceView } from '../../deployment/view.ts';
import { looksLikeServiceTag, parseAddressRange } from '../../network/addresses/address.ts';
import { all } from '../../network/reading/listing.ts';
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import { wordAt } from '../../network/reading/source.ts';
import { decidedOr } from '../../network/undecided.ts';
import { groupExample } from '../examples/rule-example.ts';
import type { Breach, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';

interface SuspiciousPort {
  readonly value: Pick<RuleValue, 'path'>;
  /** The backend settings of a gateway that have it; null for a security rule. */
  readonly settings: string | null;
  /** What says that HTTPS is meant; null if nothing does. */
  readonly sign: string | null;
}

const gatewayType = 'Microsoft.Network/applicationGateways';

export const suspiciousPort433: Rule<SuspiciousPort> = {
  id: 'suspicious-port-433',
  title: 'Port 433 is named where 443 seems meant',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [61, 68],
  articles: [{ seed: 'S2', step: '5' }],
  why: `HTTPS is port 443. Port 433 belongs to a protocol between news servers that hardly anyone uses, and is the same digits in another order.
A rule for 433 lets no HTTPS through, and after a deny of everything else the application is unreachable. The articles have the same slip.`,
  what: `Set the port to 443: the destination port of a rule, the port of a gateway's backend settings.`,
  equivalents: {},
  repairs: ['Set the port to 443'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules', gatewayType],
  examples: {
    bad: groupExample({ AllowHttpsInbound: { destinationPortRange: '433' } }),
    good: groupExample({ AllowHttpsInbound: {} }),
  },

  find: (rule) => {
    if (rule.isType(gatewayType)) return findSettings(rule);
    const value = valuesOf(rule, 'destinationPortRange').find(({ text }) => text === '433');
    if (value === undefined) return null;
    const { protocol, access } = readSecurityRule(rule);
    if (access !== 'Allow' || (protocol !== 'tcp' && protocol !== '*')) return null;
    const sign = signOfHttps(rule);
    return { certainty: sign === null ? 'possible' : 'certain', facts: { value, settings: null, sign } };
  },

  at: (resource, { value }) => ({ kind: 'value', resource, path: value.path }),

  say: (rule, { settings, sign }) =>
    settings !== null
      ? `The backend settings ${settings} of ${shownName(rule)} send HTTPS to port 433. HTTPS is port 443.`
      : `${shownName(rule)} allows port 433${sign === null ? '' : `, and ${sign}`}. HTTPS is port 443.`,

  repair: (rule, { value, settings }) => [
    {
      title: `Set the port of ${settings === null ? '' : `${settings} of `}${shownName(rule)} to 443`,
      kind: 'review',
      opens: true,
      intents: [{ kind: 'set', resource: rule.key, path: value.path, value: settings === null ? '443' : 443 }],
    },
  ],
};

/** The first settings of a gateway that send HTTPS to 433. */
function findSettings(gateway: ResourceView): Breach<SuspiciousPort> | null {
  const list = 'properties.backendHttpSettingsCollection';
  for (let index = 0; index < gateway.size(list); index++) {
    const at = `${list}.${index}`;
    const path = `${at}.properties.port`;
    const isHttps = decidedOr(false, () => wordAt(gateway, `${at}.properties.protocol`) === 'https');
    if (!isHttps || !decidedOr(false, () => Number(gateway.read(path)) === 433)) continue;
    return {
      certainty: 'certain',
      facts: { value: { path }, settings: String(gateway.read(`${at}.name`)), sign: null },
    };
  }
  return null;
}

function signOfHttps(rule: ResourceView): string | null {
  if (decidedOr(false, () => speaksOfHttps(rule.name))) return 'its name speaks of HTTPS';
  if (decidedOr(false, () => speaksOfHttps(rule.read('properties.description'))))
    return 'its description speaks of HTTPS';
  const tag = decidedOr(false, () =>
    valuesOf(rule, 'destinationAddressPrefix').some(({ text }) => isServiceName(text)),
  );
  if (tag) return 'the service that it leads to is reached by HTTPS';
  const gateway = all(rule.deployment, gatewayType).find((other) => decidedOr(false, () => sendsFrom(other, rule)));
  return gateway === undefined ? null : `its source is the subnet of application gateway ${shownName(gateway)}`;
}

/** Service tags of Azure; the three that are no service may lead to anything. */
function isServiceName(text: string): boolean {
  return looksLikeServiceTag(text) && !['internet', 'virtualnetwork', 'azureloadbalancer'].includes(text.toLowerCase());
}

function speaksOfHttps(text: unknown): boolean {
  return typeof text === 'string' && /https|tls|ssl|443/i.test(text);
}

/** True if a source of the rule is the subnet of the gateway. */
function sendsFrom(gateway: ResourceView, rule: ResourceView): boolean {
  const subnet = gateway.target('properties.gatewayIPConfigurations.0.properties.subnet.id');
  if (subnet === null || subnet.kind === 'external' || subnet.existing) return false;
  const many = subnet.read('properties.addressPrefixes');
  const prefixes = [subnet.read('properties.addressPrefix'), ...(Array.isArray(many) ? many : [])];
  return valuesOf(rule, 'sourceAddressPrefix').some(
    ({ text }) => parseAddressRange(text) !== null && prefixes.includes(text),
  );
}
