import {
  type CancellationToken,
  type CodeAction,
  type Connection,
  type Diagnostic,
  DidChangeWatchedFilesNotification,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  type Hover,
  LSPErrorCodes,
  ResponseError,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { configurationFileName } from '../config/configuration-file.ts';
import type { Engine } from '../service/model.ts';
import { analyses as createAnalyses } from './analyses.ts';
import { type ClientSupport, clientSupport, serverCapabilities } from './capabilities.ts';
import { fixAllActions, fixAllKind, isRepairData, isWanted, quickFixes, resolvedAction } from './code-actions.ts';
import { completionsAt } from './completions.ts';
import { configurations as createConfigurations, type ReadText } from './configurations.ts';
import { configurationDiagnostics, diagnosticsOf, resultIdOf } from './diagnostics.ts';
import { formatOf, isConfigurationFile, isLarge } from './documents.ts';
import { guarded, guardedRequest, logOver, nextTurn } from './guard.ts';
import { hoverAt } from './hover.ts';
import {
  type AnalyzedParams,
  methods,
  type RuleDocumentParams,
  type RuleDocumentResult,
  type TopologyParams,
  type TopologyResult,
} from './protocol.ts';
import { topologyResult } from './topology.ts';

/**
 * Answers a client's requests until the connection ends. Each request carries all that its answer depends on, besides the open documents:
 * nothing is remembered from one to the next but analyses, which are made anew when they are missing.
 */
export function startServer(connection: Connection, engine: Engine, readText: ReadText): void {
  const log = logOver((line) => connection.console.error(line));
  const rules = engine.rules();
  const ruleIds = rules.map((rule) => rule.id);
  const documents = new TextDocuments(TextDocument);
  const configurations = createConfigurations(
    readText,
    ruleIds,
    logOver((line) => connection.console.warn(line)),
  );
  const analyses = createAnalyses(engine, configurations, (uri, version) => {
    const params: AnalyzedParams = { uri, version };
    void guarded(methods.analyzed, log, () => connection.sendNotification(methods.analyzed, params));
  });
  let support: ClientSupport = clientSupport({});

  connection.onInitialize(({ capabilities }) => {
    support = clientSupport(capabilities);
    return { capabilities: serverCapabilities(support), serverInfo: { name: 'Zero Trust for Azure' } };
  });
  connection.onInitialized(() => {
    if (!support.watchFiles) return;
    const watchers = [{ globPattern: `**/${configurationFileName}` }];
    void guarded('registration', log, async () => {
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    });
  });

  const diagnosticsFor = async (uri: string): Promise<Diagnostic[]> => {
    const document = documents.get(uri);
    if (!document) return [];
    if (isConfigurationFile(uri)) return configurationDiagnostics(document.getText(), ruleIds);
    const analysis = await analyses.of(document);
    return analysis ? diagnosticsOf(analysis, support.relatedInformation) : [];
  };

  const pulledDiagnostics = async (
    { textDocument, previousResultId }: DocumentDiagnosticParams,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> => {
    await nextTurn(token);
    const items = await diagnosticsFor(textDocument.uri);
    const resultId = resultIdOf(items);
    return resultId === previousResultId
      ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
      : { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  };
  const nothingFound: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(guardedRequest('textDocument/diagnostic', nothingFound, log, pulledDiagnostics));

  /** Documents whose diagnostics are about to be pushed: several changes at once are one analysis. */
  const pending = new Set<string>();
  const push = (uri: string): void => {
    if (support.pullDiagnostics || pending.has(uri)) return;
    pending.add(uri);
    setTimeout(() => {
      pending.delete(uri);
      void guarded('diagnostics', log, async () => {
        const diagnostics = await diagnosticsFor(uri);
        const version = documents.get(uri)?.version;
        await connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
      });
    }, 0);
  };

  /** Everything that was found may be different now. */
  const refreshAll = (): void => {
    for (const uri of documents.keys()) push(uri);
    if (!support.pullDiagnostics || !support.refreshDiagnostics) return;
    void guarded('refresh', log, () => connection.languages.diagnostics.refresh());
  };

  documents.onDidChangeContent(({ document }) => push(document.uri));
  documents.onDidSave(({ document }) => {
    if (!isLarge(document)) return;
    analyses.renew(document.uri);
    refreshAll();
  });
  documents.onDidClose(({ document }) => {
    analyses.forget(document.uri);
    push(document.uri);
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    if (!changes.some(({ uri }) => isConfigurationFile(uri))) return;
    configurations.forget();
    refreshAll();
  });

  connection.onHover(
    guardedRequest('textDocument/hover', null as Hover | null, log, async ({ textDocument, position }) => {
      const document = documents.get(textDocument.uri);
      const analysis = document ? await analyses.current(document) : null;
      return analysis ? hoverAt(analysis, position, rules, support.markdownHover) : null;
    }),
  );

  connection.onCodeAction(
    guardedRequest(
      'textDocument/codeAction',
      [] as CodeAction[],
      log,
      async ({ textDocument, range, context }, token) => {
        await nextTurn(token);
        const document = documents.get(textDocument.uri);
        const analysis = document ? await analyses.current(document) : null;
        if (!analysis) return [];
        const { only } = context;
        const fixes = isWanted('quickfix', only) ? quickFixes(engine, analysis, range, support.codeActions) : [];
        // All repairs at once belong to menus and saving; a lightbulb doesn't ask for them by name.
        const all = only && isWanted(fixAllKind, only) ? fixAllActions(engine, analysis, support.codeActions) : [];
        return [...fixes, ...all];
      },
    ),
  );

  connection.onCodeActionResolve(async (action, token) => {
    const resolve = guardedRequest('codeAction/resolve', action, log, async (offered: CodeAction) => {
      if (!isRepairData(offered.data)) return offered;
      const document = documents.get(offered.data.uri);
      if (document?.version !== offered.data.version) {
        throw new ResponseError(LSPErrorCodes.ContentModified, 'The document changed after the repair was offered.');
      }
      const analysis = await analyses.current(document);
      const resolved = analysis && resolvedAction(engine, analysis, offered, offered.data, support.codeActions);
      if (resolved) return resolved;
      throw new ResponseError(LSPErrorCodes.ContentModified, 'The repair is no longer there.');
    });
    return resolve(action, token);
  });

  connection.onCompletion(
    guardedRequest('textDocument/completion', [], log, ({ textDocument, position }) => {
      const document = documents.get(textDocument.uri);
      const format = document ? formatOf(document) : null;
      if (!document || format === null || isLarge(document)) return [];
      return completionsAt({ path: document.uri, text: document.getText(), format }, position);
    }),
  );

  connection.onRequest(
    methods.topology,
    guardedRequest(methods.topology, null as TopologyResult | null, log, async ({ uri }: TopologyParams) => {
      const document = documents.get(uri);
      const analysis = document ? await analyses.of(document) : null;
      return analysis ? topologyResult(engine, analysis) : null;
    }),
  );
  connection.onRequest(
    methods.ruleDocument,
    guardedRequest(methods.ruleDocument, null as RuleDocumentResult | null, log, ({ ruleId }: RuleDocumentParams) => {
      const markdown = engine.explain(ruleId);
      return markdown === null ? null : { markdown };
    }),
  );

  documents.listen(connection);
  connection.listen();
}
