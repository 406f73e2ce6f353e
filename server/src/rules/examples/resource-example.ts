/** Examples of several resources that name each other, in both languages. */

import type { Example } from '../rule.ts';
import { armTemplate } from './example-template.ts';

/** The id of another resource of the example, or of a part that it declares. */
export interface ExampleId {
  readonly idOf: string;
  /** The name of a subnet of the virtual network `idOf`. */
  readonly subnet?: string;
  /** True where Bicep writes the id of the network and the name, not the place in the list. */
  readonly byName?: true;
  /** The array of another part, such as `backendAddressPools`, and its name; also for the resource's own parts. */
  readonly part?: readonly [string, string];
}

/** An expression that both languages write alike, such as the id of a resource that is deployed elsewhere. */
export interface ExampleExpression {
  readonly expression: string;
}

/** What a parameter gives that `askingExample` declares. */
export interface ExampleParameter {
  readonly parameter: string;
}

export type ExampleValue =
  | string
  | number
  | boolean
  | ExampleId
  | ExampleExpression
  | ExampleParameter
  | readonly ExampleValue[]
  | { readonly [key: string]: ExampleValue };

export interface ExampleResource {
  readonly symbol: string;
  /** Below `Microsoft.Network`, or whole: `Microsoft.Compute/virtualMachines`. */
  readonly type: string;
  /** Of the API, where it is not that of the network. */
  readonly version?: string;
  readonly name: string;
  /** The symbol of the resource that this one is a child of. */
  readonly parent?: string;
  /** True for what has no location, such as a role assignment. */
  readonly isPlaceless?: true;
  /** The symbol of the resource that this one extends. */
  readonly scope?: string;
  readonly sku?: string;
  /** Where it isn't that of the others; children have one only if it is given. */
  readonly location?: string;
  /** The symbols of the resources that the JSON one waits for; Bicep sees them from the ids. */
  readonly dependsOn?: string | readonly string[];
  readonly properties?: { readonly [key: string]: ExampleValue };
  /** The type of its identity. */
  readonly identity?: string;
}

const networkVersion = '2024-05-01';

/** Resources in the order in which they are written. */
export function resourcesExample(...resources: readonly ExampleResource[]): Example {
  const { bicep, json } = resourcesPart(...resources);
  return { bicep, json: armTemplate(json) };
}

/** The same in a template that is deployed to a subscription. */
export function subscriptionExample(...resources: readonly ExampleResource[]): Example {
  const { bicep, json } = resourcesPart(...resources);
  return {
    bicep: `targetScope = 'subscription'\n\n${bicep}`,
    json: armTemplate(json, '2018-05-01/subscriptionDeploymentTemplate'),
  };
}

/** Resources as a part of an example: in JSON without the template around them. */
export function resourcesPart(...resources: readonly ExampleResource[]): Example {
  return {
    bicep: resources.map((resource) => bicepResource(resource, resources)).join('\n'),
    json: resources.map((resource) => JSON.stringify(armResource(resource, resources), null, 2)).join(',\n'),
  };
}

/** An example that asks for a text: behind its scope, and before its resources. */
export function askingExample({ bicep, json }: Example, name: string, description: string): Example {
  const [scope = ''] = /^targetScope = .*\n\n/.exec(bicep) ?? [];
  const parameters = JSON.stringify({ [name]: { type: 'string', metadata: { description } } }, null, 2);
  const before = '  "resources": [';
  return {
    bicep: `${scope}@description('${description}')\nparam ${name} string\n\n${bicep.slice(scope.length)}`,
    json: json.replace(before, `  "parameters": ${parameters.replaceAll('\n', '\n  ')},\n${before}`),
  };
}

function wholeType(type: string): string {
  return type.startsWith('Microsoft.') ? type : `Microsoft.Network/${type}`;
}

function isId(value: ExampleValue): value is ExampleId {
  return typeof value === 'object' && 'idOf' in value;
}

function isExpression(value: ExampleValue): value is ExampleExpression {
  return typeof value === 'object' && 'expression' in value;
}

function bySymbol(symbol: string, resources: readonly ExampleResource[]): ExampleResource {
  const found = resources.find((resource) => resource.symbol === symbol);
  if (found === undefined) throw new Error(`the example has no ${symbol}`);
  return found;
}

/** The id of another resource or part as Bicep writes it in the resource at hand. */
type IdText = (id: ExampleId) => string;

function bicepResource(resource: ExampleResource, all: readonly ExampleResource[]): string {
  const { symbol, type, version = networkVersion, name, parent, scope, sku, properties, identity } = resource;
  const location = locationOf(resource);
  const idText = (id: ExampleId): string => bicepId(id, symbol, all);
  const lines = [
    ...(parent === undefined ? [] : [`  parent: ${parent}`]),
    ...(scope === undefined ? [] : [`  scope: ${scope}`]),
    `  name: '${name}'`,
    ...(location === null ? [] : [`  location: '${location}'`]),
    ...(sku === undefined ? [] : bicepField('sku', { name: sku }, '  ', idText)),
    ...(identity === undefined ? [] : bicepField('identity', { type: identity }, '  ', idText)),
    ...(properties === undefined ? [] : bicepField('properties', properties, '  ', idText)),
  ];
  return `resource ${symbol} '${wholeType(type)}@${version}' = {\n${lines.join('\n')}\n}\n`;
}

function locationOf({ location, parent, isPlaceless }: ExampleResource): string | null {
  return location ?? (parent === undefined && isPlaceless !== true ? 'westeurope' : null);
}

function bicepField(name: string, value: ExampleValue, indent: string, idText: IdText): string[] {
  return bicepLines(`${indent}${name}: `, value, indent, idText);
}

function bicepLines(start: string, value: ExampleValue, indent: string, idText: IdText): string[] {
  const inner = `${indent}  `;
  if (typeof value === 'string') return [`${start}'${value}'`];
  if (typeof value !== 'object') return [`${start}${value}`];
  if (isExpression(value)) return [`${start}${value.expression}`];
  if (isId(value)) return [`${start}${idText(value)}`];
  if (isParameter(value)) return [`${start}${value.parameter}`];
  if (isList(value)) {
    const items = value.flatMap((item) => bicepLines(inner, item, inner, idText));
    return [`${start}[`, ...items, `${indent}]`];
  }
  return [
    `${start}{`,
    ...Object.entries(value).flatMap(([key, item]) => bicepField(key, item, inner, idText)),
    `${indent}}`,
  ];
}

function isList(value: object): value is readonly ExampleValue[] {
  return Array.isArray(value);
}

function isParameter(value: object): value is ExampleParameter {
  return 'parameter' in value;
}

/** By symbol, so that Bicep knows the order; a resource can't name itself by symbol. */
function bicepId(id: ExampleId, self: string, all: readonly ExampleResource[]): string {
  const { idOf, subnet, byName, part } = id;
  if (idOf === self) return armId(id, all).slice(1, -1);
  const [array, name] = part ?? (subnet === undefined ? [] : ['subnets', subnet]);
  if (array === undefined) return `${idOf}.id`;
  if (byName === true) return `'\${${idOf}.id}/${array}/${name}'`;
  const parts = bySymbol(idOf, all).properties?.[array];
  const index = Array.isArray(parts) ? parts.findIndex((candidate) => candidate.name === name) : -1;
  return `${idOf}.properties.${array}[${index}].id`;
}

function armResource(resource: ExampleResource, all: readonly ExampleResource[]): object {
  const { type, version = networkVersion, scope, sku, dependsOn, properties, identity } = resource;
  const location = locationOf(resource);
  return {
    type: wholeType(type),
    apiVersion: version,
    ...(scope === undefined ? {} : { scope: armId({ idOf: scope }, all) }),
    name: namesOf(resource, all).join('/'),
    ...(location === null ? {} : { location }),
    ...(sku === undefined ? {} : { sku: { name: sku } }),
    ...(dependsOn === undefined ? {} : { dependsOn: [dependsOn].flat().map((idOf) => armId({ idOf }, all)) }),
    ...(identity === undefined ? {} : { identity: { type: identity } }),
    ...(properties === undefined ? {} : { properties: armValue(properties, all) }),
  };
}

function namesOf({ name, parent }: ExampleResource, all: readonly ExampleResource[]): readonly string[] {
  return parent === undefined ? [name] : [...namesOf(bySymbol(parent, all), all), name];
}

function armValue(value: ExampleValue, all: readonly ExampleResource[]): unknown {
  if (typeof value !== 'object') return value;
  if (isExpression(value)) return `[${value.expression}]`;
  if (isId(value)) return armId(value, all);
  if (isParameter(value)) return `[parameters('${value.parameter}')]`;
  if (isList(value)) return value.map((item) => armValue(item, all));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, armValue(item, all)]));
}

function armId({ idOf, subnet, part }: ExampleId, all: readonly ExampleResource[]): string {
  const target = bySymbol(idOf, all);
  const [array, name] = part ?? (subnet === undefined ? [] : ['subnets', subnet]);
  const type = array === undefined ? wholeType(target.type) : `${wholeType(target.type)}/${array}`;
  const names = [...namesOf(target, all), ...(name === undefined ? [] : [name])];
  return `[resourceId('${type}', ${names.map((name) => `'${name}'`).join(', ')})]`;
}
