/** New names in the naming style of a file. */

export interface NameWriter {
  /** A resource's symbolic name from words in order, the kind of resource last: `['web', 'nsg']` gives `webNsg`, `web_nsg` or `nsgWeb`. */
  symbol(words: readonly string[]): string;
  parameter(name: string): string;
}

/** Abbreviations of resource kinds that people put before or behind a name. */
const kinds = /^(?:nsg|vnet|snet|subnet|pip|pe|pep|kv|st|sql|asp|vm|nic|lb|agw|rt|dns|law|cosmos|acr|aks)$/;

/** Names that a plan has made up, in all its files. Of alternatives only one is written, so each may take what another does. */
export class NewNames {
  private taken = new Set<string>();

  /** The names of one file. */
  of(file: string): { has(name: string): boolean; take(name: string): void } {
    const key = (name: string): string => `${file} ${name.toLowerCase()}`;
    return { has: (name) => this.taken.has(key(name)), take: (name) => this.taken.add(key(name)) };
  }

  /** Makes something and gives what takes its names once more, for who uses it in an alternative. */
  made<T>(make: () => T): { readonly made: T; readonly takeAgain: () => void } {
    const before = new Set(this.taken);
    const made = make();
    const names = [...this.taken].filter((name) => !before.has(name));
    return {
      made,
      takeAgain: () => {
        for (const name of names) this.taken.add(name);
      },
    };
  }

  /** Plans alternatives; what any of them takes is taken for what is planned later. */
  alternatives<One, Way>(of: readonly One[], plan: (one: One) => readonly Way[]): readonly Way[] {
    const before = this.taken;
    const after = new Set(before);
    const ways = of.flatMap((one) => {
      this.taken = new Set(before);
      const planned = plan(one);
      for (const name of this.taken) after.add(name);
      return planned;
    });
    this.taken = after;
    return ways;
  }
}

/** `taken` are all names of the file, `symbols` those of its resources, `made` the new ones. Names are unique without regard to case. */
export function nameWriter(
  taken: readonly string[],
  symbols: readonly string[],
  made: ReturnType<NewNames['of']>,
): NameWriter {
  const used = new Set(taken.map((name) => name.toLowerCase()));
  const isSnake = count(symbols, (name) => name.includes('_')) > count(symbols, (name) => /[a-z0-9][A-Z]/.test(name));
  const kindFirst =
    count(symbols, (name) => isKind(wordsOf(name).at(0))) > count(symbols, (name) => isKind(wordsOf(name).at(-1)));

  const unique = (name: string): string => {
    let candidate = name;
    for (let number = 2; used.has(candidate.toLowerCase()) || made.has(candidate); number++)
      candidate = `${name}${number}`;
    made.take(candidate);
    return candidate;
  };

  return {
    symbol: (words) => {
      const clean = words.flatMap(wordsOf);
      const last = clean.at(-1);
      const ordered = kindFirst && last !== undefined && isKind(last) ? [last, ...clean.slice(0, -1)] : clean;
      return unique(startingWithLetter(isSnake ? ordered.join('_') : camelCase(ordered)));
    },
    parameter: unique,
  };
}

/** The words of a name, in lower case: parted by signs, and where a capital follows a small letter. */
export function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

function isKind(word: string | undefined): boolean {
  return word !== undefined && kinds.test(word);
}

export function camelCase(words: readonly string[]): string {
  return words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('');
}

function startingWithLetter(name: string): string {
  return /^[A-Za-z_]/.test(name) ? name : `r${name}`;
}

function count(names: readonly string[], predicate: (name: string) => boolean): number {
  return names.filter(predicate).length;
}
