/** Examples of rules about virtual networks and route tables, in both languages. */

import type { Example } from '../rule.ts';
import { armTemplate } from './example-template.ts';

/** A virtual network of an example. */
export interface ExampleNetwork {
  readonly name: string;
  readonly prefixes: readonly string[];
  /** Prefixes of subnets by name. */
  readonly subnets?: Readonly<Record<string, string>>;
  /** The network before it to which it is peered. */
  readonly peer?: string;
}

/** Virtual networks, each with a peering to one before it or with none. */
export function networksExample(...networks: readonly ExampleNetwork[]): Example {
  return {
    bicep: networks.map(bicepNetwork).join('\n'),
    json: armTemplate(networks.map((network) => JSON.stringify(armNetwork(network), null, 2)).join(',\n')),
  };
}

/** A route table with routes to an appliance, by name and prefix. */
export function routesExample(routes: Readonly<Record<string, string>>): Example {
  const nextHop = { nextHopType: 'VirtualAppliance', nextHopIpAddress: '10.0.9.4' };
  const listed = Object.entries(routes).map(([name, addressPrefix]) => ({
    name,
    properties: { addressPrefix, ...nextHop },
  }));
  const table = {
    type: 'Microsoft.Network/routeTables',
    apiVersion: '2024-05-01',
    name: 'rt-app',
    location: 'westeurope',
    properties: { routes: listed },
  };
  return {
    bicep: `\
resource table 'Microsoft.Network/routeTables@2024-05-01' = {
  name: 'rt-app'
  location: 'westeurope'
  properties: {
    routes: [
${listed.map(({ name, properties }) => bicepElement(name, properties)).join('\n')}
    ]
  }
}
`,
    json: armTemplate(JSON.stringify(table, null, 2)),
  };
}

function armNetwork({ name, prefixes, subnets, peer }: ExampleNetwork): object {
  const parts = Object.entries(subnets ?? {});
  return {
    type: 'Microsoft.Network/virtualNetworks',
    apiVersion: '2024-05-01',
    name,
    location: 'westeurope',
    properties: {
      addressSpace: { addressPrefixes: prefixes },
      ...(parts.length === 0
        ? {}
        : { subnets: parts.map(([subnet, addressPrefix]) => ({ name: subnet, properties: { addressPrefix } })) }),
      ...(peer === undefined
        ? {}
        : {
            virtualNetworkPeerings: [
              {
                name: `to-${peer}`,
                properties: {
                  remoteVirtualNetwork: { id: `[resourceId('Microsoft.Network/virtualNetworks', '${peer}')]` },
                },
              },
            ],
          }),
    },
    ...(peer === undefined ? {} : { dependsOn: [`[resourceId('Microsoft.Network/virtualNetworks', '${peer}')]`] }),
  };
}

function bicepNetwork({ name, prefixes, subnets, peer }: ExampleNetwork): string {
  const parts = Object.entries(subnets ?? {});
  const lines = [
    `resource ${name} 'Microsoft.Network/virtualNetworks@2024-05-01' = {`,
    `  name: '${name}'`,
    `  location: 'westeurope'`,
    '  properties: {',
    '    addressSpace: {',
    '      addressPrefixes: [',
    ...prefixes.map((prefix) => `        '${prefix}'`),
    '      ]',
    '    }',
    ...(parts.length === 0
      ? []
      : [
          '    subnets: [',
          ...parts.map(([subnet, addressPrefix]) => bicepElement(subnet, { addressPrefix })),
          '    ]',
        ]),
    ...(peer === undefined
      ? []
      : [
          '    virtualNetworkPeerings: [',
          '      {',
          `        name: 'to-${peer}'`,
          '        properties: {',
          '          remoteVirtualNetwork: {',
          `            id: ${peer}.id`,
          '          }',
          '        }',
          '      }',
          '    ]',
        ]),
    '  }',
    '}',
    '',
  ];
  return lines.join('\n');
}

function bicepElement(name: string, properties: Readonly<Record<string, string>>): string {
  const fields = Object.entries(properties).map(([field, value]) => `          ${field}: '${value}'`);
  return ['      {', `        name: '${name}'`, '        properties: {', ...fields, '        }', '      }'].join('\n');
}
