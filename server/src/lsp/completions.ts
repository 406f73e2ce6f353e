import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  type Position,
} from 'vscode-languageserver';
import type { SourceFile } from '../service/model.ts';
import { snippetCompletions } from '../service/snippets.ts';
import { lineIndex } from '../text/lines.ts';

/** The building blocks that may stand at a place of an ARM template, as snippets of the client. */
export function completionsAt(file: SourceFile, position: Position): CompletionItem[] {
  const lines = lineIndex(file.text);
  return snippetCompletions(file, lines.offsetAt(position)).map((snippet) => ({
    label: snippet.label,
    kind: CompletionItemKind.Snippet,
    detail: snippet.detail,
    documentation: snippet.documentation,
    filterText: snippet.filterText,
    insertTextFormat: InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.adjustIndentation,
    textEdit: { range: lines.rangeOf(snippet.replace), newText: snippet.insertText },
    additionalTextEdits: snippet.additionalEdits.map(({ span, newText }) => ({ range: lines.rangeOf(span), newText })),
  }));
}
