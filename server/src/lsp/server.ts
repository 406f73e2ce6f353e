import {
  type CancellationToken,
  type Connection,
  type Diagnostic,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  FileChangeType,
  type Hover,
  TextDocuments,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { ruleNames } from '../config/rule-names.ts';
import type { Finding } from '../rules/finding.ts';
import { textOfContent } from '../service/files/decode.ts';
import type { Engine, SecurityRuleNote } from '../service/model.ts';
import { analyses as createAnalyses, type DocumentAnalysis } from './analyses.ts';
import { type ClientSupport, clientSupport, serverCapabilities } from './capabilities.ts';
import { completionsAt } from './completions.ts';
import { configurations as createConfigurations } from './configurations.ts';
import { configurationDiagnostics, diagnosticsOf, resultIdOf } from './diagnostics.ts';
import { formatOf, isConfigurationFile, isLarge } from './documents.ts';
import { guarded, guardedRequest, logOver, nextTurn } from './guard.ts';
import type { FileSystem } from './host-files.ts';
import { hoverAt } from './hover.ts';
import {
  type AnalyzedParams,
  methods,
  type RuleDocumentParams,
  type RuleDocumentResult,
  type ScenariosParams,
  type ScenariosResult,
  type TopologyParams,
  type TopologyResult,
} from './protocol.ts';
import { readingProgress } from './reading-progress.ts';
import { renewals as createRenewals } from './renewals.ts';
import { answerRepairs } from './repair-requests.ts';
import { readSettings, settingsSection } from './settings.ts';
import { topologyResult } from './topology.ts';
import { canonicalUri } from './uris.ts';
import { type FileChange, watchedFiles, workspaceFiles } from './workspace-files.ts';

/**
 * Answers a client's requests until the connection ends. Each request carries all that its answer depends on, besides the open documents:
 * nothing is remembered from one to the next but analyses, which are made anew when they are missing.
 */
export function startServer(connection: Connection, engine: Engine, system: FileSystem): void {
  const clock = (): number => performance.now();
  const log = logOver((line) => connection.console.error(line));
  const rules = engine.rules();
  const names = ruleNames(rules);
  const documents = new TextDocuments(TextDocument);
  /** The open documents by their canonical names. */
  const byName = new Map<string, TextDocument>();
  const workspace = workspaceFiles(system, {
    uris: () =>
      [...byName].filter(([name, open]) => isTemplate(open) && !isConfigurationFile(name)).map(([name]) => name),
    textOf: (uri) => byName.get(uri)?.getText() ?? null,
  });
  // A configuration counts once it is saved: while it is being typed it is broken most of the time.
  const savedText = async (uri: string): Promise<string | null> =>
    textOfContent(workspace.files.onDisk(canonicalUri(uri)));
  const configurations = createConfigurations(
    savedText,
    names,
    logOver((line) => connection.console.warn(line)),
  );
  const openAs: DocumentAnalysis['openAs'] = (path) => {
    const open = byName.get(path);
    return open === undefined ? null : { uri: open.uri, version: open.version };
  };
  const onAnalyzed = (uri: string, version: number): void => {
    const params: AnalyzedParams = { uri, version };
    void guarded(methods.analyzed, log, () => connection.sendNotification(methods.analyzed, params));
  };
  const analyses = createAnalyses(engine, configurations, workspace.now, onAnalyzed, openAs);
  let support: ClientSupport = clientSupport({});
  let trusted = true;
  let folders: readonly string[] = [];
  const startIn = (now: readonly string[]): void => {
    folders = now;
    workspace.start(folders, trusted, support.watchFiles);
  };

  connection.onInitialize(({ capabilities, workspaceFolders, rootUri, initializationOptions }) => {
    support = clientSupport(capabilities);
    const root = typeof rootUri === 'string' ? [{ uri: rootUri }] : [];
    trusted = isTrusted(initializationOptions);
    startIn((workspaceFolders ?? root).map(({ uri }) => uri));
    return { capabilities: serverCapabilities(support), serverInfo: { name: 'Zero Trust for Azure' } };
  });
  let writtenSettings = '';
  /** Asks for the settings of all folders. Until they are there, none is set. */
  const askSettings = async (): Promise<void> => {
    if (!support.settings) return;
    const scopes = folders.length > 0 ? folders : [null];
    const values: unknown = await connection.workspace.getConfiguration(
      scopes.map((uri) => ({ section: settingsSection, ...(uri === null ? {} : { scopeUri: uri }) })),
    );
    const all = scopes.map((folder, index) => ({ folder, values: Array.isArray(values) ? values[index] : null }));
    const written = JSON.stringify(all);
    if (written === writtenSettings) return;
    writtenSettings = written;
    const settings = readSettings(
      all,
      logOver((line) => connection.console.warn(line)),
    );
    workspace.choose(settings);
    configurations.choose(settings.profiles);
    refresh(documents.keys());
    renewals.request();
  };
  const askedSettings = (): void => void guarded('settings', log, askSettings);
  connection.onDidChangeConfiguration(askedSettings);

  connection.onInitialized(() => {
    askedSettings();
    if (support.watchSettings) {
      const section = settingsSection;
      void guarded('registration', log, async () => {
        await connection.client.register(DidChangeConfigurationNotification.type, { section });
      });
    }
    if (support.workspaceFolders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = new Set(removed.map(({ uri }) => uri));
        startIn([...folders.filter((uri) => !gone.has(uri)), ...added.map(({ uri }) => uri)]);
        configurations.forget();
        askedSettings();
        renewals.request();
      });
    }
    if (!support.watchFiles) return;
    const watchers = [{ globPattern: watchedFiles }];
    void guarded('registration', log, async () => {
      await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    });
  });

  const diagnosticsFor = async (uri: string): Promise<Diagnostic[]> => {
    const document = documents.get(uri);
    if (!document) return [];
    if (isConfigurationFile(uri)) return configurationDiagnostics(document.getText(), names);
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
    noteShown(textDocument.uri, resultId);
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
        noteShown(uri, resultIdOf(diagnostics));
        const version = documents.get(uri)?.version;
        await connection.sendDiagnostics({ uri, diagnostics, ...(version === undefined ? {} : { version }) });
      });
    }, 0);
  };

  /** Something else is to be shown for these documents. */
  const refresh = (uris: readonly string[]): void => {
    for (const uri of uris) push(uri);
    if (!support.pullDiagnostics || !support.refreshDiagnostics) return;
    void guarded('refresh', log, () => connection.languages.diagnostics.refresh());
  };

  const renewals = createRenewals(
    analyses,
    log,
    (uri) => documents.get(uri),
    async (uri) => resultIdOf(await diagnosticsFor(uri)),
    refresh,
    clock,
    readingProgress(
      () => engine.reading,
      () => connection.window.createWorkDoneProgress(),
      clock,
    ),
  );
  /** Remembers what is shown for a document, and has the rest of it evaluated. */
  const noteShown = (uri: string, resultId: string): void => {
    const document = documents.get(uri);
    if (!document) return;
    renewals.shown(uri, document.version, resultId);
    if (!analyses.isComplete(uri)) renewals.request();
  };

  documents.onDidOpen(({ document }) => {
    byName.set(canonicalUri(document.uri), document);
    workspace.lookAgain();
  });
  documents.onDidChangeContent(({ document }) => {
    workspace.edited(canonicalUri(document.uri));
    push(document.uri);
    renewals.request();
  });
  documents.onDidSave(({ document }) => {
    workspace.lookAgain();
    renewals.request();
    if (!isLarge(document)) return;
    analyses.renew(document.uri);
    refresh([document.uri]);
  });
  documents.onDidClose(({ document }) => {
    byName.delete(canonicalUri(document.uri));
    workspace.edited(canonicalUri(document.uri));
    analyses.forget(document.uri);
    renewals.forget(document.uri);
    push(document.uri);
    renewals.request();
  });
  connection.onDidChangeWatchedFiles(({ changes }) => {
    const hasSettings = workspace.changed(changes.map(({ uri, type }) => ({ uri, kind: kindOf(type) })));
    if (hasSettings) {
      configurations.forget();
      refresh(documents.keys());
    }
    renewals.request();
  });

  connection.onHover(
    guardedRequest('textDocument/hover', null as Hover | null, log, async ({ textDocument, position }) => {
      const document = documents.get(textDocument.uri);
      const analysis = document ? await analyses.current(document) : null;
      if (!analysis) return null;
      const { file, workspace: around } = analysis;
      const securityRulesAt = (offset: number): readonly SecurityRuleNote[] =>
        engine.securityRules(file, offset, around);
      const { configuration, result } = analysis;
      // Who includes the file isn't known yet, and so not what a repair would do.
      const whyNoRepair = ({ key }: Finding): string | null =>
        result.searching ? null : engine.offers(file, configuration, key, around).whyNone;
      return hoverAt(analysis, position, { rules, securityRulesAt, whyNoRepair }, support.markdownHover);
    }),
  );

  answerRepairs(connection, {
    engine,
    documents,
    analyses,
    workspace,
    configurationOf: configurations.of,
    openAs,
    support: () => support,
    log,
    clock,
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
    methods.scenarios,
    guardedRequest(methods.scenarios, null as ScenariosResult | null, log, ({ uri }: ScenariosParams) => {
      const document = documents.get(uri);
      const format = document ? formatOf(document) : null;
      if (!document || format === null) return null;
      const name = canonicalUri(uri);
      const found = engine.scenarios({ path: name, text: document.getText(), format }, workspace.now());
      return found.scenarios.length === 0 ? null : { ...found, document: name };
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

function isTemplate(document: TextDocument): boolean {
  return formatOf(document) !== null;
}

/** A workspace is trusted unless the client says otherwise: other editors have no such notion. */
function isTrusted(options: unknown): boolean {
  return !(typeof options === 'object' && options !== null && 'trusted' in options && options.trusted === false);
}

function kindOf(type: FileChangeType): FileChange['kind'] {
  if (type === FileChangeType.Created) return 'created';
  return type === FileChangeType.Deleted ? 'deleted' : 'changed';
}
