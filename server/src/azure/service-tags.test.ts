import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meantServiceTag } from './service-tags.ts';

test('slips of known tags mean these', () => {
  for (const [word, meant] of [
    ['Intrnet', 'Internet'],
    ['Internte', 'Internet'],
    ['internets', 'Internet'],
    ['VirtualNetworks', 'VirtualNetwork'],
    ['VIRTUAL_NETWORK', 'VirtualNetwork'],
    ['VitualNetwrok', 'VirtualNetwork'],
    ['AZURE_LOADBALANCER', 'AzureLoadBalancer'],
    ['Keyvault.WestEurope', 'AzureKeyVault.WestEurope'],
    ['Storrage.WestEurope', 'Storage.WestEurope'],
    ['TrafficManager', 'AzureTrafficManager'],
  ] as const)
    assert.equal(meantServiceTag(word), meant, word);
});

test('known tags in any case, and words that are like none, mean nothing else', () => {
  for (const word of [
    'Internet',
    'VIRTUALNETWORK',
    'Storage.WestEurope',
    'AzureFrontDoor.MicrosoftSecurity',
    'CorpNetPublic',
    'internal',
    'external',
    'MySql',
    'Sqlmi',
    'AzureStorage',
    'AzureMachineLearningInference',
    'Bastion',
    'x'.repeat(100_000),
    '',
  ])
    assert.equal(meantServiceTag(word), null, word);
});
