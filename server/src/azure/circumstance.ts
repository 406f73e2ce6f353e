/**
 * Something that a template says of a resource, as data: facts use it to tell when they apply. The rules read it through their view of the
 * resource.
 */
export interface Circumstance {
  /** Dotted path in the body. */
  readonly path: string;
  /** `given`: anything but omitted; else one of these values, in lower case. */
  readonly is: 'given' | readonly string[];
  /** A sentence or two for the reader, saying what follows from it. */
  readonly because: string;
}

/** A value as the facts compare it: text in lower case without blanks, since enums appear in any case and flags also as text. */
export function comparable(value: unknown): string {
  return String(value).toLowerCase().replaceAll(' ', '');
}
