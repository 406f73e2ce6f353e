/** For tests: every snippet as a template of its own, in each form in which a person gets it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from '../server/src/service/model.ts';
import { snippetCompletions } from '../server/src/service/snippets.ts';
import { expandSnippet, insertSnippet } from './snippet-expander.ts';

export interface SnippetTemplate {
  readonly prefix: string;
  readonly form: 'bicep' | 'elements' | 'members';
  readonly file: SourceFile;
}

interface ContributedSnippet {
  readonly prefix: string;
  readonly description: string;
  readonly body: readonly string[];
}

const contributed = path.join(import.meta.dirname, '..', 'snippets', 'bicep.generated.json');

/** The snippets that package.json contributes, by title. */
export function contributedSnippets(): Readonly<Record<string, ContributedSnippet>> {
  return JSON.parse(readFileSync(contributed, 'utf8')) as Record<string, ContributedSnippet>;
}

/** With the default of each placeholder, and of each list the choice with this index, or the last of fewer. */
export function snippetTemplates(choice = 0): readonly SnippetTemplate[] {
  const bicep = Object.values(contributedSnippets()).map(
    ({ prefix, body }): SnippetTemplate => ({
      prefix,
      form: 'bicep',
      file: { path: `${prefix}.bicep`, text: `${expandSnippet(body.join('\n'), choice)}\n`, format: 'bicep' },
    }),
  );
  const arm = ['deploymentTemplate', 'subscriptionDeploymentTemplate'].flatMap((schema) => [
    ...completed(emptyTemplate(schema, '[]'), 'elements', choice),
    ...completed(emptyTemplate(schema, '{}'), 'members', choice),
  ]);
  return [...bicep, ...arm];
}

/** An ARM template without resources; the resources are `[]` or `{}`. */
export function emptyTemplate(schema: string, resources: '[]' | '{}'): string {
  return `{
  "$schema": "https://schema.management.azure.com/schemas/2019-04-01/${schema}.json#",${resources === '{}' ? '\n  "languageVersion": "2.0",' : ''}
  "contentVersion": "1.0.0.0",
  "resources": ${resources}
}
`;
}

function completed(text: string, form: 'elements' | 'members', choice: number): readonly SnippetTemplate[] {
  const offset = text.lastIndexOf(form === 'elements' ? ']' : '}\n}');
  return snippetCompletions({ path: 'main.json', text, format: 'json' }, offset).map(
    ({ label, replace, insertText }): SnippetTemplate => ({
      prefix: label,
      form,
      file: { path: `${label}.${form}.json`, text: insertSnippet(text, replace, insertText, choice), format: 'json' },
    }),
  );
}
