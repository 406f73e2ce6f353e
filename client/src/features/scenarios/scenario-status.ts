import * as vscode from 'vscode';
import type { AnalyzedParams, methods, ScenariosParams, ScenariosResult } from '../../../../server/src/lsp/protocol.ts';
import { documentSelector, mayBeTemplate } from '../../infrastructure/documents.ts';
import type { LanguageServer } from '../../infrastructure/language-server.ts';
import { type ParameterSettings, parameterChoices, withChoice } from './parameter-choice.ts';
import { summarizeScenarios } from './scenario-summary.ts';

const SCENARIOS: (typeof methods)['scenarios'] = 'zeroTrust/scenarios';
const ANALYZED: (typeof methods)['analyzed'] = 'zeroTrust/analyzed';

/** Says in the language status with which parameters the template is evaluated, and lets a person choose a parameter file. */
export function registerScenarios(server: LanguageServer): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('zeroTrust.scenario', []);
  item.name = 'Zero Trust: Parameters';
  let asked = 0;

  const scenariosOf = (document: vscode.TextDocument): Promise<ScenariosResult | null> =>
    server.request<ScenariosParams, ScenariosResult | null>(SCENARIOS, { uri: document.uri.toString() });

  const update = async (): Promise<void> => {
    const own = ++asked;
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !mayBeTemplate(document) || server.state !== 'running') {
      item.selector = [];
      return;
    }
    const result = await scenariosOf(document);
    if (own !== asked) return;
    if (result === null) {
      item.selector = [];
      return;
    }
    const { text, detail, mayChoose } = summarizeScenarios(result);
    item.selector = documentSelector;
    item.busy = result.searching;
    item.text = text;
    item.detail = detail;
    item.command = mayChoose ? { command: 'zeroTrust.chooseParameters', title: 'Choose Parameter File' } : undefined;
  };

  const choose = async (): Promise<void> => {
    const document = vscode.window.activeTextEditor?.document;
    const result = document === undefined ? null : await scenariosOf(document);
    const folder = document === undefined ? undefined : vscode.workspace.getWorkspaceFolder(document.uri);
    if (document === undefined || result === null || !summarizeScenarios(result).mayChoose || folder === undefined) {
      void vscode.window.showInformationMessage(
        'A parameter file is chosen for the template in the active editor, in an open folder.',
      );
      return;
    }
    const pathOf = (uri: vscode.Uri): string => vscode.workspace.asRelativePath(uri, false);
    const configuration = vscode.workspace.getConfiguration('zeroTrust', folder.uri);
    const settings = configuration.get<ParameterSettings>('parameters', {});
    const template = pathOf(document.uri);
    const files = result.parameterFiles.map((uri) => pathOf(vscode.Uri.parse(uri)));
    const choices = parameterChoices(template, files, settings).map((choice) => ({
      ...choice,
      label: choice.isCurrent ? `$(check) ${choice.label}` : choice.label,
    }));
    const picked = await vscode.window.showQuickPick(choices, {
      title: `Parameters of ${template}`,
      placeHolder: 'The parameter file with which the template is evaluated',
      matchOnDescription: true,
    });
    if (picked === undefined) return;
    const target = vscode.ConfigurationTarget.WorkspaceFolder;
    await configuration.update('parameters', withChoice(settings, template, picked.value), target);
  };

  void update();
  return vscode.Disposable.from(
    item,
    vscode.commands.registerCommand('zeroTrust.chooseParameters', choose),
    server.onDidChangeState(() => void update()),
    vscode.window.onDidChangeActiveTextEditor(() => void update()),
    server.onNotification<AnalyzedParams>(ANALYZED, ({ uri }) => {
      if (uri === vscode.window.activeTextEditor?.document.uri.toString()) void update();
    }),
  );
}
