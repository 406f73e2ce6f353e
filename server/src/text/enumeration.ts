/** Words as a sentence lists them: `a`, `a and b`, `a, b and c`; empty if there are none. */
export function enumeration(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}

/** `1 file`, `2 files`; words of the four severities and a few more, all with a regular plural but one. */
export function counted(count: number, word: string): string {
  return count === 1 || word === 'information' ? `${count} ${word}` : `${count} ${word}s`;
}
