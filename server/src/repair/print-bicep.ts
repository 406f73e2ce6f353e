import type { CopiedDraft, Draft, JoinedDraft, ResourceHandle } from './draft.ts';
import { longestLine, type OneLineHabits } from './file-style.ts';
import type { EntryLayout } from './list-edit.ts';

/** Prints drafts as Bicep. `text` is the file, from which copied parts are taken. */
export interface BicepPrinter {
  print(draft: Draft, layout: EntryLayout): string;
  property(key: string, value: Draft, layout: EntryLayout): string;
}

export function bicepPrinter(text: string, habits: OneLineHabits): BicepPrinter {
  const print = (draft: Draft, layout: EntryLayout): string => {
    switch (draft.kind) {
      case 'literal':
        return literalText(draft.value);
      case 'object':
        return bracketed(
          '{',
          '}',
          draft.properties.map((member) => (inner: EntryLayout) => property(member.key, member.value, inner)),
          layout,
          ' ',
          habits.objects && draft.properties.length === 1 && isPlain(draft.properties[0]?.value),
        );
      case 'array':
        return bracketed(
          '[',
          ']',
          draft.items.map((item) => (inner: EntryLayout) => print(item, inner)),
          layout,
          '',
          habits.arrays && draft.items.every(isPlain),
        );
      case 'joined':
        return joinedText(text, draft);
      case 'copied':
        return text.slice(draft.span.start, draft.span.end);
      case 'parameter':
        return draft.name;
      case 'id':
        return idText(text, draft.of);
      case 'symbol':
        return symbolOf(draft.of);
      case 'name':
        return draft.of.elementOf === null ? `${symbolOf(draft.of)}.name` : print(lastName(draft.of), layout);
      case 'call': {
        const inner: EntryLayout = { ...layout, shape: layout.shape === 'flat' ? 'flat' : 'short' };
        return `${draft.name}(${draft.arguments.map((argument) => print(argument, inner)).join(', ')})`;
      }
      case 'item':
        return `${print(draft.array, { ...layout, shape: 'flat' })}[${draft.index}]`;
      case 'property':
        return `${symbolOf(draft.of)}.properties.${draft.path}`;
      case 'output':
        return `${symbolOf(draft.module)}${draft.conditional === true ? '!' : ''}.outputs.${draft.name}`;
      case 'resourceGroupLocation':
        return 'resourceGroup().location';
    }
  };

  const property = (key: string, value: Draft, layout: EntryLayout): string =>
    `${keyText(key)}: ${print(value, layout)}`;

  return { print, property };
}

/** Prints brackets around entries, on one line or each on its own, as the layout and the habit of the file say. */
function bracketed(
  open: string,
  close: string,
  entries: readonly ((layout: EntryLayout) => string)[],
  layout: EntryLayout,
  padding: string,
  oneLine: boolean,
): string {
  if (entries.length === 0) return open + close;
  const flat = (): string => {
    const inner = entries.map((entry) => entry({ ...layout, shape: 'flat' })).join(', ');
    return open + padding + inner + padding + close;
  };
  if (layout.shape === 'flat') return flat();
  if (layout.shape === 'short' || oneLine) {
    const line = flat();
    if (layout.indentation.length + line.length <= longestLine) return line;
  }
  const deeper: EntryLayout = { ...layout, indentation: layout.indentation + layout.unit, shape: 'broken' };
  const lines = entries.map((entry) => layout.lineBreak + deeper.indentation + entry(deeper));
  return open + lines.join('') + layout.lineBreak + layout.indentation + close;
}

/** True for what never needs more than one line. */
export function isPlain(draft: Draft | undefined): boolean {
  return draft !== undefined && draft.kind !== 'object' && draft.kind !== 'array';
}

/** The expression for a resource's id. An element of its parent's array has an id below the parent's, and no symbol of its own. */
function idText(text: string, handle: ResourceHandle): string {
  const parent = handle.elementOf;
  if (parent === null) return `${symbolOf(handle)}.id`;
  const collection = handle.type.slice(handle.type.lastIndexOf('/'));
  return joinedText(text, {
    kind: 'joined',
    parts: [{ kind: 'id', of: parent }, { kind: 'literal', value: `${collection}/` }, lastName(handle)],
  });
}

function symbolOf(handle: ResourceHandle): string {
  return handle.symbolicName ?? '';
}

function lastName(handle: ResourceHandle): Draft {
  return handle.names[handle.names.length - 1] ?? { kind: 'literal', value: '' };
}

/** An interpolated string. Copied one-line strings are spliced in, so that no string stands inside a hole. */
function joinedText(text: string, draft: JoinedDraft): string {
  const pieces = draft.parts.map((part): string => {
    if (part.kind === 'literal') return typeof part.value === 'string' ? escaped(part.value) : String(part.value);
    if (part.kind === 'joined') return joinedText(text, part).slice(1, -1);
    if (part.kind === 'id' && part.of.elementOf !== null) return idText(text, part.of).slice(1, -1);
    const layout: EntryLayout = { indentation: '', unit: '', lineBreak: '\n', shape: 'flat' };
    const printed = bicepPrinter(text, { objects: true, arrays: true }).print(part, layout);
    return /^'(?!'')[^\n]*'$/.test(printed) && isOneString(printed) ? printed.slice(1, -1) : `\${${printed}}`;
  });
  return `'${pieces.join('')}'`;
}

/** True if the quote that opens the text is closed by its last character, so `'a' == 'b'` is none. */
function isOneString(printed: string): boolean {
  let holes = 0;
  for (let at = 1; at < printed.length; at++) {
    const character = printed[at];
    if (character === '\\') at++;
    else if (holes === 0 && character === "'") return at === printed.length - 1;
    else if (character === '{' && (holes > 0 || printed[at - 1] === '$')) holes++;
    else if (character === '}' && holes > 0) holes--;
  }
  return false;
}

function literalText(value: string | number | boolean | null): string {
  if (typeof value === 'string') return `'${escaped(value)}'`;
  if (typeof value === 'number' && !Number.isSafeInteger(value)) return `json('${value}')`;
  return String(value);
}

/** Escapes of Bicep strings: backslash, quote, the beginning of a hole, and control characters. */
function escaped(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "\\'")
    .replaceAll('${', '\\${')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
}

/** Only `true`, `false` and `null` are reserved; as keys they are legal all the same, so an identifier never needs quotes. */
function keyText(key: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(key) ? key : literalText(key);
}

/** What stands before the brace of a declaration: `if (...) ` with all conditions, or nothing. */
export function conditionText(text: string, conditions: readonly CopiedDraft[]): string {
  const distinct = [
    ...new Set(conditions.map((condition) => text.slice(condition.span.start, condition.span.end).trim())),
  ];
  if (distinct.length === 0) return '';
  if (distinct.length === 1) return `if (${unparenthesized(distinct[0] ?? '')}) `;
  return `if (${distinct.map((condition) => (/^[\w.!]+$/.test(condition) ? condition : `(${unparenthesized(condition)})`)).join(' && ')}) `;
}

/** Drops one pair of parentheses that encloses the whole text. */
function unparenthesized(condition: string): string {
  if (!condition.startsWith('(') || !condition.endsWith(')')) return condition;
  let depth = 0;
  for (let at = 0; at < condition.length; at++) {
    if (condition[at] === '(') depth++;
    else if (condition[at] === ')') depth--;
    if (depth === 0 && at < condition.length - 1) return condition;
  }
  return condition.slice(1, -1);
}
