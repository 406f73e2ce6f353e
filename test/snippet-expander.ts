/**
 * Expands VS Code snippets as the editor does when one accepts every default: an own reading of the grammar, independent of the generator.
 * https://code.visualstudio.com/docs/editing/userdefinedsnippets#_snippet-syntax, as far as it is used here.
 */

/**
 * The text with all defaults; of a list of choices the one with the index `choice`, or the last of fewer.
 * @throws Error on what isn't text, a tab stop, a placeholder with plain text, or a choice.
 */
export function expandSnippet(snippet: string, choice = 0): string {
  const defaults = new Map<string, string>();
  const pieces: (string | { readonly number: string })[] = [];
  let at = 0;
  let text = '';
  while (at < snippet.length) {
    const character = snippet.charAt(at);
    if (character === '\\' && /[$}\\]/.test(snippet.charAt(at + 1))) {
      text += snippet.charAt(at + 1);
      at += 2;
    } else if (character !== '$') {
      text += character;
      at++;
    } else {
      const stop = tabStopAt(snippet, at, choice);
      if (stop.content !== null) {
        if (defaults.has(stop.number)) throw new Error(`Placeholder ${stop.number} has two defaults.`);
        defaults.set(stop.number, stop.content);
      }
      pieces.push(text, { number: stop.number });
      text = '';
      at = stop.end;
    }
  }
  pieces.push(text);
  return pieces.map((piece) => (typeof piece === 'string' ? piece : (defaults.get(piece.number) ?? ''))).join('');
}

function tabStopAt(
  snippet: string,
  at: number,
  wanted: number,
): { number: string; content: string | null; end: number } {
  const rest = snippet.slice(at);
  const bare = /^\$(\d+)|^\$\{(\d+)\}/.exec(rest);
  if (bare) return { number: bare[1] ?? bare[2] ?? '', content: null, end: at + bare[0].length };
  const placeholder = /^\$\{(\d+):((?:\\[$}\\]|[^\\$}])*)\}/.exec(rest);
  if (placeholder) {
    const content = (placeholder[2] ?? '').replaceAll(/\\([$}\\])/g, '$1');
    return { number: placeholder[1] ?? '', content, end: at + placeholder[0].length };
  }
  const choice = /^\$\{(\d+)\|((?:\\[,|\\]|[^\\|])*)\|\}/.exec(rest);
  if (choice) {
    const choices = (choice[2] ?? '').match(/(?:\\[,|\\]|[^\\,])+/g) ?? [];
    const chosen = choices[Math.min(wanted, choices.length - 1)] ?? '';
    return { number: choice[1] ?? '', content: chosen.replaceAll(/\\([,|\\])/g, '$1'), end: at + choice[0].length };
  }
  throw new Error(`Neither tab stop nor escaped: ${rest.slice(0, 40)}`);
}

/**
 * The text after a snippet has replaced a span, as an editor does it that adjusts the indentation: lines after the first get that of the line
 * of the span.
 */
export function insertSnippet(
  text: string,
  span: { readonly start: number; readonly end: number },
  snippet: string,
  choice = 0,
): string {
  const lineStart = Math.max(text.lastIndexOf('\n', span.start - 1), text.lastIndexOf('\r', span.start - 1)) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(lineStart, span.start))?.[0] ?? '';
  const adjusted = expandSnippet(snippet, choice).replaceAll(/(\r\n|\r|\n)(?!\r|\n)/g, `$1${indentation}`);
  return text.slice(0, span.start) + adjusted + text.slice(span.end);
}
