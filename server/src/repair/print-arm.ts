import { isExpression, literalText } from '../syntax/arm/expression.ts';
import { decodeJsonString } from '../syntax/arm/json-string.ts';
import type { Span } from '../text/span.ts';
import type { CopiedDraft, Draft, JoinedDraft, ResourceHandle } from './draft.ts';
import { longestLine, type OneLineHabits } from './file-style.ts';
import type { EntryLayout } from './list-edit.ts';
import { isPlain } from './print-bicep.ts';

/** What JSON files do differently. */
export interface JsonSpacing {
  /** What stands after a colon: a space, or nothing in compact files. */
  readonly afterColon: string;
  readonly afterComma: string;
  /** What stands inside the braces of an object on one line. */
  readonly bracePadding: string;
  /** What stands inside the brackets of an array on one line. */
  readonly bracketPadding: string;
}

/** Prints drafts as JSON values, or as expressions inside a JSON string. */
export interface ArmPrinter {
  print(draft: Draft, layout: EntryLayout): string;
  property(key: string, value: Draft, layout: EntryLayout): string;
  /** An expression without the brackets around it, escaped for its place in a JSON string. */
  expression(draft: Draft): string;
}

export function armPrinter(text: string, habits: OneLineHabits, spacing: JsonSpacing): ArmPrinter {
  const print = (draft: Draft, layout: EntryLayout): string => {
    switch (draft.kind) {
      case 'literal':
        return typeof draft.value === 'string' ? stringValue(draft.value) : String(draft.value);
      case 'object':
        return bracketed(
          '{',
          '}',
          draft.properties.map((member) => (inner: EntryLayout) => property(member.key, member.value, inner)),
          layout,
          spacing.bracePadding,
          habits.objects && draft.properties.length === 1 && isPlain(draft.properties[0]?.value),
        );
      case 'array':
        return bracketed(
          '[',
          ']',
          draft.items.map((item) => (inner: EntryLayout) => print(item, inner)),
          layout,
          spacing.bracketPadding,
          habits.arrays && draft.items.every(isPlain),
        );
      case 'copied':
        return isJsonValue(text, draft.span)
          ? text.slice(draft.span.start, draft.span.end)
          : `"[${expression(draft)}]"`;
      case 'joined': {
        const printed = expression(draft);
        return isLiteralString(printed) ? stringValue(literalOf(printed)) : `"[${printed}]"`;
      }
      case 'name': {
        const name = draft.of.names[draft.of.names.length - 1];
        return name === undefined ? '""' : print(name, layout);
      }
      default:
        return `"[${expression(draft)}]"`;
    }
  };

  const property = (key: string, value: Draft, layout: EntryLayout): string =>
    `${JSON.stringify(key)}:${spacing.afterColon}${print(value, layout)}`;

  const expression = (draft: Draft): string => {
    switch (draft.kind) {
      case 'literal':
        if (typeof draft.value === 'string') return literalString(draft.value);
        if (typeof draft.value === 'number') return String(draft.value);
        return draft.value === null ? 'null()' : `${draft.value}()`;
      case 'object':
        return `createObject(${draft.properties.flatMap((member) => [literalString(member.key), expression(member.value)]).join(', ')})`;
      case 'array':
        return `createArray(${draft.items.map(expression).join(', ')})`;
      case 'joined': {
        const parts = joinedParts(flatParts(draft).map(expression));
        return parts.length === 1 && isLiteralString(parts[0] ?? '') ? (parts[0] ?? '') : `concat(${parts.join(', ')})`;
      }
      case 'copied':
        return copiedExpression(text, draft);
      case 'parameter':
        return `parameters(${literalString(draft.name)})`;
      case 'id':
      case 'symbol':
        return idExpression(draft.of);
      case 'name': {
        const name = draft.of.names[draft.of.names.length - 1];
        return name === undefined ? "''" : expression(name);
      }
      case 'call':
        return `${draft.name}(${draft.arguments.map(expression).join(', ')})`;
      case 'item':
        return `${expression(draft.array)}[${draft.index}]`;
      case 'property':
        return `reference(${idExpression(draft.of)}).${draft.path}`;
      case 'output':
        return `${deploymentExpression(draft.module)}.outputs.${draft.name}.value`;
      case 'resourceGroupLocation':
        return 'resourceGroup().location';
    }
  };

  const idExpression = (handle: ResourceHandle): string =>
    `resourceId(${[literalString(handle.type), ...handle.names.map(expression)].join(', ')})`;

  /** Where deployments have symbolic names, these are what a reference takes. */
  const deploymentExpression = (handle: ResourceHandle): string =>
    `reference(${handle.symbolicName === null ? idExpression(handle) : literalString(handle.symbolicName)})`;

  const bracketed = (
    open: string,
    close: string,
    entries: readonly ((layout: EntryLayout) => string)[],
    layout: EntryLayout,
    padding: string,
    oneLine: boolean,
  ): string => {
    if (entries.length === 0) return open + close;
    const flat = (): string => {
      const inner = entries.map((entry) => entry({ ...layout, shape: 'flat' })).join(`,${spacing.afterComma}`);
      return open + padding + inner + padding + close;
    };
    if (layout.shape === 'flat') return flat();
    if (layout.shape === 'short' || oneLine) {
      const line = flat();
      if (layout.indentation.length + line.length <= longestLine) return line;
    }
    const deeper: EntryLayout = { ...layout, indentation: layout.indentation + layout.unit, shape: 'broken' };
    const lines = entries.map((entry) => layout.lineBreak + deeper.indentation + entry(deeper));
    return open + lines.join(',') + layout.lineBreak + layout.indentation + close;
  };

  return { print, property, expression };
}

/** A JSON string for a plain value: one that would be read as an expression gets a second bracket. */
function stringValue(value: string): string {
  return JSON.stringify(value.startsWith('[') && value.endsWith(']') ? `[${value}` : value);
}

/** A string literal of the expression language, escaped for its place inside a JSON string. */
function literalString(value: string): string {
  return `'${JSON.stringify(value).slice(1, -1).replaceAll("'", "''")}'`;
}

function isLiteralString(expression: string): boolean {
  return /^'(?:[^']|'')*'$/.test(expression);
}

function literalOf(expression: string): string {
  const quoted = `"${expression.slice(1, -1).replaceAll("''", "'")}"`;
  return decodeJsonString(quoted, 0, quoted.length).value;
}

/** The parts of a joined text with those of joined texts among them. */
function flatParts(draft: JoinedDraft): readonly Draft[] {
  return draft.parts.flatMap((part) => {
    const text = part.kind === 'name' ? (part.of.names.at(-1) ?? part) : part;
    return text.kind === 'joined' ? flatParts(text) : [text];
  });
}

/** Merges neighbouring literals, and takes a `concat` among the parts apart. */
function joinedParts(parts: readonly string[]): string[] {
  const merged: string[] = [];
  for (const part of parts) {
    const last = merged[merged.length - 1];
    if (last !== undefined && isLiteralString(last) && isLiteralString(part)) {
      merged[merged.length - 1] = `${last.slice(0, -1)}${part.slice(1)}`;
    } else {
      merged.push(isCallOf('concat', part) ? part.slice('concat('.length, -1).trim() : part);
    }
  }
  return merged;
}

/** True if the whole expression is one call of the function. */
function isCallOf(name: string, expression: string): boolean {
  if (!expression.toLowerCase().startsWith(`${name}(`)) return false;
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < expression.length; at++) {
    const character = expression[at];
    if (character === "'") quoted = !quoted;
    if (quoted) continue;
    if (character === '(') depth++;
    if (character === ')' && --depth === 0) return at === expression.length - 1 && at > name.length + 1;
  }
  return false;
}

/** True if the span holds a JSON value and not an expression from within a string: those hold no raw double quote and no braces. */
function isJsonValue(text: string, span: Span): boolean {
  return /^(?:["{[]|-?\d|true$|false$|null$)/.test(text.slice(span.start, span.end));
}

function copiedExpression(text: string, draft: CopiedDraft): string {
  const source = text.slice(draft.span.start, draft.span.end);
  if (/^(?:true|false|null)$/.test(source)) return `${source}()`;
  if (!source.startsWith('"')) return source;
  const { value } = decodeJsonString(source, 0, source.length);
  return isExpression(value) ? source.slice(2, -2) : literalString(literalText(value));
}
