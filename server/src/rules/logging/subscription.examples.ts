/** Examples of rules about what is set up once for a subscription. */
import { type ExampleResource, type ExampleValue, subscriptionExample } from '../examples/resource-example.ts';
import type { Example } from '../rule.ts';
import { activityLogCategories } from './activity-log.ts';

type Properties = { readonly [key: string]: ExampleValue };

/** A setting that exports the activity log, with these properties beside its logs. */
export function exampleSetting(
  destination: Properties,
  categories: readonly string[] = activityLogCategories,
): Example {
  return subscriptionExample(settingOf(destination, categories));
}

export function settingOf(
  destination: Properties = exampleWorkspace,
  categories: readonly string[] = activityLogCategories,
): ExampleResource {
  return {
    symbol: 'setting',
    type: 'Microsoft.Insights/diagnosticSettings',
    version: '2021-05-01-preview',
    isPlaceless: true,
    name: 'activity-log',
    properties: { ...destination, logs: categories.map((category) => ({ category, enabled: true })) },
  };
}

export const exampleWorkspace: Properties = {
  workspaceId: {
    expression: "resourceId('rg-logs', 'Microsoft.OperationalInsights/workspaces', 'logs')",
  },
};

/** What else a subscription is set up with. */
export const exampleContacts: ExampleResource = {
  symbol: 'contacts',
  type: 'Microsoft.Security/securityContacts',
  version: '2023-12-01-preview',
  isPlaceless: true,
  name: 'default',
  properties: { emails: 'security@example.com', isEnabled: true },
};

/** A plan of Microsoft Defender for Cloud. */
export function examplePlan(name: string, pricingTier = 'Standard', more: Properties = {}): ExampleResource {
  return {
    symbol: `plan${name}`,
    type: 'Microsoft.Security/pricings',
    version: '2024-01-01',
    isPlaceless: true,
    name,
    properties: { pricingTier, ...more },
  };
}
