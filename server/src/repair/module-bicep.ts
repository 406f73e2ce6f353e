/** The text of a Bicep module that declares one resource. */
import type { BicepFile } from './bicep-file.ts';
import { resourceText } from './declare-bicep.ts';
import { type Draft, literal, type PropertyDraft, type ResourceDraft } from './draft.ts';
import { lineBreakAt } from './file-style.ts';
import type { EntryLayout } from './list-edit.ts';
import { camelCase, wordsOf } from './names.ts';
import { bicepPrinter } from './print-bicep.ts';

interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly otherwise: string | null;
}

/**
 * A module in the style of a file. What the resource says are its parameters, under the names of the properties; it gives the resource's id as `id`.
 * Null if a value is of no known type, or two properties have one name.
 * @param kind what the resource is, in words
 */
export function moduleText(file: BicepFile, resource: ResourceDraft, kind: readonly string[]): string | null {
  const lineBreak = lineBreakAt(file.text, 0);
  const layout: EntryLayout = { indentation: '', unit: file.unit, lineBreak, shape: 'broken' };
  const own: BicepFile = { ...file, text: '', printer: bicepPrinter('', { objects: false, arrays: false }) };
  const { location, settings = [], properties } = resource;
  const isPlaced = isInRegion(resource);
  const parameters: (Parameter | null)[] = [
    { name: 'name', type: 'string', otherwise: null },
    ...(isPlaced ? [{ name: 'location', type: 'string', otherwise: 'resourceGroup().location' }] : []),
    ...(location === null ? [] : [{ name: 'tags', type: 'object', otherwise: '{}' }]),
    ...[...settings, ...(properties?.properties ?? [])].map(parameterFor),
  ];
  const names = new Set(parameters.map((parameter) => parameter?.name));
  if (parameters.includes(null) || names.size < parameters.length) return null;
  const symbolicName = camelCase(kind);
  const declared: ResourceDraft = {
    ...resource,
    handle: { ...resource.handle, symbolicName },
    name: namedAs('name'),
    location: isPlaced ? namedAs('location') : location,
    tags: location === null ? null : namedAs('tags'),
    settings: settings.map(passed),
    properties: properties && { kind: 'object', properties: properties.properties.map(passed) },
    conditions: [],
  };
  const described = (description: string, declaration: string): string =>
    `@description(${own.printer.print(literal(description), layout)})${lineBreak}${declaration}`;
  const what = `of the ${kind.join(' ')}.`;
  const parts = [
    ...parameters.flatMap((parameter) => {
      if (parameter === null) return [];
      const { name, type, otherwise } = parameter;
      return [
        described(
          `${sentenceCase(name)} ${what}`,
          `param ${name} ${type}${otherwise === null ? '' : ` = ${otherwise}`}`,
        ),
      ];
    }),
    resourceText(own, declared, 'full', layout),
    described(`Resource id ${what}`, `output id string = ${symbolicName}.id`),
  ];
  return parts.join(lineBreak + lineBreak) + lineBreak;
}

/** False for what is global, or nowhere in particular. */
export function isInRegion({ location }: ResourceDraft): boolean {
  return location !== null && !(location.kind === 'literal' && location.value === 'global');
}

function parameterFor({ key, value }: PropertyDraft): Parameter | null {
  const type = typeOf(value);
  return type === null ? null : { name: key, type, otherwise: null };
}

function passed({ key }: PropertyDraft): PropertyDraft {
  return { key, value: namedAs(key) };
}

/** Null for what may be anything. */
function typeOf(value: Draft): string | null {
  switch (value.kind) {
    case 'object':
    case 'array':
      return value.kind;
    case 'literal':
      return typeof value.value === 'number' ? 'int' : typeof value.value === 'boolean' ? 'bool' : 'string';
    case 'joined':
    case 'id':
    case 'name':
      return 'string';
    default:
      return null;
  }
}

function namedAs(name: string): Draft {
  return { kind: 'parameter', name };
}

function sentenceCase(name: string): string {
  const [first = '', ...others] = wordsOf(name);
  return [first.charAt(0).toUpperCase() + first.slice(1), ...others].join(' ');
}
