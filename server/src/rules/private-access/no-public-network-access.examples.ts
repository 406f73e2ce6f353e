import { resourcesExample } from '../examples/resource-example.ts';
import { exampleVault } from '../examples/vault-example.ts';
import type { Rule } from '../rule.ts';

export const noPublicNetworkAccessExamples: Rule['examples'] = {
  bad: resourcesExample(exampleVault('Enabled')),
  good: resourcesExample(exampleVault('Disabled')),
};
