import * as vscode from 'vscode';
import type { Severity, SourceRange, TopologyElement } from './topology-tree.ts';

/** Colours that every theme has for the states of a list. The description says the severity in words as well. */
const SEVERITY_COLORS: Readonly<Record<Severity, string>> = {
  error: 'list.errorForeground',
  warning: 'list.warningForeground',
  information: 'problemsInfoIcon.foreground',
  hint: 'descriptionForeground',
};

/** Turns an element into what the editor draws. */
export function treeItem(element: TopologyElement): vscode.TreeItem {
  const item = new vscode.TreeItem(element.label, collapsibleState(element));
  item.id = element.id;
  item.description = element.description;
  item.tooltip = new vscode.MarkdownString(element.tooltip);
  item.accessibilityInformation = { label: element.accessibleLabel };
  item.iconPath = new vscode.ThemeIcon(
    element.icon,
    element.worst === null ? undefined : new vscode.ThemeColor(SEVERITY_COLORS[element.worst]),
  );
  item.contextValue = element.kind;
  if (element.kind === 'resource') {
    item.command = {
      command: 'vscode.open',
      title: 'Show Declaration',
      arguments: [vscode.Uri.parse(element.uri), { selection: editorRange(element.nameRange) }],
    };
  }
  return item;
}

function collapsibleState(element: TopologyElement): vscode.TreeItemCollapsibleState {
  if (element.children.length === 0) return vscode.TreeItemCollapsibleState.None;
  const isMainTier = element.kind === 'tier' && element.id !== 'tier:unassigned';
  return isMainTier ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
}

function editorRange(range: SourceRange): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}
