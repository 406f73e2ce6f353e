import { isLineBreak } from './characters.ts';

/** How a declaration of Bicep or of a parameter file begins: a decorator, or a keyword with a name or string behind it. */
const DECLARATION_START =
  /@|targetScope[ \t]*=|import[ \t]*[{*]|(?:assert|extends|extension|extensionConfig|func|import|metadata|module|output|param|resource|test|type|using|var)(?:[ \t]+[A-Za-z_']|')/y;

/** True if what stands at `offset` looks like the first line of a declaration. Asked only of starts of lines. */
export function beginsDeclaration(text: string, offset: number): boolean {
  DECLARATION_START.lastIndex = offset;
  return DECLARATION_START.test(text);
}

/** Offset of the line break before the first line after `offset` that begins with a declaration; the end of the text if there is none. */
export function endBeforeDeclaration(text: string, offset: number): number {
  let at = offset;
  while (at < text.length) {
    while (at < text.length && !isLineBreak(text.charCodeAt(at))) at++;
    const end = at;
    while (at < text.length && isLineBreak(text.charCodeAt(at))) at++;
    if (at < text.length && beginsDeclaration(text, at)) return end;
  }
  return text.length;
}
