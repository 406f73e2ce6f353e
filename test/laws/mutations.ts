/** For tests: texts of templates with parts deleted, doubled or replaced by parts of others. */
import type { LoweredFile } from '../../server/src/template/lowered.ts';
import type { Random } from './random.ts';

/** A text and what was read of it, which tells where its parts stand. */
export interface Source {
  readonly text: string;
  readonly lowered: LoweredFile;
}

/** Parts that are moved about; a larger one would replace the whole file. */
const longestPart = 4000;

/** The text with one to four changes. */
export function mutated(random: Random, source: Source, donor: Source): string {
  let text = changed(random, source.text, source, donor);
  // Later changes fall where the first has moved the parts to: that is as good a place as any.
  for (let more = random.between(0, 3); more > 0; more--) text = changed(random, text, source, donor);
  return text;
}

function changed(random: Random, text: string, source: Source, donor: Source): string {
  const { start, end } = random.chance(0.7) ? partOf(random, source) : tokenOf(random, text);
  const part = text.slice(start, end);
  switch (random.between(0, 6)) {
    case 0:
      return text.slice(0, start) + text.slice(end);
    case 1:
      return text.slice(0, end) + part + text.slice(end);
    case 2:
      return `${text.slice(0, end)}${random.pick([',', '\n', ' '])}${part}${text.slice(end)}`;
    case 3:
    case 4: {
      const other = partOf(random, source);
      return text.slice(0, start) + source.text.slice(other.start, other.end) + text.slice(end);
    }
    case 5: {
      const other = partOf(random, donor);
      return text.slice(0, start) + donor.text.slice(other.start, other.end) + text.slice(end);
    }
    default:
      return text.slice(0, start) + random.pick(words) + text.slice(end);
  }
}

/** What stands for a part besides parts of templates. */
const words = [
  'null',
  '[]',
  '{}',
  "''",
  '""',
  '-1',
  '9223372036854775807',
  '0.5',
  'true',
  '?',
  '??',
  '.?',
  '...',
  '[for i in range(0, 3): i]',
  '[copyIndex()]',
  '"[parameters(\'location\')]"',
  '${',
  '}',
  '(',
  ')',
  'union({}, {})',
  'map([1], x => x)',
];

interface Part {
  readonly start: number;
  readonly end: number;
}

function partOf(random: Random, { lowered, text }: Source): Part {
  const { spans } = lowered;
  for (let tries = 0; tries < 8 && spans.count > 0; tries++) {
    const span = spans.spanOf(random.between(0, spans.count - 1));
    if (span.end - span.start <= longestPart) return span;
  }
  return tokenOf(random, text);
}

function tokenOf(random: Random, text: string): Part {
  const at = random.between(0, text.length);
  const token = /[A-Za-z_]\w*|\d+|'[^'\n]*'|"[^"\n]*"|[^\s\w]/.exec(text.slice(at, at + 400));
  if (token === null) return { start: at, end: at };
  return { start: at + token.index, end: at + token.index + token[0].length };
}
