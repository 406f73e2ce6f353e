/** Examples of rules about storage accounts. */

import type { Example } from '../rule.ts';
import { type ExampleValue, resourcesExample } from './resource-example.ts';

/** A storage account with these properties. */
export function accountExample(properties: { readonly [key: string]: ExampleValue }): Example {
  return resourcesExample({
    symbol: 'account',
    type: 'Microsoft.Storage/storageAccounts',
    version: '2024-01-01',
    name: 'storders',
    sku: 'Standard_LRS',
    properties,
  });
}
