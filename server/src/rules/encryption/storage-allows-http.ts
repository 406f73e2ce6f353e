/** Storage accounts refuse what isn't encrypted on the way. */

import { compareApiVersions } from '../../azure/api-version.ts';
import { azurePolicies } from '../../azure/policies.ts';
import type { ResourceView } from '../../deployment/view.ts';
import { decidedOr } from '../../network/undecided.ts';
import { accountExample } from '../examples/storage-example.ts';
import { propertyRule } from '../property-rule.ts';

export const storageAllowsHttp = propertyRule(
  {
    id: 'storage-allows-http',
    title: 'Storage account takes requests that are not encrypted',
    principle: 'assume-breach',
    severity: 'warning',
    rows: [90, 113, 117, 151],
    articles: [
      { seed: 'S0', step: 'principle' },
      { seed: 'S4', step: 'storage' },
    ],
    policies: [azurePolicies.storageHttps],
    why: `Over HTTP and unencrypted SMB, data and the keys that open the account travel in the clear: whoever sits on the way reads and changes them.
A segmented network doesn't change that; the articles assume that somebody is inside of it.`,
    what: `Set supportsHttpsTrafficOnly to true. From the API of 2019-04-01 on that is the default.`,
    exceptions: [
      'Accounts with containers or file shares that are mounted by NFS, which knows no encryption: the network must protect them.',
    ],
    equivalents: {
      checkov: ['CKV_AZURE_3'],
      kics: ['Storage Account Allows Unsecure Transfer'],
      psrule: ['Azure.Storage.SecureTransfer'],
      trivy: ['AZU-0008', 'AZU-0059'],
    },
    on: ['Microsoft.Storage/storageAccounts'],
    examples: {
      bad: accountExample({ supportsHttpsTrafficOnly: false }),
      good: accountExample({ supportsHttpsTrafficOnly: true }),
    },
  },
  {
    path: 'properties.supportsHttpsTrafficOnly',
    wanted: true,
    isMetWithout: isSecureByDefault,
    concerns: (account) => !decidedOr(false, () => isMountedByNfs(account)),
    consequence: 'Who sits on the way can read and change what it is sent. Set it to true.',
    kind: 'review',
    effect: 'clients that use HTTP are refused',
  },
);

/** Both kinds of NFS know no encryption on the way (Learn, network-file-system-protocol-support and files-nfs-protocol). */
function isMountedByNfs(account: ResourceView): boolean {
  if (account.read('properties.isNfsV3Enabled') === true) return true;
  return account
    .children('fileServices')
    .known.some((service) =>
      service
        .children('shares')
        .known.some((share) => String(share.read('properties.enabledProtocols')).toLowerCase() === 'nfs'),
    );
}

/** By the resource reference: "The default value is true since API version 2019-04-01." */
function isSecureByDefault({ apiVersion }: ResourceView): boolean {
  return apiVersion === '' || compareApiVersions(apiVersion, '2019-04-01') >= 0;
}
