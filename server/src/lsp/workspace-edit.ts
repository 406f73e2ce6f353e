import type { TextEdit as ProtocolEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdit } from '../service/model.ts';
import type { DocumentAnalysis } from './analyses.ts';

/**
 * Edits of the analysed document for the client; bound to the analysed version where the client can check it. Null if an edit is meant for
 * another file, whose text isn't known here.
 */
export function workspaceEdit(
  analysis: DocumentAnalysis,
  fileEdits: readonly FileEdit[],
  withVersions: boolean,
): WorkspaceEdit | null {
  const { uri, version, file, lines } = analysis;
  if (fileEdits.some((fileEdit) => fileEdit.path !== file.path)) return null;
  const edits: ProtocolEdit[] = fileEdits
    .flatMap((fileEdit) => fileEdit.edits)
    .map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
  return withVersions
    ? { documentChanges: [{ textDocument: { uri, version }, edits }] }
    : { changes: { [uri]: edits } };
}
