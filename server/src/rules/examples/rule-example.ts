/** Examples of rules about security rules: one network security group, in both languages. */

import type { Example } from '../rule.ts';
import { armTemplate } from './example-template.ts';
import { type ExampleResource, resourcesPart } from './resource-example.ts';

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
  const group = resourcesPart(exampleGroup('group', groupName, rules, last));
  return {
    bicep: more.bicep === '' ? group.bicep : `${group.bicep}\n${more.bicep}`,
    json: armTemplate(more.json === '' ? group.json : `${group.json},\n${more.json}`),
  };
}

/** A network security group with these rules by name, among other resources; see `resourcesExample`. An empty text drops a field. */
export function exampleGroup(
  symbol: string,
  name: string,
  rules: Readonly<Record<string, ExampleFields>>,
  last = '',
): ExampleResource {
  const securityRules = Object.entries(rules).map(([rule, fields]) => ({
    name: rule,
    properties: Object.fromEntries(fieldsInOrder(fields, last)),
  }));
  return { symbol, type: 'networkSecurityGroups', name, properties: { securityRules } };
}

function fieldsInOrder(fields: ExampleFields, last: string) {
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
