/** What comes in by Front Door meets a web application firewall there. */

import { azurePolicies } from '../../azure/policies.ts';
import { declaredOf } from '../../network/undecided.ts';
import { exampleFrontDoor, exampleFrontDoorEndpoint, exampleFrontDoorPart } from '../examples/entry-example.ts';
import { type ExampleResource, resourcesExample } from '../examples/resource-example.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { frontDoorProfile, frontDoorSku } from './front-door-terms.ts';

const door = [exampleFrontDoor, exampleFrontDoorEndpoint];

const guard: readonly ExampleResource[] = [
  {
    symbol: 'policy',
    type: 'FrontDoorWebApplicationFirewallPolicies',
    version: '2024-02-01',
    name: 'wafweb',
    location: 'global',
    sku: 'Premium_AzureFrontDoor',
    properties: { policySettings: { enabledState: 'Enabled', mode: 'Prevention' } },
  },
  exampleFrontDoorPart('security', 'door', 'securityPolicies', 'waf', {
    parameters: {
      type: 'WebApplicationFirewall',
      wafPolicy: { id: { idOf: 'policy' } },
      associations: [{ domains: [{ id: { idOf: 'endpoint' } }], patternsToMatch: ['/*'] }],
    },
  }),
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
  repairs: [],
  on: [frontDoorProfile],
  examples: { bad: resourcesExample(...door), good: resourcesExample(...door, ...guard) },

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

  repair: () => [],
};
