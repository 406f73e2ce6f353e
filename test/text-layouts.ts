/** For tests: one text as different people lay it out. */

export interface TextLayout {
  readonly title: string;
  readonly lineBreak: '\n' | '\r\n';
  /** The blanks of one level. */
  readonly unit: string;
}

const lf = { title: 'LF', lineBreak: '\n' } as const;
const crlf = { title: 'CRLF', lineBreak: '\r\n' } as const;
const twoSpaces = { blanks: 'two spaces', unit: '  ' };
const fourSpaces = { blanks: 'four spaces', unit: '    ' };
const tabs = { blanks: 'tabs', unit: '\t' };

function layoutOf({ title, lineBreak }: typeof lf | typeof crlf, { blanks, unit }: typeof tabs): TextLayout {
  return { title: `${title}, ${blanks}`, lineBreak, unit };
}

export const textLayouts: readonly TextLayout[] = [lf, crlf].flatMap((ends) =>
  [twoSpaces, fourSpaces, tabs].map((blanks) => layoutOf(ends, blanks)),
);

/** The usual one, and the one that has nothing in common with it. */
export const farthestLayouts: readonly TextLayout[] = [layoutOf(lf, twoSpaces), layoutOf(crlf, tabs)];

/** A text with LF that is indented by two spaces, in another layout. */
export function laidOut(text: string, { lineBreak, unit }: TextLayout): string {
  const indented = text.replaceAll(/^(?: {2})+/gm, (blanks) => unit.repeat(blanks.length / 2));
  return indented.replaceAll('\n', lineBreak);
}
