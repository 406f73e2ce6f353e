/** Examples of several resources that name each other, in both languages. */

import type { Example } from '../rule.ts';
import { armTemplate } from './example-template.ts';

/** The id of another resource of the example, or of a part that it declares. */
export interface ExampleId {
  readonly idOf: string;
  /** The name of a subnet of the virtual network `idOf`. */
  readonly subnet?: string;
  /** The array of another part, such as `backendAddressPools`, and its name; also for the resource's own parts. */
  readonly part?: readonly [string, string];
}

export type ExampleValue =
  | string
  | number
  | boolean
  | ExampleId
  | readonly ExampleValue[]
  | { readonly [key: string]: ExampleValue };

export interface ExampleResource {
  readonly symbol: string;
  /** Below `Microsoft.Network`. */
  readonly type: string;
  readonly name: string;
  /** The symbol of the resource that this one is a child of. */
  readonly parent?: string;
  readonly sku?: string;
  /** The symbol of the resource that the JSON one waits for; Bicep sees it from the ids. */
  readonly dependsOn?: string;
  readonly properties?: { readonly [key: string]: ExampleValue };
}

const version = '2024-05-01';

/** Resources of the network, in the order in which they are written. */
export function resourcesExample(...resources: readonly ExampleResource[]): Example {
  return {
    bicep: resources.map((resource) => bicepResource(resource, resources)).join('\n'),
    json: armTemplate(
      resources.map((resource) => JSON.stringify(armResource(resource, resources), null, 2)).join(',\n'),
    ),
  };
}

function isId(value: ExampleValue): value is ExampleId {
  return typeof value === 'object' && 'idOf' in value;
}

function bySymbol(symbol: string, resources: readonly ExampleResource[]): ExampleResource {
  const found = resources.find((resource) => resource.symbol === symbol);
  if (found === undefined) throw new Error(`the example has no ${symbol}`);
  return found;
}

function bicepResource(resource: ExampleResource, all: readonly ExampleResource[]): string {
  const { symbol, type, name, parent, sku, properties } = resource;
  const lines = [
    ...(parent === undefined ? [] : [`  parent: ${parent}`]),
    `  name: '${name}'`,
    ...(parent === undefined ? ["  location: 'westeurope'"] : []),
    ...(sku === undefined ? [] : bicepField('sku', { name: sku }, '  ', all)),
    ...(properties === undefined ? [] : bicepField('properties', properties, '  ', all)),
  ];
  return `resource ${symbol} 'Microsoft.Network/${type}@${version}' = {\n${lines.join('\n')}\n}\n`;
}

function bicepField(name: string, value: ExampleValue, indent: string, all: readonly ExampleResource[]): string[] {
  return bicepLines(`${indent}${name}: `, value, indent, all);
}

function bicepLines(start: string, value: ExampleValue, indent: string, all: readonly ExampleResource[]): string[] {
  const inner = `${indent}  `;
  if (typeof value === 'string') return [`${start}'${value}'`];
  if (typeof value !== 'object') return [`${start}${value}`];
  if (isId(value)) return [`${start}${bicepId(value, all)}`];
  if (isList(value)) {
    const items = value.flatMap((item) => bicepLines(inner, item, inner, all));
    return [`${start}[`, ...items, `${indent}]`];
  }
  return [
    `${start}{`,
    ...Object.entries(value).flatMap(([key, item]) => bicepField(key, item, inner, all)),
    `${indent}}`,
  ];
}

function isList(value: object): value is readonly ExampleValue[] {
  return Array.isArray(value);
}

function bicepId(id: ExampleId, all: readonly ExampleResource[]): string {
  const { idOf, subnet, part } = id;
  if (part !== undefined) return armId(id, all).slice(1, -1);
  if (subnet === undefined) return `${idOf}.id`;
  const subnets = bySymbol(idOf, all).properties?.subnets;
  const index = Array.isArray(subnets) ? subnets.findIndex(({ name }) => name === subnet) : -1;
  return `${idOf}.properties.subnets[${index}].id`;
}

function armResource(resource: ExampleResource, all: readonly ExampleResource[]): object {
  const { type, parent, sku, dependsOn, properties } = resource;
  return {
    type: `Microsoft.Network/${type}`,
    apiVersion: version,
    name: namesOf(resource, all).join('/'),
    ...(parent === undefined ? { location: 'westeurope' } : {}),
    ...(sku === undefined ? {} : { sku: { name: sku } }),
    ...(dependsOn === undefined ? {} : { dependsOn: [armId({ idOf: dependsOn }, all)] }),
    ...(properties === undefined ? {} : { properties: armValue(properties, all) }),
  };
}

function namesOf({ name, parent }: ExampleResource, all: readonly ExampleResource[]): readonly string[] {
  return parent === undefined ? [name] : [...namesOf(bySymbol(parent, all), all), name];
}

function armValue(value: ExampleValue, all: readonly ExampleResource[]): unknown {
  if (typeof value !== 'object') return value;
  if (isId(value)) return armId(value, all);
  if (isList(value)) return value.map((item) => armValue(item, all));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, armValue(item, all)]));
}

function armId({ idOf, subnet, part }: ExampleId, all: readonly ExampleResource[]): string {
  const target = bySymbol(idOf, all);
  const [array, name] = part ?? (subnet === undefined ? [] : ['subnets', subnet]);
  const type = array === undefined ? target.type : `${target.type}/${array}`;
  const names = [...namesOf(target, all), ...(name === undefined ? [] : [name])];
  return `[resourceId('Microsoft.Network/${type}', ${names.map((name) => `'${name}'`).join(', ')})]`;
}
