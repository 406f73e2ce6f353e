/** For tests: a smaller program that fails as well. */
import { lower } from '../deployment.ts';
import type { ProgramFiles } from './generated-programs.ts';

/** Programs that are tried. */
const mostTries = 1200;

/** What takes the place of a part. */
const plain = ['', "'a'", '1', 'true', '[]', '{}'];

/** Parts inside of a part that are tried in its place, the largest first. */
const mostInner = 8;

/**
 * Replaces parts of files by smaller ones as long as what is left fails.
 * @param fails true if the program fails in the same way
 */
export function shrunk(files: ProgramFiles, fails: (files: ProgramFiles) => boolean): ProgramFiles {
  let best = files;
  let tries = 0;
  const attempt = (file: string, text: string): boolean => {
    if (tries >= mostTries || text.length >= (best[file] ?? '').length || lower(text).problems.length > 0) return false;
    const candidate = { ...best, [file]: text };
    tries++;
    if (!fails(candidate)) return false;
    best = candidate;
    return true;
  };
  for (let before = Number.NaN; before !== sizeOf(best) && tries < mostTries; ) {
    before = sizeOf(best);
    for (const file of Object.keys(files)) {
      if (attempt(file, '')) continue;
      // After a success the parts are other ones; those larger than it have all been tried.
      let largest = Number.POSITIVE_INFINITY;
      for (let at = 0; tries < mostTries; ) {
        const text = best[file] ?? '';
        const part = partsOf(text).filter(({ start, end }) => end - start <= largest)[at];
        if (part === undefined) break;
        if (candidates(text, part).some((candidate) => attempt(file, candidate))) {
          largest = part.end - part.start;
          at = 0;
        } else at++;
      }
    }
  }
  return Object.fromEntries(Object.entries(best).filter(([, text]) => text !== ''));
}

interface Part {
  readonly start: number;
  readonly end: number;
}

/** The text with a part of it replaced. */
function candidates(text: string, { start, end }: Part): readonly string[] {
  const inner = partsOf(text).filter(
    (part) => part.start >= start && part.end <= end && part.end - part.start < end - start,
  );
  const words = [...plain, ...inner.slice(0, mostInner).map((part) => text.slice(part.start, part.end))];
  return words
    .filter(({ length }) => length < end - start)
    .map((word) => text.slice(0, start) + word + text.slice(end));
}

/** The places of all nodes, the largest first, each once. */
function partsOf(text: string): readonly Part[] {
  const { spans } = lower(text);
  const places = new Map<string, Part>();
  for (let node = 0; node < spans.count; node++) {
    const span = spans.spanOf(node);
    if (span.end > span.start) places.set(`${span.start}-${span.end}`, span);
  }
  return [...places.values()].sort((a, b) => b.end - b.start - (a.end - a.start));
}

function sizeOf(files: ProgramFiles): number {
  return Object.values(files).reduce((sum, text) => sum + text.length, 0);
}
