import type { AnnotatedTextEdit, TextEdit as ProtocolEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { FileEdit } from '../service/model.ts';
import type { DocumentAnalysis } from './analyses.ts';

/** What the client can do with edits of several documents. */
export interface EditSupport {
  /** Edits may name the version of the document they are for. */
  readonly versions: boolean;
  /** Edits may be shown to a person before they are made. */
  readonly annotations: boolean;
}

/** The annotation under which edits of several files are shown first. */
const severalFiles = 'several-files';

/**
 * Edits for the client: of the analysed document bound to the analysed version where the client can check it; of others in whatever version they
 * are. What touches more than one file is shown before it is made, under a title. Null if a file can't be read.
 */
export function workspaceEdit(
  analysis: DocumentAnalysis,
  fileEdits: readonly FileEdit[],
  title: string,
  support: EditSupport,
): WorkspaceEdit | null {
  const { uri, version, file } = analysis;
  const documents: { readonly uri: string; readonly version: number | null; readonly edits: ProtocolEdit[] }[] = [];
  for (const { path, edits } of fileEdits) {
    const isOwn = path === file.path;
    const lines = isOwn ? analysis.lines : analysis.linesOf(path);
    if (lines === null) return null;
    const changes = edits.map(({ span, newText }) => ({ range: lines.rangeOf(span), newText }));
    documents.push({ uri: isOwn ? uri : path, version: isOwn ? version : null, edits: changes });
  }
  if (!support.versions) return { changes: Object.fromEntries(documents.map(({ uri: at, edits }) => [at, edits])) };
  const isShown = documents.length > 1 && support.annotations;
  const annotated = (edit: ProtocolEdit): ProtocolEdit | AnnotatedTextEdit =>
    isShown ? { ...edit, annotationId: severalFiles } : edit;
  return {
    documentChanges: documents.map(({ uri: at, version: of, edits }) => ({
      textDocument: { uri: at, version: of },
      edits: edits.map(annotated),
    })),
    ...(isShown ? { changeAnnotations: { [severalFiles]: { label: title, needsConfirmation: true } } } : {}),
  };
}
