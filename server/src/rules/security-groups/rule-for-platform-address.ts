/** Rules for addresses of the management list of the articles that need none. */
import { readSecurityRule } from '../../network/reading/read-security-rule.ts';
import { type RuleValue, valuesOf } from '../../network/reading/rule-values.ts';
import { groupExample } from '../examples/rule-example.ts';
import type { Rule } from '../rule.ts';
import { ruleInWords } from '../words/rule-words.ts';

interface PlatformAddress {
  readonly value: RuleValue;
  readonly access: 'Allow' | 'Deny';
}

/** The instance metadata service. Only the tag AzurePlatformIMDS filters it (azure-network 2.3; requirements 0.8). */
const metadata = '169.254.169.254';
/** The articles name it for NTP; no source ties it to a service (requirements, row 57). */
const timeServer = '40.119.6.228';

const outbound = { direction: 'Outbound', sourceAddressPrefix: '*' };
const sql = { ...outbound, priority: 115, destinationAddressPrefix: '10.0.3.0/24', destinationPortRange: '1433' };

export const ruleForPlatformAddress: Rule<PlatformAddress> = {
  id: 'rule-for-platform-address',
  title: 'Security rule names an address of the platform that needs none',
  principle: 'least-privilege',
  severity: 'hint',
  rows: [54, 57],
  articles: [
    { seed: 'S1', step: '5' },
    { seed: 'S2', step: '5' },
  ],
  why: `The articles list addresses for the management of virtual machines. Two of them need no rule. ${metadata} is the instance metadata service: it is
reached over HTTP on the machine's own host, and security rules don't filter it. ${timeServer} is given for NTP, but Microsoft documents no service at
it; machines take the time from their host, and Windows asks time.windows.com besides.`,
  what: `Remove the rule. To deny the metadata service use the service tag \`AzurePlatformIMDS\`; for NTP name time.windows.com in a network rule of
Azure Firewall.`,
  equivalents: {},
  repairs: ['Remove the rule'],
  on: ['Microsoft.Network/networkSecurityGroups/securityRules'],
  examples: {
    bad: groupExample({
      AllowMetadataOutbound: { ...outbound, destinationAddressPrefix: metadata },
      AllowSqlOutbound: sql,
    }),
    good: groupExample({ AllowSqlOutbound: sql }),
  },

  find: (rule) => {
    const { direction, access } = readSecurityRule(rule);
    if (direction !== 'Outbound') return null;
    const values = valuesOf(rule, 'destinationAddressPrefix');
    const [value] = values;
    const all = (address: string): boolean => values.every(({ text }) => addressOf(text) === address);
    if (value === undefined || !(all(metadata) || (access === 'Allow' && all(timeServer)))) return null;
    return { certainty: 'certain', facts: { value, access } };
  },

  at: (resource, { value }) => ({ kind: 'value', resource, path: value.path }),

  say: (rule, { value, access }) => {
    if (addressOf(value.text) === timeServer)
      return `${ruleInWords(rule)} allows ${timeServer}, at which Microsoft documents no time service. Machines take the time from their host. Remove the rule.`;
    const effect = access === 'Allow' ? 'It needs no allow' : 'The rule keeps nobody from it; AzurePlatformIMDS would';
    return `${ruleInWords(rule)} names ${metadata}, the instance metadata service, which security rules don't filter. ${effect}. Remove the rule.`;
  },

  repair: (rule, { value }) => {
    const isTime = addressOf(value.text) === timeServer;
    const consequence = isTime ? `${timeServer} is no longer allowed by it` : 'it has no effect';
    return [
      {
        title: `Remove ${ruleInWords(rule)}: ${consequence}`,
        kind: 'review',
        intents: [{ kind: 'removeResource', resource: rule.key }],
      },
    ];
  },
};

/** A single address without the length of its prefix. */
function addressOf(text: string): string {
  return text.replace(/\/32$/, '');
}
