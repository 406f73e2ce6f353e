import type { Configuration } from '../config/configuration.ts';
import type { Engine, FileAnalysis, SourceFile } from '../service/model.ts';
import { type LineIndex, lineIndex } from '../text/lines.ts';
import type { Configurations } from './configurations.ts';
import { formatOf, isConfigurationFile, isLarge, type OpenDocument } from './documents.ts';

/** What is known of one version of a document. */
export interface DocumentAnalysis {
  readonly uri: string;
  /** The version that was analysed; of a large document that is being typed in, an older one than the document's. */
  readonly version: number;
  readonly file: SourceFile;
  readonly lines: LineIndex;
  readonly configuration: Configuration;
  readonly result: FileAnalysis;
}

/** The analyses of open documents, made when they are asked for and kept until the document or its configuration changes. */
export interface Analyses {
  /** Null if the document is none of ours. */
  of(document: OpenDocument): Promise<DocumentAnalysis | null>;
  /** Like `of`, but null also if only an older version is known: for answers that need exact places. */
  current(document: OpenDocument): Promise<DocumentAnalysis | null>;
  /** A document was saved: a large one is analysed again at the next question. */
  renew(uri: string): void;
  /** A document was closed. */
  forget(uri: string): void;
}

/** @param onAnalyzed is told of each new analysis. */
export function analyses(
  engine: Engine,
  configurations: Configurations,
  onAnalyzed: (uri: string, version: number) => void,
): Analyses {
  const known = new Map<string, DocumentAnalysis>();
  const renewed = new Set<string>();

  const of = async (document: OpenDocument): Promise<DocumentAnalysis | null> => {
    const format = formatOf(document);
    if (format === null || isConfigurationFile(document.uri)) return null;
    const configuration = await configurations.of(document.uri);

    const { uri, version } = document;
    const text = document.getText();
    const before = known.get(uri);
    if (before && before.configuration === configuration) {
      // A document that is closed and opened again begins with the same version and may hold another text.
      if (before.version === version && before.file.text === text) return before;
      if (isLarge(document) && !renewed.has(uri)) return before;
    }
    renewed.delete(uri);
    const file: SourceFile = { path: uri, text, format };
    const result = engine.analyze(file, configuration);
    const analysis = { uri, version, file, lines: lineIndex(text), configuration, result };
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
    renew: (uri) => {
      renewed.add(uri);
    },
    forget: (uri) => {
      known.delete(uri);
      renewed.delete(uri);
    },
  };
}
