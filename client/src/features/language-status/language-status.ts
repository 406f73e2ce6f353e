import * as vscode from 'vscode';
import { documentSelector, mayBeTemplate } from '../../infrastructure/documents.ts';
import type { LanguageServer } from '../../infrastructure/language-server.ts';
import { DIAGNOSTIC_SOURCE, summarizeFindings } from './finding-summary.ts';

/** One item in the language status of a template: how much was found, or that the server doesn't run and how to start it. */
export function registerLanguageStatus(server: LanguageServer): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('zeroTrust.status', []);
  item.name = 'Zero Trust';

  const update = (): void => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !mayBeTemplate(document)) {
      item.selector = [];
      return;
    }
    item.selector = documentSelector;
    item.busy = server.state === 'starting';
    if (server.state === 'stopped') showStopped(item);
    else showFindings(item, document);
  };

  update();
  return vscode.Disposable.from(
    item,
    server.onDidChangeState(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.languages.onDidChangeDiagnostics((change) => {
      const active = vscode.window.activeTextEditor?.document.uri.toString();
      if (change.uris.some((uri) => uri.toString() === active)) update();
    }),
  );
}

function showStopped(item: vscode.LanguageStatusItem): void {
  item.severity = vscode.LanguageStatusSeverity.Error;
  item.text = 'Language server stopped';
  item.detail = '';
  item.command = { command: 'zeroTrust.restartServer', title: 'Restart' };
}

function showFindings(item: vscode.LanguageStatusItem, document: vscode.TextDocument): void {
  const findings = vscode.languages
    .getDiagnostics(document.uri)
    .filter((diagnostic) => diagnostic.source === DIAGNOSTIC_SOURCE);
  const summary = summarizeFindings(findings.map((finding) => finding.severity));
  item.severity = vscode.LanguageStatusSeverity.Information;
  item.text = summary.text;
  item.detail = summary.detail;
  item.command =
    findings.length > 0
      ? { command: 'workbench.actions.view.problems', title: 'Show Problems' }
      : { command: 'zeroTrust.showOutput', title: 'Show Output' };
}
