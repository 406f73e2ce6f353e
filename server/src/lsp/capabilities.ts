import {
  type ClientCapabilities,
  CodeActionKind,
  MarkupKind,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { CodeActionSupport } from './code-actions.ts';
import { fixAllKind, openCommand, repairRuleCommand } from './code-actions.ts';

/** What the client can do, as far as it matters to us. */
export interface ClientSupport {
  /** The client asks for diagnostics; else they are pushed to it. Never both, since it would show them twice. */
  readonly pullDiagnostics: boolean;
  /** The client asks again when told to. */
  readonly refreshDiagnostics: boolean;
  readonly relatedInformation: boolean;
  readonly markdownHover: boolean;
  readonly snippets: boolean;
  /** The client watches files that the server names. */
  readonly watchFiles: boolean;
  /** The client gives its settings when it is asked for them. */
  readonly settings: boolean;
  /** The client can be asked to tell when settings change. */
  readonly watchSettings: boolean;
  /** The client tells when folders are added to the workspace or taken out of it. */
  readonly workspaceFolders: boolean;
  /** The client shows how far long work has come, and lets a person end it. */
  readonly progress: boolean;
  readonly codeActions: CodeActionSupport;
}

export function clientSupport({ textDocument, workspace, window }: ClientCapabilities): ClientSupport {
  const { codeAction } = textDocument ?? {};
  const resolvesEdit = codeAction?.resolveSupport?.properties.includes('edit') ?? false;
  const publishes = textDocument?.publishDiagnostics;
  return {
    pullDiagnostics: textDocument?.diagnostic !== undefined,
    refreshDiagnostics: workspace?.diagnostics?.refreshSupport ?? false,
    relatedInformation: textDocument?.diagnostic?.relatedInformation ?? publishes?.relatedInformation ?? false,
    markdownHover: textDocument?.hover?.contentFormat?.includes(MarkupKind.Markdown) ?? false,
    snippets: textDocument?.completion?.completionItem?.snippetSupport ?? false,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration ?? false,
    settings: workspace?.configuration ?? false,
    watchSettings: workspace?.didChangeConfiguration?.dynamicRegistration ?? false,
    workspaceFolders: workspace?.workspaceFolders ?? false,
    progress: window?.workDoneProgress ?? false,
    codeActions: {
      resolve: resolvesEdit && (codeAction?.dataSupport ?? false),
      shows: window?.showDocument?.support ?? false,
      applies: workspace?.applyEdit ?? false,
      versions: workspace?.workspaceEdit?.documentChanges ?? false,
      snippets: workspace?.workspaceEdit?.snippetEditSupport ?? false,
      annotations: workspace?.workspaceEdit?.changeAnnotationSupport !== undefined,
      creates:
        (workspace?.workspaceEdit?.documentChanges ?? false) &&
        (workspace?.workspaceEdit?.resourceOperations?.includes('create') ?? false),
    },
  };
}

/** What the server offers to such a client. */
export function serverCapabilities(support: ClientSupport): ServerCapabilities {
  const { shows, applies } = support.codeActions;
  const commands = [...(shows ? [openCommand] : []), ...(applies ? [repairRuleCommand] : [])];
  return {
    textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
    hoverProvider: true,
    codeActionProvider: {
      codeActionKinds: [CodeActionKind.QuickFix, fixAllKind],
      resolveProvider: support.codeActions.resolve,
    },
    ...(commands.length > 0 ? { executeCommandProvider: { commands } } : {}),
    ...(support.workspaceFolders
      ? { workspace: { workspaceFolders: { supported: true, changeNotifications: true } } }
      : {}),
    ...(support.snippets ? { completionProvider: {} } : {}),
    ...(support.pullDiagnostics
      ? { diagnosticProvider: { interFileDependencies: true, workspaceDiagnostics: false } }
      : {}),
  };
}
