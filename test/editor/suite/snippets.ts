import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Case, waitFor } from './cases.ts';
import { assertExpected, findingsIn, openCopy, waitForFindings } from './documents.ts';

const SNIPPET = 'zt-storage';

export const snippetCases: readonly Case[] = [
  {
    name: 'empty.bicep: a contributed snippet is offered, and inserts a building block without findings',
    async run() {
      const editor = await openCopy('empty.bicep');
      const end = new vscode.Position(4, 0);
      const item = await waitForCompletion(editor.document, end);
      await insert(editor, item, end);
      assertExpected(editor.document.getText(), 'empty.snippet.bicep');
      await assertNoFindings(editor.document);
    },
  },
  {
    name: 'empty.json: the server completes a building block where a resource may stand',
    async run() {
      const editor = await openCopy('empty.json');
      const place = new vscode.Position(4, 4);
      const item = await waitForCompletion(editor.document, place);
      await insert(editor, item, place);
      assertExpected(editor.document.getText(), 'empty.snippet.json');
      await assertNoFindings(editor.document);
    },
  },
  {
    name: 'no building block is offered outside of the resources, nor in JSON that is no template',
    async run() {
      // A template is completed first, so that the server is known to run.
      const template = await openCopy('empty.json');
      await waitForCompletion(template.document, new vscode.Position(4, 0));
      assert.deepEqual(await snippetsAt(template.document, new vscode.Position(3, 0)), []);

      const other = await openCopy('package.json');
      assert.deepEqual(await snippetsAt(other.document, new vscode.Position(1, 0)), []);
    },
  },
];

async function waitForCompletion(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<vscode.CompletionItem> {
  return await waitFor(`the completion ${SNIPPET} in ${document.fileName}`, async () => {
    const items = await snippetsAt(document, position);
    return items.find((item) => labelOf(item) === SNIPPET) ?? null;
  });
}

/** The completions that are building blocks of ours. */
async function snippetsAt(
  document: vscode.TextDocument,
  position: vscode.Position,
): Promise<readonly vscode.CompletionItem[]> {
  const list = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
    undefined,
    50,
  );
  return list.items.filter((item) => labelOf(item).startsWith('zt-'));
}

function labelOf(item: vscode.CompletionItem): string {
  return typeof item.label === 'string' ? item.label : item.label.label;
}

/** Inserts a completion as the editor does when it is picked, its placeholders left as they are. */
async function insert(
  editor: vscode.TextEditor,
  item: vscode.CompletionItem,
  position: vscode.Position,
): Promise<void> {
  const { insertText, range } = item;
  const snippet = insertText instanceof vscode.SnippetString ? insertText : new vscode.SnippetString(insertText ?? '');
  const place = range instanceof vscode.Range ? range : (range?.replacing ?? new vscode.Range(position, position));
  assert.equal(await editor.insertSnippet(snippet, place), true);
  if (item.additionalTextEdits !== undefined && item.additionalTextEdits.length > 0) {
    const edit = new vscode.WorkspaceEdit();
    edit.set(editor.document.uri, item.additionalTextEdits);
    assert.equal(await vscode.workspace.applyEdit(edit), true);
  }
}

/** Opens a template that has findings after it, so that an answer of the server, not its silence, says that there are none. */
async function assertNoFindings(document: vscode.TextDocument): Promise<void> {
  const loud = await openCopy('main.bicep');
  await waitForFindings(loud.document);
  assert.deepEqual(
    findingsIn(document).map((finding) => finding.message),
    [],
  );
}
