/** The requests about repairs: the lightbulb, what is picked from it, and the repair of a rule in the whole workspace. */
import {
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Connection,
  LSPErrorCodes,
  ResponseError,
  type TextDocuments,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Engine } from '../service/model.ts';
import { enumeration } from '../text/enumeration.ts';
import type { Analyses, DocumentAnalysis } from './analyses.ts';
import type { ClientSupport } from './capabilities.ts';
import {
  fixAllActions,
  fixAllKind,
  ignoreActions,
  isRepairData,
  isRuleRepairData,
  isWanted,
  openCommand,
  openSourceActions,
  quickFixes,
  type RepairData,
  repairRuleCommand,
  resolvedAction,
  resolvedRuleAction,
  withdrawnText,
} from './code-actions.ts';
import type { Configurations } from './configurations.ts';
import { guarded, guardedRequest, type Log, nextTurn } from './guard.ts';
import { type RuleRepairs, ruleRepairs, ruleRepairsText } from './repair-rule.ts';
import { Cancelled, slicesOf } from './slices.ts';
import { fileNameOf } from './uris.ts';
import { editedUris } from './workspace-edit.ts';
import type { WorkspaceFiles } from './workspace-files.ts';

/** What the answers need of the server. */
export interface RepairHost {
  readonly engine: Engine;
  readonly documents: TextDocuments<TextDocument>;
  readonly analyses: Analyses;
  readonly workspace: WorkspaceFiles;
  readonly configurationOf: Configurations['of'];
  readonly openAs: DocumentAnalysis['openAs'];
  readonly support: () => ClientSupport;
  readonly log: Log;
  /** Milliseconds. */
  readonly clock: () => number;
}

export function answerRepairs(connection: Connection, host: RepairHost): void {
  const { engine, documents, analyses, workspace, configurationOf, openAs, support, log, clock } = host;

  const tell = (message: string): void => {
    void guarded('message', log, async () => {
      await connection.window.showInformationMessage(message);
    });
  };

  const offered = async (
    { textDocument, range, context }: CodeActionParams,
    token: CancellationToken,
  ): Promise<CodeAction[]> => {
    await nextTurn(token);
    const document = documents.get(textDocument.uri);
    const analysis = document ? await analyses.current(document) : null;
    // Who includes the file isn't known yet, and so not what a repair would do; the lightbulb is asked for again soon.
    if (!analysis || analysis.result.searching) return [];
    const { only } = context;
    const { codeActions } = support();
    const fixes = isWanted('quickfix', only)
      ? [
          ...quickFixes(engine, analysis, range, codeActions),
          ...openSourceActions(analysis, range, codeActions),
          ...ignoreActions(analysis, range, codeActions),
        ]
      : [];
    // All repairs at once belong to menus and saving; a lightbulb doesn't ask for them by name.
    const all = only && isWanted(fixAllKind, only) ? fixAllActions(engine, analysis, codeActions) : [];
    return [...fixes, ...all];
  };
  connection.onCodeAction(guardedRequest('textDocument/codeAction', [] as CodeAction[], log, offered));

  /** Judges the repairs of one finding by all templates that they change, in slices. @throws ResponseError if nobody waits for it any more */
  const verified = async (
    { file, configuration, workspace: around, version }: DocumentAnalysis,
    { uri, findingKey }: RepairData,
    token: CancellationToken,
  ): Promise<void> => {
    const { isDue, pause } = slicesOf(clock, () => false);
    while (engine.verify(file, configuration, around, isDue, findingKey)) {
      await pause();
      if (token.isCancellationRequested)
        throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The request was cancelled.');
      if (documents.get(uri)?.version !== version)
        throw new ResponseError(LSPErrorCodes.ContentModified, 'The document changed while the repair was checked.');
    }
  };

  /** @throws ResponseError if the edit would change a file that nobody may write: the editor would change it all the same, and couldn't save it. */
  const refuseReadOnly = (edit: WorkspaceEdit | undefined): void => {
    const locked = editedUris(edit).filter((uri) => workspace.files.isReadOnly(uri));
    if (locked.length === 0) return;
    const message = `Nothing was changed: ${enumeration(locked.map(fileNameOf))} ${locked.length > 1 ? 'are' : 'is'} read-only.`;
    tell(message);
    throw new ResponseError(LSPErrorCodes.RequestFailed, message);
  };

  const resolved = async (action: CodeAction, token: CancellationToken): Promise<CodeAction> => {
    const { data } = action;
    if (!isRepairData(data) && !isRuleRepairData(data)) return action;
    const document = documents.get(data.uri);
    if (document?.version !== data.version) {
      throw new ResponseError(LSPErrorCodes.ContentModified, 'The document changed after the repair was offered.');
    }
    const analysis = await analyses.current(document);
    if (analysis && isRepairData(data)) await verified(analysis, data, token);
    const { codeActions } = support();
    const found =
      analysis &&
      (isRepairData(data)
        ? resolvedAction(engine, analysis, action, data, codeActions)
        : resolvedRuleAction(engine, analysis, action, data, codeActions, workspace.files.isReadOnly));
    if (found) {
      refuseReadOnly(found.edit);
      return found;
    }
    if (analysis && isRepairData(data)) tell(withdrawnText(engine, analysis, data));
    throw new ResponseError(LSPErrorCodes.ContentModified, 'The repair is no longer there.');
  };
  connection.onCodeActionResolve((action, token) =>
    guardedRequest('codeAction/resolve', action, log, resolved)(action, token),
  );

  /** Repairs all findings of a rule in the workspace, unless a person cancels it or changes a file meanwhile. */
  const repairRule = async (ruleId: string): Promise<void> => {
    const progress = await begunProgress(`Zero Trust: repairing ${ruleId}`);
    try {
      const slices = slicesOf(clock, () => progress?.token.isCancellationRequested === true);
      const found = await ruleRepairs(ruleId, {
        engine,
        workspace: workspace.now,
        configurationOf,
        openAs,
        isReadOnly: workspace.files.isReadOnly,
        support: support().codeActions,
        ...slices,
        report: (percentage) => progress?.report(percentage),
      });
      progress?.done();
      await offer(ruleId, found);
    } catch (error) {
      progress?.done();
      if (!(error instanceof Cancelled)) throw error;
    }
  };
  const begunProgress = async (title: string) => {
    if (!support().progress) return null;
    const progress = await connection.window.createWorkDoneProgress();
    progress.begin(title, 0, '', true);
    return progress;
  };
  const offer = async (ruleId: string, found: RuleRepairs): Promise<void> => {
    if (found.kind === 'changed') return tell('A file changed while it was being repaired. Nothing was changed.');
    for (const line of found.left) connection.console.info(`${ruleId} in ${line}`);
    const label = `Repair all findings of ${ruleId}`;
    const isMade = found.edit === null || (await connection.workspace.applyEdit({ label, edit: found.edit })).applied;
    if (isMade) tell(ruleRepairsText(ruleId, found));
  };

  connection.onExecuteCommand(
    guardedRequest('workspace/executeCommand', null, log, async ({ command, arguments: given }) => {
      const argument: unknown = given?.[0];
      if (typeof argument !== 'string') return null;
      if (command === openCommand) await connection.window.showDocument({ uri: argument, takeFocus: true });
      // The client waits for the answer of a command before it shows anything else: the edit comes by itself.
      if (command === repairRuleCommand) void guarded(command, log, () => repairRule(argument));
      return null;
    }),
  );
}
