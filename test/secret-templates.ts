/**
 * For tests: a workspace in each language whose secure parameters hold one word, made into all that people are shown of a deployment: names of
 * resources and security rules, tags, address ranges, conditions, arguments, outputs. The word stands where secrets are given and nowhere else, on
 * no line on which there is anything to be found.
 */
import { armTemplate } from './both-languages.ts';

/** The secret as it is given, in other letters, and encoded. */
export const secretWord = /hunter2|aHVudGVyMg/i;

/** Files by path; the entry and its parameter file are `main.*`. */
export interface SecretWorkspace {
  readonly files: Readonly<Record<string, string>>;
  readonly entry: string;
  readonly parameterFile: string;
}

const bicepMain = `@secure()
param password string = 'hunter2-by-default'
@secure()
param settings object
param given string
var connection = 'Server=db;Password=\${password}'
resource locked 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: 'nsg-\${password}'
  properties: {
    securityRules: concat(settings.rules, [
      {
        name: password
        properties: {
          priority: 200
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: settings.range
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: settings.port
        }
      }
    ])
  }
}
resource opened 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: toUpper(password)
  properties: {
    securityRules: [
      {
        name: 'rdp-\${password}'
        properties: {
          priority: 200
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '3389'
        }
      }
    ]
  }
}
resource vnet 'Microsoft.Network/virtualNetworks@2024-05-01' = {
  name: password
  properties: {
    addressSpace: { addressPrefixes: ['10.0.0.0/16'] }
    subnets: [
      { name: 'api', properties: { addressPrefix: '10.0.3.0/24' } }
      { name: 'web-\${password}', properties: { addressPrefix: '10.0.0.0/24' } }
      {
        name: password
        properties: { addressPrefix: '10.0.1.0/24', networkSecurityGroup: { id: opened.id } }
      }
      { name: 'app', properties: { addressPrefix: '10.0.2.0/24', networkSecurityGroup: { id: locked.id } } }
    ]
  }
}
resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: toLower(password)
  tags: { given: given, key: password, connection: connection, encoded: base64(password) }
  properties: { publicNetworkAccess: 'Enabled' }
}
resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = if (settings.user != password) {
  name: 'kv-\${uniqueString(password)}-\${password}'
  properties: { publicNetworkAccess: empty(password) ? 'Disabled' : 'Enabled' }
}
module database 'database.bicep' = {
  name: 'database-\${password}'
  params: { word: password, plain: connection, mode: password, count: password }
}
module second 'database.bicep' = {
  name: 'second'
  params: {
    word: 'hunter2-in-the-call'
    plain: 'second'
    mode: 'a'
    count: 2
  }
}
output connection string = connection
output made string = second.outputs.made
output kept string = second.outputs.kept
@secure()
output own string = 'hunter2-in-the-output'
output settings object = settings
`;

const bicepDatabase = `@secure()
param word string
param plain string
@allowed(['a', 'b'])
param mode string
param count int
resource sql 'Microsoft.Sql/servers@2023-08-01' = {
  name: 'sql-\${word}'
  tags: { plain: plain, mode: mode, count: string(count) }
  properties: {
    administratorLoginPassword: word
    publicNetworkAccess: 'Enabled'
  }
}
output made string = 'made-of-\${word}'
@secure()
output kept string = 'hunter2-in-the-module'
`;

const bicepParameters = `using 'main.bicep'
param password = 'hunter2'
param settings = {
  user: 'hunter2-user'
  range: '10.9.0.0/16'
  port: '22'
  rules: [{ name: 'hunter2-rule', properties: { priority: 100 } }]
}
param given = 'given-\${password}'
`;

const version = '2024-05-01';

const allow = { direction: 'Inbound', access: 'Allow', protocol: 'Tcp', sourcePortRange: '*' };

const jsonDatabase = {
  type: 'Microsoft.Resources/deployments',
  apiVersion: '2022-09-01',
  properties: {
    mode: 'Incremental',
    expressionEvaluationOptions: { scope: 'inner' },
    template: {
      ...JSON.parse(armTemplate({})),
      parameters: {
        word: { type: 'SecureString' },
        plain: { type: 'string' },
        mode: { type: 'string', allowedValues: ['a', 'b'] },
        count: { type: 'int' },
      },
      resources: [
        {
          type: 'Microsoft.Sql/servers',
          apiVersion: '2023-08-01',
          name: "[concat('sql-', parameters('word'))]",
          tags: {
            plain: "[parameters('plain')]",
            mode: "[parameters('mode')]",
            count: "[string(parameters('count'))]",
          },
          properties: { administratorLoginPassword: "[parameters('word')]", publicNetworkAccess: 'Enabled' },
        },
      ],
      outputs: {
        made: { type: 'string', value: "[format('made-of-{0}', parameters('word'))]" },
        kept: { type: 'securestring', value: 'hunter2-in-the-module' },
      },
    },
  },
};

const password = "[parameters('password')]";

const jsonMain = {
  parameters: {
    password: { type: 'securestring', defaultValue: 'hunter2-by-default' },
    settings: { type: 'secureObject' },
    given: { type: 'string' },
  },
  variables: { connection: "[concat('Server=db;Password=', parameters('password'))]" },
  resources: [
    {
      type: 'Microsoft.Network/networkSecurityGroups',
      apiVersion: version,
      name: "[concat('nsg-', parameters('password'))]",
      properties: {
        securityRules: "[concat(parameters('settings').rules, variables('own'))]",
      },
    },
    {
      type: 'Microsoft.Network/networkSecurityGroups',
      apiVersion: version,
      name: "[toUpper(parameters('password'))]",
      properties: {
        securityRules: [
          {
            name: "[concat('rdp-', parameters('password'))]",
            properties: {
              ...allow,
              priority: 200,
              sourceAddressPrefix: 'Internet',
              destinationAddressPrefix: '*',
              destinationPortRange: '3389',
            },
          },
        ],
      },
    },
    {
      type: 'Microsoft.Network/virtualNetworks',
      apiVersion: version,
      name: password,
      properties: {
        addressSpace: { addressPrefixes: ['10.0.0.0/16'] },
        subnets: [
          { name: 'api', properties: { addressPrefix: '10.0.3.0/24' } },
          { name: "[concat('web-', parameters('password'))]", properties: { addressPrefix: '10.0.0.0/24' } },
          {
            name: password,
            properties: {
              addressPrefix: '10.0.1.0/24',
              networkSecurityGroup: {
                id: "[resourceId('Microsoft.Network/networkSecurityGroups', toUpper(parameters('password')))]",
              },
            },
          },
          {
            name: 'app',
            properties: {
              addressPrefix: '10.0.2.0/24',
              networkSecurityGroup: {
                id: "[resourceId('Microsoft.Network/networkSecurityGroups', concat('nsg-', parameters('password')))]",
              },
            },
          },
        ],
      },
    },
    {
      type: 'Microsoft.Storage/storageAccounts',
      apiVersion: '2023-05-01',
      name: "[toLower(parameters('password'))]",
      tags: {
        given: "[parameters('given')]",
        key: password,
        connection: "[variables('connection')]",
        encoded: "[base64(parameters('password'))]",
      },
      properties: { publicNetworkAccess: 'Enabled' },
    },
    {
      condition: "[not(equals(parameters('settings').user, parameters('password')))]",
      type: 'Microsoft.KeyVault/vaults',
      apiVersion: '2023-07-01',
      name: "[format('kv-{0}-{1}', uniqueString(parameters('password')), parameters('password'))]",
      properties: { publicNetworkAccess: "[if(empty(parameters('password')), 'Disabled', 'Enabled')]" },
    },
    {
      ...jsonDatabase,
      name: "[concat('database-', parameters('password'))]",
      properties: {
        ...jsonDatabase.properties,
        parameters: {
          word: { value: password },
          plain: { value: "[variables('connection')]" },
          mode: { value: password },
          count: { value: password },
        },
      },
    },
    {
      ...jsonDatabase,
      name: 'second',
      properties: {
        ...jsonDatabase.properties,
        parameters: {
          word: { value: 'hunter2-in-the-call' },
          plain: { value: 'second' },
          mode: { value: 'a' },
          count: { value: 2 },
        },
      },
    },
  ],
  outputs: {
    connection: { type: 'string', value: "[variables('connection')]" },
    made: { type: 'string', value: "[reference('second').outputs.made.value]" },
    kept: { type: 'string', value: "[reference('second').outputs.kept.value]" },
    own: { type: 'secureString', value: 'hunter2-in-the-output' },
    settings: { type: 'object', value: "[parameters('settings')]" },
  },
};

const jsonVariables = {
  ...jsonMain.variables,
  own: [
    {
      name: password,
      properties: {
        ...allow,
        priority: 200,
        sourceAddressPrefix: "[parameters('settings').range]",
        destinationAddressPrefix: '*',
        destinationPortRange: "[parameters('settings').port]",
      },
    },
  ],
};

const jsonParameters = {
  $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentParameters.json#',
  contentVersion: '1.0.0.0',
  parameters: {
    password: { value: 'hunter2' },
    settings: {
      value: {
        user: 'hunter2-user',
        range: '10.9.0.0/16',
        port: '22',
        rules: [{ name: 'hunter2-rule', properties: { priority: 100 } }],
      },
    },
    given: { value: 'given' },
  },
};

const indented = (value: unknown): string => JSON.stringify(value, null, 2);

export const secretWorkspaces: readonly SecretWorkspace[] = [
  {
    files: { 'main.bicep': bicepMain, 'database.bicep': bicepDatabase, 'main.bicepparam': bicepParameters },
    entry: 'main.bicep',
    parameterFile: 'main.bicepparam',
  },
  {
    files: {
      'main.json': indented(JSON.parse(armTemplate({ ...jsonMain, variables: jsonVariables }))),
      'main.parameters.json': indented(jsonParameters),
    },
    entry: 'main.json',
    parameterFile: 'main.parameters.json',
  },
];
