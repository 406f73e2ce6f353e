import type { AnnotatedTextEdit, CreateFile, TextEdit as ProtocolEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { IgnoreEdit } from '../service/ignore-edit.ts';
import type { FileEdit } from '../service/model.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import type { DocumentAnalysis } from './analyses.ts';

/** What the client can do with edits of several documents. */
export interface EditSupport {
  /** Edits may name the version of the document they are for. */
  readonly versions: boolean;
  /** Edits may be shown to a person before they are made. */
  readonly annotations: boolean;
  /** Edits may make files. */
  readonly creates: boolean;
}

/** A file that is edited, as the client calls it. */
export interface EditedFile {
  readonly uri: string;
  /** The version that the edits are for; null for a file that isn't open. */
  readonly version: number | null;
  readonly lines: LineIndex;
}

/** The annotation of edits of several files, which are shown first, and of those with more to say than a title holds. */
const annotation = 'repair';

/** What a person reads about edits. */
export interface EditWords {
  readonly title: string;
  readonly description: string | null;
  /** False if the person who asked for the edits has read another title: these are shown before they are made. */
  readonly isConfirmed?: boolean;
}

/**
 * Edits for the client that begin with a document: bound to the versions of the documents where the client can check them. What touches more than
 * one file is shown before it is made, under a title. Null if a file can't be read.
 */
export function workspaceEdit(
  { uri, version, file, lines, linesOf, openAs }: DocumentAnalysis,
  fileEdits: readonly FileEdit[],
  words: EditWords,
  support: EditSupport,
): WorkspaceEdit | null {
  return editOfFiles(fileEdits, words, support, (path) => {
    if (path === file.path) return { uri, version, lines };
    const others = linesOf(path);
    return others && { uri: path, version: null, ...openAs(path), lines: others };
  });
}

/** The edit that inserts a text into the document with a place that a person fills; `placeholder` stands there until then. */
export function insertionEdit(
  { uri, version, lines }: DocumentAnalysis,
  { offset, before, after }: IgnoreEdit,
  placeholder: string,
  support: { readonly versions: boolean; readonly snippets: boolean },
): WorkspaceEdit {
  const range = lines.rangeOf({ start: offset, end: offset });
  const plain = { range, newText: `${before}${placeholder}${after}` };
  if (!support.versions) return { changes: { [uri]: [plain] } };
  const value = `${escaped(before)}\${1:${escaped(placeholder)}}${escaped(after)}`;
  const edit = support.snippets ? { range, snippet: { kind: 'snippet' as const, value } } : plain;
  return { documentChanges: [{ textDocument: { uri, version }, edits: [edit] }] };
}

/** A text as a snippet writes it. */
function escaped(text: string): string {
  return text.replace(/[\\$}]/g, '\\$&');
}

/**
 * Null if a file can't be read, or is to be made and the client can't do that.
 * @param editedFile null for a file that can't be read; it isn't asked for those that are made
 */
export function editOfFiles(
  fileEdits: readonly FileEdit[],
  { title, description, isConfirmed = true }: EditWords,
  support: EditSupport,
  editedFile: (path: string) => EditedFile | null,
): WorkspaceEdit | null {
  const documents: { readonly uri: string; readonly version: number | null; readonly edits: ProtocolEdit[] }[] = [];
  const made = fileEdits.filter(({ creates }) => creates === true).map(({ path }) => path);
  if (made.length > 0 && !support.creates) return null;
  for (const { path, edits } of fileEdits) {
    const file = made.includes(path) ? { uri: path, version: null, lines: lineIndex('') } : editedFile(path);
    if (file === null) return null;
    const { uri, version, lines } = file;
    documents.push({
      uri,
      version,
      edits: edits.map(({ span, newText }) => ({ range: lines.rangeOf(span), newText })),
    });
  }
  if (!support.versions) return { changes: Object.fromEntries(documents.map(({ uri: at, edits }) => [at, edits])) };
  const needsConfirmation = documents.length > 1 || !isConfirmed;
  const isAnnotated = (needsConfirmation || description !== null) && support.annotations;
  const words = { label: title, needsConfirmation, ...(description === null ? {} : { description }) };
  const annotated = (edit: ProtocolEdit): ProtocolEdit | AnnotatedTextEdit =>
    isAnnotated ? { ...edit, annotationId: annotation } : edit;
  return {
    documentChanges: [
      ...made.map(
        (at): CreateFile => ({
          kind: 'create',
          uri: at,
          options: { overwrite: false, ignoreIfExists: false },
          ...(isAnnotated ? { annotationId: annotation } : {}),
        }),
      ),
      ...documents.map(({ uri: at, version: of, edits }) => ({
        textDocument: { uri: at, version: of },
        edits: edits.map(annotated),
      })),
    ],
    ...(isAnnotated ? { changeAnnotations: { [annotation]: words } } : {}),
  };
}

/** The documents that an edit changes. */
export function editedUris(edit: WorkspaceEdit | undefined): readonly string[] {
  const changed = edit?.documentChanges ?? [];
  return [
    ...Object.keys(edit?.changes ?? {}),
    ...changed.flatMap((change) => ('textDocument' in change ? [change.textDocument.uri] : [])),
  ];
}
