/** Nobody reads blobs without saying who it is. */
import { azurePolicies } from '../../azure/policies.ts';
import { accountExample } from '../examples/storage-example.ts';
import { propertyRule } from '../property-rule.ts';

const account = 'Microsoft.Storage/storageAccounts';
const container = 'Microsoft.Storage/storageAccounts/blobServices/containers';

export const anonymousBlobAccess = propertyRule(
  {
    id: 'anonymous-blob-access',
    title: 'Blobs can be read without signing in',
    principle: 'verify-explicitly',
    severity: 'warning',
    rows: [90, 117, 152],
    articles: [{ seed: 'S4', step: 'storage' }],
    policies: [azurePolicies.storageWithoutAnonymous],
    why: `With anonymous access, whoever guesses or finds the address of a blob reads it: nothing is asked, and nobody is known afterwards. On the
account it permits containers to be public; on a container it makes them so.`,
    what: `Set allowBlobPublicAccess of the account to false and publicAccess of its containers to None. Give readers a role, or put Azure Front Door
before what is meant for everybody.`,
    equivalents: {
      checkov: ['CKV_AZURE_34'],
      kics: ['Storage Blob Service Container With Public Access'],
      psrule: ['Azure.Storage.BlobPublicAccess', 'Azure.Storage.BlobAccessType'],
      trivy: ['AZU-0007'],
    },
    on: [account, container],
    examples: {
      bad: accountExample({ allowBlobPublicAccess: true }),
      good: accountExample({ allowBlobPublicAccess: false }),
    },
  },
  {
    [account]: {
      path: 'properties.allowBlobPublicAccess',
      wanted: false,
      // "As of August 2023, new storage accounts do not allow anonymous access by default" (Learn, anonymous-read-access-prevent).
      isMetWithout: () => true,
      consequence: 'Its containers may be made public, and then anybody reads them. Set it to false.',
      kind: 'review',
      effect: 'what is read without signing in no longer is',
    },
    [container]: {
      path: 'properties.publicAccess',
      wanted: 'None',
      // Containers are private unless it is said.
      isMetWithout: () => true,
      consequence: 'Anybody who knows an address reads what is there. Set it to None.',
      kind: 'review',
      effect: 'what is read without signing in no longer is',
    },
  },
);
