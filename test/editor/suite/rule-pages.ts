import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { type Case, waitFor } from './cases.ts';
import { openCopy, waitForFinding } from './documents.ts';

export const rulePageCases: readonly Case[] = [
  {
    name: "a finding's code opens the page of its rule, which is read-only",
    async run() {
      const { document } = await openCopy('main.bicep');
      const { code } = await waitForFinding(document, 'no-public-network-access');
      assert.ok(typeof code === 'object', 'The code of the finding has no link.');
      assert.equal(code.target.toString(), 'zerotrust:/rules/no-public-network-access.md');

      await vscode.commands.executeCommand('vscode.open', code.target);
      await waitFor('the tab of the rule page', () => (isOpen(code.target) ? true : null));
      const page = await vscode.workspace.openTextDocument(code.target);
      assert.match(page.getText(), /^# /);
      assert.match(page.getText(), /no-public-network-access/);
      assert.equal(vscode.workspace.fs.isWritableFileSystem(code.target.scheme), undefined);
    },
  },
  {
    name: 'the page of a rule that does not exist says so',
    async run() {
      const page = await vscode.workspace.openTextDocument(vscode.Uri.parse('zerotrust:/rules/no-such-rule.md'));
      assert.equal(page.getText(), 'There is no page about the rule no-such-rule.\n');
    },
  },
];

function isOpen(uri: vscode.Uri): boolean {
  return vscode.window.tabGroups.all
    .flatMap((group) => group.tabs)
    .some(({ input }) => {
      const isDocument = input instanceof vscode.TabInputText || input instanceof vscode.TabInputCustom;
      return isDocument && input.uri.toString() === uri.toString();
    });
}
