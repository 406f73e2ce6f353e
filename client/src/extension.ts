import * as vscode from 'vscode';
import { registerLanguageStatus } from './features/language-status/language-status.ts';
import { registerRuleDocuments } from './features/rule-documents/rule-documents.ts';
import { registerScenarios } from './features/scenarios/scenario-status.ts';
import { registerTopologyView } from './features/topology/topology-view.ts';
import { createLanguageServer, type LanguageServer } from './infrastructure/language-server.ts';
import { registerServerCommands } from './infrastructure/server-commands.ts';
import { startServerWhenNeeded } from './infrastructure/start-when-needed.ts';

let runningServer: LanguageServer | null = null;

/** Registers every surface and returns; the language server starts by itself once a template is open. */
export function activate(context: vscode.ExtensionContext): void {
  const begin = performance.now();
  const log = vscode.window.createOutputChannel('Zero Trust', { log: true });
  const server = createLanguageServer(context.asAbsolutePath('dist/server.cjs'), log);
  runningServer = server;

  context.subscriptions.push(
    log,
    registerServerCommands(server, log),
    registerRuleDocuments(server),
    registerTopologyView(server, log),
    registerLanguageStatus(server),
    registerScenarios(server),
    startServerWhenNeeded(server),
  );
  log.info(`Activated in ${(performance.now() - begin).toFixed(1)} ms.`);
}

/** The editor waits for this promise, which the disposables of the context would not give it. */
export async function deactivate(): Promise<void> {
  await runningServer?.stop();
}
