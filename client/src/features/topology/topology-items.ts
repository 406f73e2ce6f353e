import * as vscode from 'vscode';
import { severityColor, severityUri } from './severity-decorations.ts';
import type { FlowElement, SourceRange, TopologyElement } from './topology-tree.ts';

/** Colours that every theme has; the icons differ too. */
const ANSWER_COLORS: Readonly<Record<FlowElement['answer'], string>> = {
  allowed: 'charts.green',
  depends: 'charts.yellow',
};

/** Turns an element into what the editor draws. */
export function treeItem(element: TopologyElement): vscode.TreeItem {
  const item = new vscode.TreeItem(element.label, collapsibleState(element));
  item.id = element.id;
  item.description = element.description;
  item.tooltip = new vscode.MarkdownString(element.tooltip);
  item.accessibilityInformation = { label: element.accessibleLabel };
  if (element.kind === 'flow') {
    item.iconPath = new vscode.ThemeIcon(element.icon, new vscode.ThemeColor(ANSWER_COLORS[element.answer]));
  } else if (element.worst === null) {
    item.iconPath = new vscode.ThemeIcon(element.icon);
  } else {
    item.iconPath = new vscode.ThemeIcon(element.icon, severityColor(element.worst));
    item.resourceUri = severityUri(element.worst);
  }
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
