import * as vscode from 'vscode';
import { SEVERITIES, type Severity } from './topology-tree.ts';

/** Scheme of addresses that carry nothing but a severity, so that only elements of the tree are decorated. */
const SCHEME = 'zerotrust-severity';

/** Colours that every theme has for the states of a list. */
const COLORS: Readonly<Record<Severity, string>> = {
  error: 'list.errorForeground',
  warning: 'list.warningForeground',
  information: 'problemsInfoIcon.foreground',
  hint: 'descriptionForeground',
};

export function severityColor(severity: Severity): vscode.ThemeColor {
  return new vscode.ThemeColor(COLORS[severity]);
}

/** What an element of the tree points to, so that the editor asks for its decoration. */
export function severityUri(severity: Severity): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${severity}` });
}

/** Puts the first letter of the worst finding behind each element, since colour alone tells too little. */
export function registerSeverityDecorations(): vscode.Disposable {
  return vscode.window.registerFileDecorationProvider({
    provideFileDecoration(uri) {
      const severity = SEVERITIES.find((each) => uri.scheme === SCHEME && uri.path === `/${each}`);
      if (severity === undefined) return undefined;
      const letter = severity.charAt(0).toUpperCase();
      return new vscode.FileDecoration(letter, `Worst finding: ${severity}`, severityColor(severity));
    },
  });
}
