/** What comes in by Front Door meets a web application firewall there. */

import { azurePolicies } from '../../azure/policies.ts';
import type { NewResource } from '../../deployment/new-resource.ts';
import { declaredOf } from '../../network/undecided.ts';
import { exampleFrontDoor, exampleFrontDoorEndpoint, exampleFrontDoorPart } from '../examples/entry-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { frontDoorProfile, frontDoorSku } from './front-door-terms.ts';

const policyType = 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies';

/** Rules of Microsoft, which profiles of the SKU Premium take. */
const ruleSet = { ruleSetType: 'Microsoft_DefaultRuleSet', ruleSetVersion: '2.1', ruleSetAction: 'Block' };

const guard: readonly ExampleResource[] = [
  {
    symbol: 'doorWaf',
    type: 'FrontDoorWebApplicationFirewallPolicies',
    version: '2024-02-01',
    name: 'wafafdweb',
    location: 'global',
    sku: 'Premium_AzureFrontDoor',
    properties: {
      policySettings: { enabledState: 'Enabled', mode: 'Prevention' },
      managedRules: { managedRuleSets: [ruleSet] },
    },
  },
  {
    ...exampleFrontDoorPart('doorSecurityPolicy', 'door', 'securityPolicies', 'waf', {
      parameters: {
        type: 'WebApplicationFirewall',
        wafPolicy: { id: { idOf: 'doorWaf' } },
        associations: [{ domains: [{ id: { idOf: 'endpoint' } }], patternsToMatch: ['/*'] }],
      },
    }),
    dependsOn: ['door', 'doorWaf', 'endpoint'],
  },
];

export const frontDoorWithoutWaf: Rule<null> = {
  id: 'front-door-without-waf',
  title: 'Front Door has no web application firewall',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [131, 148],
  articles: [{ seed: 'S3', step: '3' }],
  policies: [azurePolicies.frontDoorWaf],
  why: `Front Door is where the Internet comes in. Without a firewall it hands injections and scans on to the origins like any other request, from nearby and
fast.`,
  what: `Declare a WAF policy in prevention mode and a security policy of the profile that associates it with the endpoints and domains.`,
  exceptions: ['Profiles without an endpoint in the template: who adds the endpoints adds the firewall.'],
  equivalents: { checkov: ['CKV_AZURE_121'], psrule: ['Azure.FrontDoor.UseWAF'] },
  repairs: ['Add a web application firewall'],
  on: [frontDoorProfile],
  examples: {
    bad: resourcesExample(exampleFrontDoor, exampleFrontDoorEndpoint),
    good: resourcesExample(exampleFrontDoor, ...guard, exampleFrontDoorEndpoint),
  },

  find: (profile) => {
    if (frontDoorSku(profile) === null || declaredOf(profile.children('afdEndpoints')).known.length === 0) return null;
    if (profile.children('securityPolicies').some(() => true)) return null;
    const isOpen = profile.handedOut || profile.mayBeDeployedAgain;
    return { certainty: isOpen ? 'possible' : 'certain', facts: null };
  },

  at: (profile) => ({
    kind: 'header',
    resource: profile,
    lacks: { kind: 'resource', type: `${frontDoorProfile}/securityPolicies` },
  }),

  say: (profile) =>
    `Front Door ${shownName(profile)} has endpoints but no security policy: requests from the Internet reach the origins uninspected. Associate a WAF policy with them.`,

  repair: (profile) => {
    // Managed rules are for the SKU Premium alone (Azure's documentation of Front Door tiers): without any, a firewall refuses nothing.
    if (frontDoorSku(profile) !== 'premium') return [];
    const domains = ['afdEndpoints', 'customDomains'].flatMap((type) => declaredOf(profile.children(type)).known);
    // A name of letters and digits alone, as the service wants it.
    const policy: NewResource = {
      type: policyType,
      name: `waf${profile.label.replace(/[^A-Za-z0-9]/g, '')}`,
      words: [profile.symbolicName ?? profile.label, 'waf'],
      beside: profile.key,
      place: 'global',
      settings: { sku: { name: 'Premium_AzureFrontDoor' } },
      properties: {
        policySettings: { enabledState: 'Enabled', mode: 'Prevention' },
        managedRules: { managedRuleSets: [ruleSet] },
      },
    };
    const security: NewResource = {
      type: `${frontDoorProfile}/securityPolicies`,
      name: 'waf',
      words: [profile.symbolicName ?? profile.label, 'security', 'policy'],
      beside: profile.key,
      parent: profile.key,
      properties: {
        parameters: {
          type: 'WebApplicationFirewall',
          wafPolicy: { id: { take: 'id', of: policy } },
          associations: [
            {
              domains: domains.map(({ key }) => ({ id: { take: 'id', of: key } as const })),
              patternsToMatch: ['/*'],
            },
          ],
        },
      },
    };
    return [
      {
        title: `Add a web application firewall to ${shownName(profile)}: requests that its rules match are refused`,
        kind: 'review',
        intents: [{ kind: 'declare', resource: security }],
      },
    ];
  },
};
