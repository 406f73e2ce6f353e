/** A web application firewall refuses what its rules match. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { exampleWafPolicy } from '../examples/entry-example.ts';
import { resourcesExample } from '../examples/resource-example.ts';
import type { Breach, Example, Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { isTextAt } from './gateway-parts.ts';

const ofGateway = 'Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies';
const ofFrontDoor = 'Microsoft.Network/FrontDoorWebApplicationFirewallPolicies';

const modePath = 'properties.policySettings.mode';

interface Passive {
  readonly path: string;
  /** As written; null if it is not. */
  readonly value: string | null;
  readonly wanted: 'Enabled' | 'Prevention';
}

export const wafNotPreventing: Rule<Passive> = {
  id: 'waf-not-preventing',
  title: 'Web application firewall lets through what its rules match',
  principle: 'verify-explicitly',
  severity: 'warning',
  rows: [22, 112, 131],
  articles: [
    { seed: 'S0', step: 'principle' },
    { seed: 'S3', step: '3' },
  ],
  policies: [azurePolicies.gatewayWafMode, azurePolicies.frontDoorWafMode],
  why: `In detection mode the firewall writes down an attack and lets it through to the application; a policy that is disabled doesn't even do that.
The articles put the firewall at the entry to verify traffic before it comes in.`,
  what: `Run the policy in detection mode only until its rules are tuned, then set mode to Prevention and keep the policy enabled.`,
  equivalents: {
    checkov: ['CKV_AZURE_123'],
    psrule: [
      'Azure.AppGwWAF.Enabled',
      'Azure.AppGwWAF.PreventionMode',
      'Azure.FrontDoorWAF.Enabled',
      'Azure.FrontDoorWAF.PreventionMode',
    ],
  },
  repairs: ['Set mode to Prevention', 'Enable the policy'],
  on: [ofGateway, ofFrontDoor],
  examples: { bad: example('Detection'), good: example('Prevention') },

  find: (policy) => {
    const statePath = `properties.policySettings.${policy.isType(ofFrontDoor) ? 'enabledState' : 'state'}`;
    if (!policy.omits(statePath) && !isTextAt(policy, statePath, 'Enabled'))
      return breach(policy, statePath, 'Enabled');
    return isTextAt(policy, modePath, 'Prevention') ? null : breach(policy, modePath, 'Prevention');
  },

  at: (policy, { path }) => ({ kind: 'value', resource: policy, path }),

  say: (policy, { value, wanted }) => {
    if (wanted === 'Enabled')
      return `Web application firewall policy ${shownName(policy)} is ${value}: nothing is inspected. Enable it.`;
    const mode = value === null ? 'has no mode set' : `is in ${value} mode`;
    return `Web application firewall policy ${shownName(policy)} ${mode}: what its rules match may come in. Set mode to Prevention once the rules are tuned.`;
  },

  repair: (policy, { path, wanted }) => [
    {
      title: `${wanted === 'Enabled' ? 'Enable' : 'Set mode to Prevention for'} ${shownName(policy)}: requests that its rules match are refused`,
      kind: 'review',
      intents: [{ kind: 'set', resource: policy.key, path, value: wanted }],
    },
  ],
};

function breach(policy: ResourceView, path: string, wanted: Passive['wanted']): Breach<Passive> {
  const value = policy.read(path);
  return { certainty: 'certain', facts: { path, value: value === null ? null : String(value), wanted } };
}

function example(mode: string): Example {
  return resourcesExample(exampleWafPolicy('policy', 'waf-entry', mode));
}
