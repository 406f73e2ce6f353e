import * as vscode from 'vscode';
import type { methods, RuleDocumentParams, RuleDocumentResult } from '../../../../server/src/lsp/protocol.ts';
import type { LanguageServer } from '../../infrastructure/language-server.ts';
import { RULE_SCHEME, ruleIdOf } from './rule-uri.ts';

const RULE_DOCUMENT: (typeof methods)['ruleDocument'] = 'zeroTrust/ruleDocument';

/** Serves the pages behind the codes of findings as read-only documents, offline. */
export function registerRuleDocuments(server: LanguageServer): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(RULE_SCHEME, {
    async provideTextDocumentContent(uri) {
      const ruleId = ruleIdOf(uri.path);
      if (ruleId === null) return `There is no rule page at ${uri.path}.\n`;

      const page = await server.request<RuleDocumentParams, RuleDocumentResult | null>(RULE_DOCUMENT, { ruleId });
      return page?.markdown ?? `There is no page about the rule ${ruleId}.\n`;
    },
  });
}
