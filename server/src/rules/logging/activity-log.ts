/** The activity log: what happens to a subscription, and how it is exported. */
import type { ResourceView } from '../../deployment/view.ts';

export const diagnosticSettingType = 'Microsoft.Insights/diagnosticSettings';

/** All categories of the activity log (source: the built-in policy DataConnectorsAzureActivity, Azure/azure-policy@f4a50ba). */
export const activityLogCategories = [
  'Administrative',
  'Security',
  'ServiceHealth',
  'Alert',
  'Recommendation',
  'Policy',
  'Autoscale',
  'ResourceHealth',
];

/** True for a diagnostic setting of the activity log: one that extends no resource. */
export function isOfActivityLog(setting: ResourceView): boolean {
  return setting.scope().kind === 'subscription';
}
