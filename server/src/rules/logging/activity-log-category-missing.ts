/** The activity log is exported with all its categories. */
import { azurePolicies } from '../../azure/policies.ts';
import type { Intent } from '../../deployment/intent.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { enumeration } from '../../text/enumeration.ts';
import type { Rule } from '../rule.ts';
import { shownName } from '../words/shown-name.ts';
import { activityLogCategories, diagnosticSettingType, isOfActivityLog } from './activity-log.ts';
import { exampleSetting, exampleWorkspace } from './subscription.examples.ts';

const logsPath = 'properties.logs';

/** The facts of a breach are the categories that aren't exported. */
export const activityLogCategoryMissing: Rule<readonly string[]> = {
  id: 'activity-log-category-missing',
  title: 'Export of the activity log leaves categories out',
  principle: 'assume-breach',
  severity: 'warning',
  rows: [11],
  articles: [
    { seed: 'S0', step: '2' },
    { seed: 'S2', step: '2' },
  ],
  policies: [azurePolicies.activityLogExport],
  exceptions: ['A setting that names a group of categories is left alone.'],
  why: `The activity log tells who changed what: Administrative holds all changes of resources, Security the alerts of Defender for Cloud, Policy what was
denied. What isn't exported is gone after a while, and no alert sees it.`,
  what: `List all categories of the activity log in the diagnostic setting of the subscription, Security above all.`,
  equivalents: { checkov: ['CKV_AZURE_38'], kics: ['Log Profile Incorrect Category'], trivy: ['AZU-0032', 'AZU-0033'] },
  repairs: ['Export all categories'],
  on: [diagnosticSettingType],
  examples: {
    bad: exampleSetting(exampleWorkspace, ['Administrative', 'ServiceHealth', 'Policy']),
    good: exampleSetting(exampleWorkspace, [
      'Administrative',
      'ServiceHealth',
      'Policy',
      'Security',
      'Alert',
      'Recommendation',
      'Autoscale',
      'ResourceHealth',
    ]),
  },

  find: (setting) => {
    if (!isOfActivityLog(setting)) return null;
    const logs = logsOf(setting);
    if (logs.some(({ group }) => group)) return null;
    const exported = new Set(logs.filter(({ enabled }) => enabled).map(({ category }) => category));
    const missing = activityLogCategories.filter((category) => !exported.has(category.toLowerCase()));
    return missing.length === 0 ? null : { certainty: 'certain', facts: missing };
  },

  at: (resource) => ({ kind: 'value', resource, path: logsPath }),

  say: (setting, missing) =>
    missing.length === activityLogCategories.length
      ? `Diagnostic setting ${shownName(setting)} exports nothing of the activity log. List all its categories, Security above all.`
      : `Diagnostic setting ${shownName(setting)} doesn't export ${enumeration(missing)} of the activity log. List ${missing.length === 1 ? 'it' : 'them'} too, so that attacks can be seen and followed.`,

  repair: (setting, missing) => {
    const logs = logsOf(setting);
    const off = logs.filter(({ category, enabled }) => !enabled && isOneOf(missing, category));
    const absent = missing.filter((category) => !logs.some((log) => isOneOf([category], log.category)));
    const included: Intent = {
      kind: 'include',
      resource: setting.key,
      path: logsPath,
      elements: absent.map((category) => ({ value: { category, enabled: true } })),
    };
    return [
      {
        title: `Export ${enumeration(missing)} of the activity log: what keeps the logs costs more`,
        kind: 'review',
        intents: [
          ...off.map(({ path }) => ({
            kind: 'set' as const,
            resource: setting.key,
            path: `${path}.enabled`,
            value: true,
          })),
          ...(absent.length === 0 ? [] : [included]),
        ],
      },
    ];
  },
};

interface Log {
  readonly path: string;
  /** In lower case; empty if it names a group instead. */
  readonly category: string;
  readonly group: boolean;
  readonly enabled: boolean;
}

function logsOf(setting: ResourceView): readonly Log[] {
  return [...Array(setting.size(logsPath)).keys()].map((index) => {
    const path = `${logsPath}.${index}`;
    return {
      path,
      category: String(setting.read(`${path}.category`) ?? '').toLowerCase(),
      group: !setting.omits(`${path}.categoryGroup`),
      enabled: setting.read(`${path}.enabled`) !== false,
    };
  });
}

function isOneOf(categories: readonly string[], category: string): boolean {
  return categories.some((one) => one.toLowerCase() === category);
}
