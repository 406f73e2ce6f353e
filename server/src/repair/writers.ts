/** The writers of texts, by language. */
import type { Language } from '../template/lowered.ts';
import { armWriter } from './write-arm.ts';
import { bicepWriter } from './write-bicep.ts';
import type { TemplateWriter } from './writer.ts';

interface KnownWriter {
  readonly text: string;
  readonly language: Language;
  readonly writer: TemplateWriter | null;
}

/** Texts whose writers are kept, the last ones: all repairs of a file's findings begin with its text, and a writer reads all of it. */
const mostKept = 2;

let recent: readonly KnownWriter[] = [];

/** A writer for a file with this text; null if nothing can be written there. */
export function writerOf(text: string, language: Language): TemplateWriter | null {
  const found = recent.find((known) => known.language === language && known.text === text);
  const known = found ?? { text, language, writer: newWriter(text, language) };
  recent = [known, ...recent.filter((other) => other !== known)].slice(0, mostKept);
  return known.writer;
}

function newWriter(text: string, language: Language): TemplateWriter | null {
  return language === 'bicep' || language === 'bicep-params' ? bicepWriter(text, language) : armWriter(text);
}
