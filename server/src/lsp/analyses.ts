import type { Configuration } from '../config/configuration.ts';
import type { Engine, FileAnalysis, SourceFile } from '../service/model.ts';
import { textOnHost } from '../service/repair-files.ts';
import type { Workspace } from '../service/workspace.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import type { Configurations } from './configurations.ts';
import { formatOf, isConfigurationFile, isLarge, type OpenDocument } from './documents.ts';
import { type GoodAnalysis, withLastGood } from './last-good.ts';
import { canonicalUri } from './uris.ts';

/** What is known of one version of a document. */
export interface DocumentAnalysis {
  /** The document as the client calls it; `file.path` is its canonical name. */
  readonly uri: string;
  /** The version that was analysed; of a large document that is being typed in, an older one than the document's. */
  readonly version: number;
  readonly file: SourceFile;
  readonly lines: LineIndex;
  readonly configuration: Configuration;
  /** What surrounded the document when it was analysed. */
  readonly workspace: Workspace;
  readonly result: FileAnalysis;
  /** The lines of another file; null if it can't be read. */
  linesOf(path: string): LineIndex | null;
  /** Another file as the client has it open now; null if it isn't open. */
  openAs(path: string): { readonly uri: string; readonly version: number } | null;
}

/** The analyses of open documents, made when they are asked for and kept until a file or a configuration changes. */
export interface Analyses {
  /** Null if the document is none of ours. */
  of(document: OpenDocument): Promise<DocumentAnalysis | null>;
  /** Like `of`, but null also if only an older version is known: for answers that need exact places. */
  current(document: OpenDocument): Promise<DocumentAnalysis | null>;
  /** Evaluates what the document's analysis waits for, until a pause is due; false if there is nothing left to do. */
  advance(document: OpenDocument, isDue: () => boolean): Promise<boolean>;
  /** Judges the repairs of the document's findings, so that they are known when somebody asks, until a pause is due; false if all are. */
  verify(document: OpenDocument, isDue: () => boolean): Promise<boolean>;
  /** False if there is more to evaluate for what was answered last, or repairs to judge. */
  isComplete(uri: string): boolean;
  /** A document was saved: a large one is analysed again at the next question. */
  renew(uri: string): void;
  /** A document was closed. */
  forget(uri: string): void;
}

/**
 * @param workspace what surrounds the documents: another object after any change.
 * @param onAnalyzed is told of each new analysis.
 * @param openAs the open documents by their canonical names.
 */
export function analyses(
  engine: Engine,
  configurations: Configurations,
  workspace: () => Workspace,
  onAnalyzed: (uri: string, version: number) => void,
  openAs: DocumentAnalysis['openAs'] = () => null,
): Analyses {
  const known = new Map<string, DocumentAnalysis>();
  const good = new Map<string, GoodAnalysis>();
  const renewed = new Set<string>();
  /** Those whose repairs are known. */
  const verified = new WeakSet<DocumentAnalysis>();

  const of = async (document: OpenDocument): Promise<DocumentAnalysis | null> => {
    const format = formatOf(document);
    if (format === null || isConfigurationFile(document.uri)) return null;
    const configuration = await configurations.of(document.uri);

    const { uri, version } = document;
    const text = document.getText();
    const around = workspace();
    const before = known.get(uri);
    if (before && before.configuration !== configuration) good.delete(uri);
    if (before && before.configuration === configuration) {
      // A document that is closed and opened again begins with the same version and may hold another text.
      const isSameText = before.version === version && before.file.text === text;
      if (isSameText && before.workspace === around) return before;
      if (!isSameText && isLarge(document) && !renewed.has(uri)) return before;
    }
    renewed.delete(uri);
    const file: SourceFile = { path: canonicalUri(uri), text, format };
    const found = engine.glance(file, configuration, around);
    const result = withLastGood(found, text, good.get(uri) ?? null);
    if (found.damaged.length === 0) good.set(uri, { text, result: found });
    const lines = lineIndex(text);
    const linesOf = linesIn(around, file, lines);
    const analysis = { uri, version, file, lines, configuration, workspace: around, result, linesOf, openAs };
    known.set(uri, analysis);
    onAnalyzed(uri, version);
    return analysis;
  };

  return {
    of,
    current: async (document) => {
      const analysis = await of(document);
      return analysis?.version === document.version ? analysis : null;
    },
    advance: async (document, isDue) => {
      const analysis = await of(document);
      if (analysis === null || analysis.result.complete) return false;
      const hasMore = engine.renew(analysis.file, analysis.workspace, isDue);
      if (!hasMore) known.delete(document.uri);
      return hasMore;
    },
    verify: async (document, isDue) => {
      const analysis = await of(document);
      if (analysis?.version !== document.version || !analysis.result.complete) return false;
      const hasMore = engine.verify(analysis.file, analysis.configuration, analysis.workspace, isDue);
      if (!hasMore) verified.add(analysis);
      return hasMore;
    },
    isComplete: (uri) => {
      const analysis = known.get(uri);
      if (analysis === undefined) return true;
      const { complete, findings } = analysis.result;
      return complete && (findings.length === 0 || verified.has(analysis));
    },
    renew: (uri) => {
      renewed.add(uri);
    },
    forget: (uri) => {
      known.delete(uri);
      good.delete(uri);
      renewed.delete(uri);
    },
  };
}

function linesIn(workspace: Workspace, own: SourceFile, ownLines: LineIndex): (path: string) => LineIndex | null {
  const known = new Map<string, LineIndex | null>([[own.path, ownLines]]);
  return (path) => {
    const found = known.get(path);
    if (found !== undefined) return found;
    const text = textOnHost(workspace, path);
    const lines = text === null ? null : lineIndex(text);
    known.set(path, lines);
    return lines;
  };
}
