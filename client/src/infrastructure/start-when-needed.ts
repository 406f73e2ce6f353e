import * as vscode from 'vscode';
import { mayBeTemplate } from './documents.ts';
import type { LanguageServer } from './language-server.ts';

/**
 * Starts the server with the first document that may be a template, so that a window without one runs no process of ours. In a
 * workspace with Bicep it starts at once: a template will be opened.
 */
export function startServerWhenNeeded(server: LanguageServer): vscode.Disposable {
  const listeners: vscode.Disposable[] = [];
  const stopListening = (): void => {
    for (const listener of listeners.splice(0)) listener.dispose();
  };
  const startFor = (document: vscode.TextDocument): void => {
    if (listeners.length === 0 || !mayBeTemplate(document)) return;
    stopListening();
    void server.start();
  };

  listeners.push(
    vscode.workspace.onDidOpenTextDocument(startFor),
    vscode.workspace.onDidChangeTextDocument((change) => startFor(change.document)),
    vscode.window.onDidChangeActiveTextEditor((editor) => {
      if (editor !== undefined) startFor(editor.document);
    }),
  );
  for (const document of vscode.workspace.textDocuments) startFor(document);
  void startInBicepWorkspace();

  return new vscode.Disposable(stopListening);

  async function startInBicepWorkspace(): Promise<void> {
    const [template] = await vscode.workspace.findFiles('**/*.bicep', '**/node_modules/**', 1);
    if (template === undefined || listeners.length === 0) return;
    stopListening();
    await server.start();
  }
}
