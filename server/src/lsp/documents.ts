import { configurationFileName } from '../config/configuration-file.ts';
import type { SourceFile } from '../service/model.ts';

/** A document as the client has it open; `TextDocument` of the protocol's library is one. */
export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  getText(): string;
}

const formatByLanguage: Readonly<Record<string, SourceFile['format']>> = {
  bicep: 'bicep',
  'bicep-params': 'bicep-params',
  json: 'json',
  jsonc: 'json',
  'arm-template': 'json',
};

/** Above this length in characters a document is analysed when it is opened and saved, not at every keystroke. */
const largestWhileTyping = 2 * 1024 * 1024;

/** What a document is by its language id; null for anything that isn't ours. */
export function formatOf(document: OpenDocument): SourceFile['format'] | null {
  return Object.hasOwn(formatByLanguage, document.languageId) ? (formatByLanguage[document.languageId] ?? null) : null;
}

/** True for a configuration file of ours: it gets the problems of its own content and no others. */
export function isConfigurationFile(uri: string): boolean {
  return uri.endsWith(`/${configurationFileName}`);
}

export function isLarge(document: OpenDocument): boolean {
  return document.getText().length > largestWhileTyping;
}
