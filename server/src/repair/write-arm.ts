import {
  type JsonArray,
  type JsonNode,
  type JsonProperty,
  type JsonString,
  type JsonValue,
  nodeAt,
  propertyValue,
  sameName,
} from '../syntax/arm/json-node.ts';
import { readJson } from '../syntax/arm/json-reader.ts';
import type { TextEdit } from '../text/edit.ts';
import { type Span, spanOf } from '../text/span.ts';
import {
  type ArmFile,
  addElements,
  addProperties,
  arrayAt,
  dialectOf,
  listOf,
  objectAt,
  openFile,
  removeItems,
  valueAtSpan,
} from './arm-file.ts';
import {
  addDependencies,
  addToSection,
  declareResources,
  nestResources,
  removeDeclaration,
  templateIn,
} from './declare-arm.ts';
import { type Draft, literal, objectOf, type PropertyDraft } from './draft.ts';
import { beginsLine, descriptionAsIn, indentationAt, lineBreakAt } from './file-style.ts';
import { allOf, type EntryLayout, fitting, removeEntry } from './list-edit.ts';
import type { TemplateWriter } from './writer.ts';

/** Templates nested deeper aren't read, so there is nothing to write in them. */
const mostLevels = 1000;

/** A writer for an ARM template or parameter file; null if the text is no JSON object. */
export function armWriter(text: string): TemplateWriter | null {
  const root = readJson(text, mostLevels).root;
  if (root?.type !== 'object') return null;
  const file = openFile(text, root);
  return {
    replace: (expression, draft) => replace(file, expression, draft),
    addProperties: (object, properties) => addProperties(file, objectAt(file, object), properties),
    removeProperty: (value, key) => removeProperty(file, value, key),
    replaceProperty: (object, value, key, property) => replaceProperty(file, object, value, key, property),
    removeElements: (withins) => removeElements(file, withins),
    removeDeclaration: (declaration) => removeDeclaration(file, declaration),
    addElements: (array, items) => addElements(file, arrayAt(file, array), items),
    addArgument: (last, draft) =>
      stringAround(file, last) === null
        ? null
        : [{ span: spanOf(last.end, last.end), newText: `, ${file.printer.expression(draft)}` }],
    declare: (behind, declarations) => declareResources(file, behind, declarations),
    moduleOf: () => null,
    nestResources: (sibling, resources) => nestResources(file, sibling, resources),
    declareParameters: (parameters, within) =>
      addToSection(
        file,
        templateIn(file, within),
        'parameters',
        parameters.map(({ name, description }) => ({
          key: name,
          value: objectOf({
            type: literal('string'),
            metadata: objectOf({ description: literal(descriptionAsIn(file.text, description)) }),
          }),
        })),
      ),
    // What a template in the template gives is read by a function that says nothing of when it is there.
    declareOutput: () => null,
    setApiVersion: ({ declaration }, version) => setApiVersion(file, declaration, version),
    addDependencies: (resource, on) => addDependencies(file, objectAt(file, resource), on),
  };
}

/** Replaces a JSON value, or an expression within a string; an expression that is the whole string gives way to a value. */
function replace(file: ArmFile, expression: Span, draft: Draft): TextEdit[] | null {
  const node = valueAtSpan(file, expression) ?? wholeString(file, expression);
  if (node !== null) {
    const layout: EntryLayout = {
      indentation: indentationAt(file.text, expression.start),
      unit: file.unit,
      lineBreak: lineBreakAt(file.text, expression.start),
      shape: beginsLine(file.text, (node.parent ?? node).offset) ? 'broken' : 'flat',
    };
    return [
      {
        span: spanOf(node.offset, node.offset + node.length),
        newText: fitting(file.text, (fitted) => file.printer.print(draft, fitted), layout),
      },
    ];
  }
  const isInside = stringAround(file, expression) !== null;
  return isInside ? [{ span: expression, newText: file.printer.expression(draft) }] : null;
}

/** Only a version that is written as such: one that an expression gives is others' too. */
function setApiVersion(file: ArmFile, declaration: Span, version: string): TextEdit[] | null {
  const object = objectAt(file, declaration);
  const written = object === null ? undefined : propertyValue(object, 'apiVersion');
  if (written?.type !== 'string' || written.value.startsWith('[')) return null;
  return [{ span: spanOf(written.offset + 1, written.offset + written.length - 1), newText: version }];
}

function stringAround(file: ArmFile, span: Span): JsonString | null {
  const node = nodeAt(file.root, span.start);
  const isInside = node?.type === 'string' && node.offset < span.start && span.end < node.offset + node.length;
  return isInside ? node : null;
}

/** The string that holds nothing but the expression. */
function wholeString(file: ArmFile, expression: Span): JsonString | null {
  const node = stringAround(file, expression);
  if (node === null) return null;
  const before = file.text.slice(node.offset, expression.start);
  const after = file.text.slice(expression.end, node.offset + node.length);
  return before.trim() === '"[' && after.trim() === ']"' ? node : null;
}

function removeProperty(file: ArmFile, value: Span, key: string): TextEdit[] | null {
  const property = propertyAt(file, value, key);
  const list = property && listOf(file, property.parent);
  if (!property || !list) return null;
  const index = property.parent.children.indexOf(property);
  return removeEntry(file.text, list, index, dialectOf(file, file.spacing.bracePadding));
}

function replaceProperty(
  file: ArmFile,
  object: Span,
  value: Span,
  key: string,
  { key: newKey, value: draft }: PropertyDraft,
): TextEdit[] | null {
  const property = propertyAt(file, value, key);
  if (property === null || property.parent.offset !== object.start) return null;
  const { offset, length } = property;
  const layout: EntryLayout = {
    indentation: indentationAt(file.text, offset),
    unit: file.unit,
    lineBreak: lineBreakAt(file.text, offset),
    shape: beginsLine(file.text, offset) ? 'broken' : 'flat',
  };
  return [{ span: spanOf(offset, offset + length), newText: file.printer.property(newKey, draft, layout) }];
}

/** The property whose value stands at the span, if its key is `key`. */
function propertyAt(file: ArmFile, value: Span, key: string): JsonProperty | null {
  const property = valueAtSpan(file, value)?.parent;
  return property?.type === 'property' && sameName(property.children[0].value, key) ? property : null;
}

function removeElements(file: ArmFile, withins: readonly Span[]): TextEdit[] | null {
  const byArray = new Map<JsonArray, JsonValue[]>();
  for (const within of withins) {
    let node: JsonNode | null = nodeAt(file.root, within.start);
    while (node !== null && !(node.parent?.type === 'array' && node.offset + node.length >= within.end))
      node = node.parent ?? null;
    const array = node?.parent;
    if (node?.type !== 'object' || array?.type !== 'array') return null;
    byArray.set(array, [...(byArray.get(array) ?? []), node]);
  }
  return allOf([...byArray].map(([array, items]) => removeItems(file, array, items)));
}
