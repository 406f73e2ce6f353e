import type { Span } from './span.ts';

/**
 * Something in a text that a reader could not accept. Readers never throw: they return problems beside what they understood.
 * `code` is stable (`bicep-syntax`, `json-syntax`, `expression-syntax`, `too-deep` ...); `message` is a sentence for the author.
 */
export interface Problem {
  readonly code: string;
  readonly message: string;
  readonly span: Span;
  readonly severity: 'error' | 'warning' | 'information' | 'hint';
  /** Set if the text at the place may be a secret, which nobody quotes. */
  readonly ofSecret?: true;
}
