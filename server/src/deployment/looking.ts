/**
 * What answers about a deployment rest on: the resources of which types there are, and what is in those of which types. So it is known which
 * of them hold where only some resources change.
 */

/** Numbers of what was looked at, as the bits of words. */
export type Looks = readonly number[];

/** What rests on which resources of a type there are, their names, places and conditions. */
export function kindOf(type: string): string {
  return type.toLowerCase();
}

/** What rests on what is in the resources of a type. */
export function contentOf(type: string): string {
  return `${type.toLowerCase()} {}`;
}

/** What rests on which resources there are of any type. */
export const everyKind = '*';

/** Notes what is looked at, also by what is answered from memory. */
export class Looking {
  private readonly numbers = new Map<string, number>();
  /** The same by types as they are spelled. */
  private readonly kinds = new Map<string, number>();
  private readonly contents = new Map<string, number>();
  private readonly remembered = new Map<string, Looks>();
  private seen: number[] = [];

  /** All that anybody has looked at; the position of each is its number. */
  get names(): readonly string[] {
    return [...this.numbers.keys()];
  }

  number(name: string): number {
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    const number = this.numbers.size;
    this.numbers.set(name, number);
    return number;
  }

  atKind(type: string): void {
    this.note(this.numberOf(type, this.kinds, kindOf));
  }

  atContent(type: string): void {
    this.note(this.numberOf(type, this.contents, contentOf));
  }

  atEveryKind(): void {
    this.note(this.number(everyKind));
  }

  private numberOf(type: string, bySpelling: Map<string, number>, nameOf: (type: string) => string): number {
    const known = bySpelling.get(type);
    if (known !== undefined) return known;
    const number = this.number(nameOf(type));
    bySpelling.set(type, number);
    return number;
  }

  private note(number: number): void {
    addLook(this.seen, number);
  }

  /** `told` is told what a piece of code looks at, even if it throws; it is noted for what is around that code as well. */
  during<T>(body: () => T, told: (looks: Looks) => void): T {
    const outer = this.seen;
    this.seen = [];
    try {
      return body();
    } finally {
      const looks = this.seen;
      this.seen = outer;
      addLooks(outer, looks);
      told(looks);
    }
  }

  /** Like `during`, for code that remembers the answers of a question: with each of them all is noted that was looked at for any. */
  remembering<T>(question: string, body: () => T): T {
    const known = this.remembered.get(question);
    if (known !== undefined) addLooks(this.seen, known);
    return this.during(body, (looks) => {
      if (looks.length === 0) return;
      const all = [...(known ?? [])];
      addLooks(all, looks);
      this.remembered.set(question, all);
    });
  }
}

export function addLook(to: number[], number: number): void {
  const word = number >>> 5;
  while (to.length <= word) to.push(0);
  to[word] = (to[word] ?? 0) | (1 << (number & 31));
}

export function addLooks(to: number[], looks: Looks): void {
  while (to.length < looks.length) to.push(0);
  for (let word = 0; word < looks.length; word++) to[word] = (to[word] ?? 0) | (looks[word] ?? 0);
}

/** True if some of the same was looked at. */
export function overlap(some: Looks, others: Looks): boolean {
  return some.some((word, at) => (word & (others[at] ?? 0)) !== 0);
}
