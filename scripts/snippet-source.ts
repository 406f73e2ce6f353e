/**
 * The convention of the sources in snippets/, and how they are printed as VS Code snippets.
 *
 * A placeholder is written as in VS Code, and always with a number: `${1:name}` and `${2|one,two|}` where it stands first, `${1}` wherever it
 * comes again. Every other `$` is text, so Bicep's own `${name}` is written as it is. Inside a placeholder a backslash takes the next
 * character as text.
 */

export type SnippetPart = string | Placeholder;

export interface Placeholder {
  readonly number: number;
  /** Empty if the placeholder was defined before; several for a list to choose from. */
  readonly choices: readonly string[];
}

/**
 * Splits a source into text and placeholders. Line breaks are kept as they are.
 * @throws Error if a placeholder has no end.
 */
export function parseSnippetSource(source: string): SnippetPart[] {
  const parts: SnippetPart[] = [];
  const opening = /\$\{(\d+)([:|}])/g;
  let done = 0;
  for (let match = opening.exec(source); match; match = opening.exec(source)) {
    if (match.index > done) parts.push(source.slice(done, match.index));
    const number = Number(match[1]);
    if (match[2] === '}') {
      parts.push({ number, choices: [] });
      done = opening.lastIndex;
      continue;
    }
    const { choices, end } = readChoices(source, opening.lastIndex, match[2] === '|');
    parts.push({ number, choices });
    done = end;
    opening.lastIndex = end;
  }
  if (done < source.length) parts.push(source.slice(done));
  return parts;
}

function readChoices(source: string, start: number, isList: boolean): { choices: string[]; end: number } {
  const choices: string[] = [];
  let choice = '';
  for (let at = start; at < source.length; at++) {
    const character = source.charAt(at);
    if (character === '\\') {
      choice += source.charAt(++at);
    } else if (isList && character === ',') {
      choices.push(choice);
      choice = '';
    } else if (isList ? source.startsWith('|}', at) : character === '}') {
      choices.push(choice);
      return { choices, end: at + (isList ? 2 : 1) };
    } else {
      choice += character;
    }
  }
  throw new Error(`A placeholder has no end: ${source.slice(start, start + 40)}`);
}

/** The choices of each placeholder number. Throws if a number is defined twice, never, or if numbers are left out. */
export function definitionsOf(parts: readonly SnippetPart[]): ReadonlyMap<number, readonly string[]> {
  const definitions = new Map<number, readonly string[]>();
  const used = new Set<number>();
  for (const part of parts) {
    if (typeof part === 'string') continue;
    used.add(part.number);
    if (part.choices.length === 0) continue;
    if (definitions.has(part.number)) throw new Error(`Placeholder ${part.number} is defined twice.`);
    definitions.set(part.number, part.choices);
  }
  for (const number of used) {
    if (!definitions.has(number)) throw new Error(`Placeholder ${number} has no default.`);
    if (number > used.size || number < 1) throw new Error(`Placeholders must be numbered from 1 to ${used.size}.`);
  }
  return definitions;
}

/**
 * Prints parts in VS Code's snippet syntax. What comes first carries the default, wherever the source has it, so that a part of a source can
 * be printed alone.
 */
export function printSnippet(
  parts: readonly SnippetPart[],
  definitions: ReadonlyMap<number, readonly string[]>,
): string {
  const printed = new Set<number>();
  const printPart = (part: SnippetPart): string => {
    if (typeof part === 'string') return escapeText(part);
    const choices = definitions.get(part.number) ?? [];
    if (printed.has(part.number)) return `\${${part.number}}`;
    printed.add(part.number);
    const [first = ''] = choices;
    if (choices.length === 1) return `\${${part.number}:${escapeText(first).replaceAll('}', '\\}')}}`;
    return `\${${part.number}|${choices.map(escapeChoice).join(',')}|}`;
  };
  return parts.map(printPart).join('');
}

function escapeText(text: string): string {
  return text.replaceAll(/[\\$]/g, '\\$&');
}

function escapeChoice(text: string): string {
  return text.replaceAll(/[\\,|]/g, '\\$&');
}
