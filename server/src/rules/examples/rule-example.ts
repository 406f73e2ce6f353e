/** Examples of rules about security rules: one network security group, in both languages. */

import type { Example } from '../rule.ts';
import { armTemplate } from './example-template.ts';
import type { ExampleResource } from './resource-example.ts';

/** Fields of a security rule, in the order in which they are written. */
export type ExampleFields = Readonly<Record<string, string | number | readonly string[]>>;

/** What a rule of an example has where nothing else is given: a client's flow into the group. */
const usual: ExampleFields = {
  priority: 105,
  direction: 'Inbound',
  access: 'Allow',
  protocol: 'Tcp',
  sourceAddressPrefix: '10.0.1.0/24',
  sourcePortRange: '*',
  destinationAddressPrefix: '*',
  destinationPortRange: '443',
};

/** The deny of everything else, for examples that need a rule behind theirs. */
export const exampleDeny: ExampleFields = {
  priority: 4096,
  access: 'Deny',
  protocol: '*',
  sourceAddressPrefix: '*',
  destinationPortRange: '*',
};

/** For examples that are a group alone. */
export const nothingMore: Example = { bicep: '', json: '' };

/**
 * A network security group with these rules by name. An empty text drops a field.
 * @param more resources behind it, in both languages
 * @param last a field that stands last, as a repair adds it
 * @param groupName the name of the group
 */
export function groupExample(
  rules: Readonly<Record<string, ExampleFields>>,
  more: Example = nothingMore,
  last = '',
  groupName = 'nsg-app',
): Example {
  const written = Object.entries(rules).map(([name, fields]) => ({ name, properties: fieldsInOrder(fields, last) }));
  const group = {
    type: 'Microsoft.Network/networkSecurityGroups',
    apiVersion: '2024-05-01',
    name: groupName,
    location: 'westeurope',
    properties: {
      securityRules: written.map(({ name, properties }) => ({ name, properties: Object.fromEntries(properties) })),
    },
  };
  const bicepRules = written.flatMap(({ name, properties }) => [
    '      {',
    `        name: '${name}'`,
    '        properties: {',
    ...properties.flatMap(([field, value]) => bicepField(field, value)),
    '        }',
    '      }',
  ]);
  const bicep = `\
resource group 'Microsoft.Network/networkSecurityGroups@2024-05-01' = {
  name: '${groupName}'
  location: 'westeurope'
  properties: {
    securityRules: [
${bicepRules.join('\n')}
    ]
  }
}
`;
  const after = more.json === '' ? '' : `,\n${more.json}`;
  return {
    bicep: more.bicep === '' ? bicep : `${bicep}\n${more.bicep}`,
    json: armTemplate(`${JSON.stringify(group, null, 2)}${after}`),
  };
}

/** A network security group with these rules by name, among other resources; see `resourcesExample`. An empty text drops a field. */
export function exampleGroup(
  symbol: string,
  name: string,
  rules: Readonly<Record<string, ExampleFields>>,
): ExampleResource {
  const securityRules = Object.entries(rules).map(([rule, fields]) => ({
    name: rule,
    properties: Object.fromEntries(fieldsInOrder(fields)),
  }));
  return { symbol, type: 'networkSecurityGroups', name, properties: { securityRules } };
}

function fieldsInOrder(fields: ExampleFields, last = '') {
  return inOrder(
    Object.entries({ ...usual, ...fields }).filter(([, value]) => value !== ''),
    last,
  );
}

/** As the articles list them: who, from where to where, what. */
const order = ['description', 'priority', 'direction', 'access', 'protocol', 'source', 'destination'];

function inOrder<T extends readonly [string, unknown]>(fields: readonly T[], last: string): readonly T[] {
  const rank = ([field]: T): number => {
    if (field === last) return order.length * 2;
    return order.findIndex((start) => field.startsWith(start)) * 2 + Number(field.includes('Port'));
  };
  return [...fields].sort((a, b) => rank(a) - rank(b));
}

function bicepField(field: string, value: string | number | readonly string[]): readonly string[] {
  const indent = ' '.repeat(10);
  if (typeof value === 'number') return [`${indent}${field}: ${value}`];
  if (typeof value === 'string') return [`${indent}${field}: '${value}'`];
  return [`${indent}${field}: [`, ...value.map((item) => `${indent}  '${item}'`), `${indent}]`];
}
