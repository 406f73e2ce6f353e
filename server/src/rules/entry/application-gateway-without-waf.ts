/** What comes in from the Internet by an application gateway meets a web application firewall there. */
import { azurePolicies } from '../../azure/policies.ts';
import type { Intent } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { declaredOf } from '../../network/undecided.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { applicationGatewayWithoutWafExamples } from './application-gateway-without-waf.examples.ts';
import { isTextAt, partsOf } from './gateway-parts.ts';
import { attachWafPolicy, defaultRules } from './waf-policy-repair.ts';

const tierPath = 'properties.sku.tier';
const policyPath = 'properties.firewallPolicy';

interface Unguarded {
  /** The tier, if it has no firewall; null if only the policy is missing. */
  readonly tier: string | null;
}

export const applicationGatewayWithoutWaf: Rule<Unguarded> = {
  id: 'application-gateway-without-waf',
  title: 'Application gateway has no web application firewall',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [22, 112, 129, 148],
  articles: [
    { seed: 'S0', step: 'arch' },
    { seed: 'S2', step: 'arch' },
    { seed: 'S3', step: '3' },
  ],
  policies: [azurePolicies.gatewayWaf, azurePolicies.gatewayWafPolicy],
  why: `The gateway is the entry of the application. Without a firewall it passes injections and scans on to the web server like any other request; a
gateway of the tier WAF_v2 without a policy does the same.`,
  what: `Set name and tier of the SKU to WAF_v2 and name a WAF policy in prevention mode in firewallPolicy.`,
  exceptions: [
    'Gateways without a public frontend, and templates whose Front Door has a security policy: what comes from the Internet meets a firewall before.',
    'Gateways whose firewall is configured inside of them or listener by listener.',
  ],
  equivalents: { psrule: ['Azure.AppGw.UseWAF', 'Azure.AppGw.WAFEnabled'] },
  repairs: ['Add a web application firewall'],
  on: ['Microsoft.Network/applicationGateways'],
  examples: applicationGatewayWithoutWafExamples,

  find: (gateway) => {
    const unguarded = unguardedBy(gateway);
    if (unguarded === null || !isPublic(gateway) || hasFrontDoor(gateway)) return null;
    return { certainty: 'certain', facts: unguarded };
  },

  at: (gateway, { tier }) => ({ kind: 'value', resource: gateway, path: tier === null ? policyPath : tierPath }),

  say: (gateway, { tier }) => {
    const why = tier === null ? 'names no WAF policy' : `has the tier ${tier}, which has no web application firewall`;
    return `Application gateway ${shownName(gateway)} ${why}: requests from the Internet reach the application uninspected. Use WAF_v2 with a WAF policy in prevention mode.`;
  },

  repair: (gateway, { tier }) => {
    const paths = tier === null ? [] : ['properties.sku.name', tierPath];
    return [
      {
        title: `Add a web application firewall to ${shownName(gateway)}: ${tier === null ? '' : 'it costs more, and '}requests that its rules match are refused`,
        kind: 'review',
        intents: [
          ...paths.map((path): Intent => ({ kind: 'set', resource: gateway.key, path, value: 'WAF_v2' })),
          attachWafPolicy(gateway, defaultRules),
        ],
      },
    ];
  },
};

/** What it lacks; null if it has a firewall, or is of version 1, which is another matter. */
function unguardedBy(gateway: ResourceView): Unguarded | null {
  if (isTextAt(gateway, tierPath, 'Standard_v2') || isTextAt(gateway, tierPath, 'Basic'))
    return { tier: String(gateway.read(tierPath)) };
  if (!isTextAt(gateway, tierPath, 'WAF_v2') || !gateway.omits(`${policyPath}.id`)) return null;
  if (!gateway.omits('properties.webApplicationFirewallConfiguration')) return null;
  const isByListener = partsOf(gateway, 'httpListeners').some(
    (listener) => !gateway.omits(`${listener}.properties.firewallPolicy.id`),
  );
  return isByListener ? null : { tier: null };
}

function isPublic(gateway: ResourceView): boolean {
  return partsOf(gateway, 'frontendIPConfigurations').some(
    (frontend) => !gateway.omits(`${frontend}.properties.publicIPAddress.id`),
  );
}

function hasFrontDoor({ deployment }: ResourceView): boolean {
  return declaredOf(deployment.resources('Microsoft.Cdn/profiles/securityPolicies')).known.length > 0;
}
