import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  changedLines,
  denyAllInbound,
  denyAllInboundLines,
  type Finder,
  repaired,
  ways,
} from '../../../test/repair-plans.ts';
import type { Intent } from '../deployment/intent.ts';

const deny = (find: Finder): Intent => ({
  kind: 'addSecurityRules',
  networkSecurityGroup: find('networkSecurityGroups'),
  rules: [denyAllInbound],
});

/** The rule as Bicep writes it, each line with the indentation in front. */
const bicepRule = (indentation: string) => denyAllInboundLines.map((line) => `+${indentation}${line}`);

const jsonRule = (indentation: string) =>
  [
    '{',
    '  "name": "DenyAllInbound",',
    '  "properties": {',
    '    "description": "Denies all inbound traffic unless specifically allowed.",',
    '    "priority": 4096,',
    '    "direction": "Inbound",',
    '    "access": "Deny",',
    '    "protocol": "*",',
    '    "sourceAddressPrefix": "*",',
    '    "sourcePortRange": "*",',
    '    "destinationAddressPrefix": "*",',
    '    "destinationPortRange": "*"',
    '  }',
    '}',
  ].map((line) => `+${indentation}${line}`);

const group = (properties: string) => `resource nsg 'Microsoft.Network/networkSecurityGroups@2023-11-01' = {
  name: 'nsg'
${properties}}
`;

const json = (resources: string) => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "resources": [
${resources}
  ]
}
`;

const jsonGroup = (properties: string) => `    {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2023-11-01",
      "name": "nsg"${properties}
    }`;

const allow = `{
        name: 'AllowWeb'
        properties: { priority: 105, direction: 'Inbound', access: 'Allow' }
      }`;

describe('adding security rules', () => {
  test('behind the ones that the group holds', () => {
    const text = group(`  properties: {\n    securityRules: [\n      ${allow} // web\n      // the end\n    ]\n  }\n`);
    const lines = bicepRule('      ');
    assert.deepEqual(changedLines(text, repaired(text, deny)), lines);
    assert.ok(repaired(text, deny)?.includes('      } // web\n      {\n'));
  });

  test('behind the ones that the group holds, in JSON', () => {
    const text = json(
      jsonGroup(
        ',\n      "properties": {\n        "securityRules": [\n          { "name": "a", "properties": { "priority": 105 } }\n        ]\n      }',
      ),
    );
    assert.deepEqual(changedLines(text, repaired(text, deny)), [
      '-          { "name": "a", "properties": { "priority": 105 } }',
      '+          { "name": "a", "properties": { "priority": 105 } },',
      ...jsonRule('          '),
    ]);
  });

  test('to a group that holds none', () => {
    const bare = group('');
    assert.deepEqual(changedLines(bare, repaired(bare, deny)), [
      '+  properties: {',
      '+    securityRules: [',
      ...bicepRule('      '),
      '+    ]',
      '+  }',
    ]);
    const empty = group('  properties: {\n    securityRules: []\n  }\n');
    assert.deepEqual(changedLines(empty, repaired(empty, deny)), [
      '-    securityRules: []',
      '+    securityRules: [',
      ...bicepRule('      '),
      '+    ]',
    ]);
    const text = json(jsonGroup(''));
    assert.deepEqual(changedLines(text, repaired(text, deny)), [
      '-      "name": "nsg"',
      '+      "name": "nsg",',
      '+      "properties": {',
      '+        "securityRules": [',
      ...jsonRule('          '),
      '+        ]',
      '+      }',
    ]);
  });

  test('to the variable that holds them', () => {
    const text = `var rules = [\n  { name: 'a' }\n]\n\n${group('  properties: {\n    securityRules: rules\n  }\n')}`;
    assert.deepEqual(changedLines(text, repaired(text, deny)), bicepRule('  '));
  });

  test('by joining them to what can only be known later', () => {
    const text = `param rules array\n\n${group('  properties: {\n    securityRules: rules\n  }\n')}`;
    const result = ways(text, (find) => [deny(find)]).at(-1) ?? '';
    assert.deepEqual(changedLines(text, result), [
      '-    securityRules: rules',
      '+    securityRules: concat(rules, [',
      ...bicepRule('      '),
      '+    ])',
    ]);
  });

  test('as children, where the group has its rules as children', () => {
    const child = `
resource allowWeb 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {
  parent: nsg
  name: 'AllowWeb'
  properties: { priority: 105, direction: 'Inbound', access: 'Allow' }
}

output id string = nsg.id
`;
    const text = group('') + child;
    assert.deepEqual(changedLines(text, repaired(text, deny)), [
      "+resource denyAllInbound 'Microsoft.Network/networkSecurityGroups/securityRules@2023-11-01' = {",
      '+  parent: nsg',
      "+  name: 'DenyAllInbound'",
      '+  properties: {',
      ...bicepRule('').slice(3),
      '+',
    ]);
  });

  test('nested, where the children are nested', () => {
    const text = group(
      "\n  resource allowWeb 'securityRules' = {\n    name: 'AllowWeb'\n    properties: { priority: 105 }\n  }\n",
    );
    assert.deepEqual(changedLines(text, repaired(text, deny)).slice(0, 5), [
      '+',
      "+  resource denyAllInbound 'securityRules' = {",
      "+    name: 'DenyAllInbound'",
      '+    properties: {',
      "+      description: 'Denies all inbound traffic unless specifically allowed.'",
    ]);
  });

  test('as children by name, in JSON', () => {
    const child = `,
    {
      "type": "Microsoft.Network/networkSecurityGroups/securityRules",
      "apiVersion": "2023-11-01",
      "name": "nsg/AllowWeb",
      "dependsOn": ["[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]"],
      "properties": { "priority": 105 }
    }`;
    const text = json(jsonGroup('') + child);
    assert.deepEqual(changedLines(text, repaired(text, deny)).slice(0, 9), [
      '+    },',
      '+    {',
      '+      "type": "Microsoft.Network/networkSecurityGroups/securityRules",',
      '+      "apiVersion": "2023-11-01",',
      '+      "name": "nsg/DenyAllInbound",',
      '+      "dependsOn": ["[resourceId(\'Microsoft.Network/networkSecurityGroups\', \'nsg\')]"],',
      '+      "properties": {',
      '+        "description": "Denies all inbound traffic unless specifically allowed.",',
      '+        "priority": 4096,',
    ]);
  });

  test('in the resources of the group, where JSON nests them there', () => {
    const nested = `,
      "resources": [
        {
          "type": "securityRules",
          "apiVersion": "2023-11-01",
          "name": "AllowWeb",
          "dependsOn": [
            "nsg"
          ],
          "properties": { "priority": 105 }
        }
      ]`;
    const text = json(jsonGroup(nested));
    assert.deepEqual(changedLines(text, repaired(text, deny)).slice(0, 8), [
      '+        },',
      '+        {',
      '+          "type": "securityRules",',
      '+          "apiVersion": "2023-11-01",',
      '+          "name": "DenyAllInbound",',
      '+          "dependsOn": [',
      "+            \"[resourceId('Microsoft.Network/networkSecurityGroups', 'nsg')]\"",
      '+          ],',
    ]);
  });

  test('nothing where the rules are made by a loop', () => {
    const text = `param ports array\n\n${group("  properties: {\n    securityRules: [for port in ports: { name: 'r${port}' }]\n  }\n")}`;
    assert.equal(repaired(text, deny), null);
  });
});

describe('rules that JSON makes of a list', () => {
  const rules = `"copy": [
          {
            "name": "securityRules",
            "count": "[length(coalesce(parameters('rules'), createArray()))]",
            "input": {
              "name": "[coalesce(parameters('rules'), createArray())[copyIndex('securityRules')].name]",
              "properties": "[coalesce(parameters('rules'), createArray())[copyIndex('securityRules')].properties]"
            }
          }
        ]`;
  const template = (parameter: string, type: string): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "parameters": {
    "rules": {
      ${type}${parameter}
    }
  },
  "resources": [
    {
      "type": "Microsoft.Network/networkSecurityGroups",
      "apiVersion": "2023-11-01",
      "name": "nsg",
      "properties": {
        ${rules}
      }
    }
  ]
}
`;

  test('are added to the default of the parameter, which may have none yet', () => {
    const nullable = template('', '"type": "array",\n      "nullable": true');
    const given = template(',\n      "defaultValue": []', '"type": "array"');
    for (const [text, first, last] of [
      [nullable, ['+      "nullable": true,', '+      "defaultValue": ['], ['+      ]']],
      [given, ['+      "defaultValue": ['], ['+      ]']],
    ] as const) {
      const added = changedLines(text, repaired(text, deny)).filter((line) => line.startsWith('+'));
      assert.deepEqual(added, [...first, ...jsonRule('        '), ...last]);
    }
  });

  test('that is required are left alone', () => {
    const required = template('', '"type": "array"');
    assert.deepEqual(
      ways(required, (find) => [deny(find)]).filter((text) => text.includes('defaultValue')),
      [],
    );
  });

  test('stand in the variable that an embedded template is given', () => {
    const nested = (list: string): string => `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  "resources": [
    {
      "type": "Microsoft.Resources/deployments",
      "apiVersion": "2022-09-01",
      "name": "network",
      "properties": {
        "expressionEvaluationOptions": { "scope": "inner" },
        "mode": "Incremental",
        "template": {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          "variables": {
            "rules": ${list}
          },
          "resources": [
            {
              "type": "Microsoft.Network/networkSecurityGroups",
              "apiVersion": "2023-11-01",
              "name": "nsg",
              "properties": {
                ${rules.replaceAll("parameters('rules')", "variables('rules')")}
              }
            }
          ]
        }
      }
    }
  ]
}
`;
    const rule = jsonRule('              ').map((line) => line.slice(1));
    assert.equal(repaired(nested('[]'), deny), nested(`[\n${rule.join('\n')}\n            ]`));
  });
});
