import * as vscode from 'vscode';
import type { AnalyzedParams, methods, TopologyParams, TopologyResult } from '../../../../server/src/lsp/protocol.ts';
import { mayBeTemplate } from '../../infrastructure/documents.ts';
import type { LanguageServer } from '../../infrastructure/language-server.ts';
import { coalesce } from './coalesce.ts';
import { registerSeverityDecorations } from './severity-decorations.ts';
import { treeItem } from './topology-items.ts';
import { elementAt, type TierElement, type TopologyElement, topologyTree } from './topology-tree.ts';

const TOPOLOGY: (typeof methods)['topology'] = 'zeroTrust/topology';
const ANALYZED: (typeof methods)['analyzed'] = 'zeroTrust/analyzed';

const VIEW = 'zeroTrust.topology';
/** True if a template is shown that builds no tiers; chooses between the two welcome texts. */
const HAS_NO_TIERS = 'zeroTrust.topologyHasNoTiers';

/** The template in the view. `source` is what the server said of it, to tell whether an answer is news. */
interface ShownTemplate {
  readonly uri: string;
  readonly source: string;
  readonly tree: readonly TierElement[];
}

/**
 * The tiers of the active template, or of the last one that was active and is still open. Asks the server only while the view is
 * visible. The selection follows the cursor and never takes the focus.
 */
export function registerTopologyView(server: LanguageServer, log: vscode.LogOutputChannel): vscode.Disposable {
  let shown: ShownTemplate | null = null;
  const treeChanges = new vscode.EventEmitter<void>();
  const view = vscode.window.createTreeView<TopologyElement>(VIEW, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: treeChanges.event,
      getChildren: (element) => [...(element?.children ?? shown?.tree ?? [])],
      getParent: (element) => element.parent,
      getTreeItem: treeItem,
    },
  });

  const show = (next: ShownTemplate | null): void => {
    const isNews = next?.source !== shown?.source;
    if (!isNews) return;
    shown = next;
    view.description = next === null ? '' : fileName(next.uri);
    void vscode.commands.executeCommand('setContext', HAS_NO_TIERS, next !== null && next.tree.length === 0);
    treeChanges.fire();
  };

  const refresh = coalesce(async () => {
    if (!view.visible) return;
    show(await findTemplate());
    await followCursor();
  });

  /** Asks about the active document first, then about the one that is shown. */
  const findTemplate = async (): Promise<ShownTemplate | null> => {
    const active = vscode.window.activeTextEditor?.document;
    const last = vscode.workspace.textDocuments.find((document) => document.uri.toString() === shown?.uri);
    for (const document of new Set([active, last])) {
      if (document === undefined || document.isClosed || !mayBeTemplate(document)) continue;
      const uri = document.uri.toString();
      const topology = await server.request<TopologyParams, TopologyResult | null>(TOPOLOGY, { uri });
      if (topology !== null) return { uri, source: JSON.stringify(topology), tree: topologyTree(topology) };
    }
    return null;
  };

  const followCursor = async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    if (!view.visible || editor === undefined || shown === null) return;
    const element = elementAt(shown.tree, editor.document.uri.toString(), editor.selection.active);
    if (element === null || view.selection[0]?.id === element.id) return;
    try {
      await view.reveal(element, { select: true, focus: false, expand: false });
    } catch (error) {
      // The tree was replaced while the editor looked for the element; the next move of the cursor finds it.
      log.debug('The selection did not follow the cursor.', String(error));
    }
  };

  return vscode.Disposable.from(
    treeChanges,
    view,
    registerSeverityDecorations(),
    vscode.commands.registerCommand('zeroTrust.topology.refresh', refresh),
    server.onNotification<AnalyzedParams>(ANALYZED, refresh),
    vscode.window.onDidChangeActiveTextEditor(refresh),
    vscode.workspace.onDidCloseTextDocument((document) => {
      if (document.uri.toString() === shown?.uri) void refresh();
    }),
    view.onDidChangeVisibility(refresh),
    vscode.window.onDidChangeTextEditorSelection(followCursor),
  );
}

function fileName(uri: string): string {
  const path = vscode.Uri.parse(uri).path;
  return path.slice(path.lastIndexOf('/') + 1);
}
