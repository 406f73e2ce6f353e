/** Who reads data of a storage account is somebody, not whoever has a key. */
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr, declaredOf } from '../../network/undecided.ts';
import { accountExample } from '../examples/storage-example.ts';
import { propertyRule } from '../property-rule.ts';

export const storageSharedKeys = propertyRule(
  {
    id: 'storage-shared-keys',
    title: 'Storage account can be opened with its keys',
    principle: 'least-privilege',
    severity: 'information',
    rows: [90, 117, 152],
    articles: [{ seed: 'S4', step: 'storage' }],
    policies: [azurePolicies.storageWithoutKeys],
    profiles: ['paas'],
    why: `A key of the account opens everything in it, to anybody, and no log says who that was. Roles of Microsoft Entra ID give each identity
what it needs of one container, and Conditional Access decides about each sign-in.`,
    what: `Give the applications roles such as Storage Blob Data Contributor, then set allowSharedKeyAccess to false.`,
    exceptions: [
      'Applications that still use keys or connection strings need them until they sign in with an identity.',
      'Accounts that a deployment script of the template keeps its files in, which it opens by key.',
    ],
    equivalents: { psrule: ['Azure.Storage.LocalAuth'] },
    on: ['Microsoft.Storage/storageAccounts'],
    examples: {
      bad: accountExample({ allowSharedKeyAccess: true }),
      good: accountExample({ allowSharedKeyAccess: false }),
    },
  },
  {
    path: 'properties.allowSharedKeyAccess',
    wanted: false,
    concerns: (account) => !isOfDeploymentScript(account),
    consequence:
      'Whoever has a key reads and changes everything in it. Give identities roles instead, and set it to false.',
    kind: 'review',
    effect: 'applications that use its keys or connection strings no longer reach it',
  },
);

function isOfDeploymentScript(account: ResourceView): boolean {
  const scripts = declaredOf(account.deployment.resources('Microsoft.Resources/deploymentScripts')).known;
  const path = 'properties.storageAccountSettings.storageAccountName';
  return scripts.some((script) => decidedOr(false, () => script.agrees(path, account, 'name')));
}
