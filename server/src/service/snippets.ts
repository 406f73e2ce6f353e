import { breaksBetween, indentationUnitOf, lineBreakAt } from '../repair/file-style.ts';
import { type ArmScope, classifySchema, detectArm } from '../syntax/arm/detect.ts';
import type { TextEdit } from '../text/edit.ts';
import type { Span } from '../text/span.ts';
import type { SourceFile } from './model.ts';
import { armSnippets } from './snippets.generated.ts';
import { type ResourcePlace, resourcePlaceAt } from './snippets-place.ts';

/** A building block for ARM templates: one or more resources in VS Code's snippet syntax, indented by tabs from the first column. */
export interface ArmSnippet {
  readonly prefix: string;
  readonly title: string;
  readonly description: string;
  /** Scopes of deployment at which its resources may be declared. */
  readonly scopes: readonly ArmScope[];
  /** As elements of an array of resources, separated by commas. */
  readonly elements: string;
  /** As properties of an object of resources, by symbolic name. */
  readonly members: string;
}

export interface SnippetCompletion {
  readonly label: string;
  readonly detail: string;
  readonly documentation: string;
  /** What is compared with the text in `replace`; begins with a quote if that does. */
  readonly filterText: string;
  /**
   * VS Code's snippet syntax, in the file's indentation unit and line breaks. Lines after the first are indented from the first column: the
   * editor adds the indentation of the line it inserts at (`insertTextMode: adjustIndentation`).
   */
  readonly insertText: string;
  /** Gives way to `insertText`; holds the cursor and stays on its line. */
  readonly replace: Span;
  /** The comma that the resource before lacks. */
  readonly additionalEdits: readonly TextEdit[];
}

/**
 * The snippets that may stand at the cursor of an ARM template: directly in the `resources` of the template or of an embedded one, in both
 * forms, and of the right scope. Empty anywhere else and for any other file.
 */
export function snippetCompletions(file: SourceFile, offset: number): readonly SnippetCompletion[] {
  if (file.format !== 'json' || detectArm(file.text).kind !== 'template') return [];
  const place = resourcePlaceAt(file.text, offset);
  const scope = place && classifySchema(place.schema).scope;
  if (!place || !scope) return [];
  return armSnippets
    .filter((snippet) => snippet.scopes.includes(scope))
    .map((snippet) => completionOf(snippet, place, file.text));
}

function completionOf(snippet: ArmSnippet, place: ResourcePlace, text: string): SnippetCompletion {
  const quoted = text[place.typed.start] === '"' && place.typed.end > place.typed.start;
  // An edit that touches the replaced text has no order with it, so there the comma is part of the snippet.
  const touching = place.previousEnd === place.typed.start;
  const commaAhead = place.commaBefore && touching ? ',' : '';
  const behindPrevious = { start: place.previousEnd, end: place.previousEnd };
  return {
    label: snippet.prefix,
    detail: snippet.title,
    documentation: snippet.description,
    filterText: quoted ? `"${snippet.prefix}"` : snippet.prefix,
    insertText: commaAhead + insertTextOf(snippet[place.form], place, text),
    replace: place.typed,
    additionalEdits: place.commaBefore && !touching ? [{ span: behindPrevious, newText: ',' }] : [],
  };
}

/** The snippet on lines of its own, in the style of the file. */
function insertTextOf(snippet: string, place: ResourcePlace, text: string): string {
  const sharesLine = !breaksBetween(text, place.previousEnd, place.typed.start);
  const isInBrackets = place.first && place.last && sharesLine;
  const closes = isInBrackets && !breaksBetween(text, place.typed.end, place.nextStart);
  const lines = (place.commaAfter ? `${snippet},` : snippet).split('\n');
  const indented = place.first && sharesLine ? lines.map((line) => `\t${line}`) : lines;
  const all = [...(sharesLine ? [''] : []), ...indented, ...(closes ? [''] : [])];
  const unit = indentationUnitOf(text);
  return all
    .map((line) => line.replace(/^\t+/, (tabs) => unit.repeat(tabs.length)))
    .join(lineBreakAt(text, place.previousEnd));
}
