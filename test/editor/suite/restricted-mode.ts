import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { Case } from './cases.ts';
import { openCopy, waitForFindings } from './documents.ts';
import { repairCases } from './repairs.ts';

export const restrictedModeCases: readonly Case[] = [
  {
    name: 'Restricted Mode: the workspace is not trusted, and findings are there',
    async run() {
      assert.equal(vscode.workspace.isTrusted, false);
      const { document } = await openCopy('main.bicep');
      await waitForFindings(document);
    },
  },
  ...repairCases
    .filter((each) => each.name.includes('public-access'))
    .map((each) => ({ name: `Restricted Mode: ${each.name}`, run: each.run })),
];
