import * as vscode from 'vscode';
import type { LanguageServer } from './language-server.ts';

/** The two commands that help when something is wrong: read the log, and start the server anew. */
export function registerServerCommands(server: LanguageServer, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.commands.registerCommand('zeroTrust.showOutput', () => log.show()),
    vscode.commands.registerCommand('zeroTrust.restartServer', () => server.restart()),
  );
}
