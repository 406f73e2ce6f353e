import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryWorkspace } from '../../../test/memory-workspace.ts';
import type { Refusal } from '../repair/verify.ts';
import { createEngine } from './engine.ts';
import { whyNoRepair } from './no-repair.ts';
import type { DeclaredIn } from './repairs.ts';

function why(refusal: Refusal | null, declaredIn: DeclaredIn = 'own'): string {
  const title = 'Add DenyAllInbound to nsg: blocks what AllowVnetInBound (65000) lets in; closes web -> app';
  return whyNoRepair({ repairs: [], refused: [{ title, refusal }], isWhole: true, declaredIn, judgedBy: new Map() });
}

test('why there is no repair is said with what the repair would have been, and without what would have come of it', () => {
  assert.equal(
    why(null),
    'No repair: the text has no single place for "Add DenyAllInbound to nsg"; make that change by hand.',
  );
  assert.match(why(null, 'restored'), /^No repair: the module that is called here decides it and has no parameter/);
});

test('what would be wrong elsewhere is named', () => {
  const said = "The module needs a value for the parameter 'subnet', which has none here.";
  assert.equal(
    why({ kind: 'problem', message: `main.bicep argument-missing ${said}`, said }),
    `No repair: "Add DenyAllInbound to nsg" would make the template wrong in another place (${said.slice(0, -1)}); change it by hand.`,
  );
});

test('where no stable apiVersion will do, that is said', () => {
  const bicep = `resource maps 'Microsoft.Maps/accounts@2024-07-01-preview' = {
  name: 'maps'
  location: 'westeurope'
  sku: { name: 'G2' }
  properties: {}
}
`;
  const json = JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      resources: [
        {
          type: 'Microsoft.Maps/accounts',
          apiVersion: '2024-07-01-preview',
          name: 'maps',
          location: 'westeurope',
          sku: { name: 'G2' },
          properties: {},
        },
      ],
    },
    null,
    2,
  );
  for (const [path, text] of Object.entries({ 'main.bicep': bicep, 'main.json': json })) {
    const { workspace, file } = memoryWorkspace({ [path]: text });
    const engine = createEngine();
    const { findings } = engine.analyze(file(path), { rules: {} }, workspace);
    const finding = findings.find(({ ruleId }) => ruleId === 'no-public-network-access');
    assert.equal(
      engine.whyNoRepair(file(path), { rules: {} }, finding?.key ?? '', workspace),
      'No repair: no stable apiVersion of Microsoft.Maps/accounts after 2024-07-01-preview can set publicNetworkAccess and keeps all else that is used; raise it to a preview by hand if that will do.',
    );
  }
});
