/** Findings that changed after they were shown, because another file changed or because there was more to evaluate. */
import type { Analyses } from './analyses.ts';
import type { OpenDocument } from './documents.ts';
import { guarded, type Log } from './guard.ts';
import type { ReadingProgress } from './reading-progress.ts';

/** How long nothing is to change before other documents are looked at again: whoever types has the processor. */
const restInMilliseconds = 100;

/**
 * How long documents are evaluated in a row until messages that have arrived are answered. No slice is to take longer than 8 ms: what is under way
 * when it is time for a pause has the rest.
 */
export const sliceInMilliseconds = 6;

export interface Renewals {
  /** What was shown for a document. */
  shown(uri: string, version: number, resultId: string): void;
  /** A document was closed. */
  forget(uri: string): void;
  /** A file, a document or a configuration changed, or findings were shown that aren't complete. */
  request(): void;
}

/**
 * @param documentOf the open document of a URI.
 * @param resultIdOf a name for what would be shown for it now.
 * @param onOutdated gets the documents for which something else is to be shown, all of one round at once.
 * @param clock milliseconds since whenever.
 */
export function renewals(
  analyses: Analyses,
  log: Log,
  documentOf: (uri: string) => OpenDocument | undefined,
  resultIdOf: (uri: string) => Promise<string>,
  onOutdated: (uris: readonly string[]) => void,
  clock: () => number,
  progress: ReadingProgress,
): Renewals {
  const shown = new Map<string, { readonly version: number; readonly resultId: string }>();
  let timer: NodeJS.Timeout | null = null;
  let round = 0;

  /** The document if what was shown is of its version; one that changed will be asked for anyway. */
  const shownDocument = (uri: string): OpenDocument | null => {
    const document = documentOf(uri);
    return document !== undefined && document.version === shown.get(uri)?.version ? document : null;
  };

  const nextSlice = (): (() => boolean) => {
    const end = clock() + sliceInMilliseconds;
    return () => clock() >= end;
  };

  const isOutdated = async (uri: string, isCurrent: () => boolean): Promise<boolean> => {
    const document = shownDocument(uri);
    if (document === null) return false;
    while (isCurrent() && shownDocument(uri) !== null && (await analyses.advance(document, nextSlice()))) {
      progress.update();
      await turn();
    }
    if (!isCurrent() || shownDocument(uri) === null) return false;
    return (await resultIdOf(uri)) !== shown.get(uri)?.resultId;
  };

  const run = async (): Promise<void> => {
    const own = ++round;
    const isCurrent = (): boolean => own === round;
    const outdated: string[] = [];
    // What was shown last is what somebody looks at.
    for (const uri of [...shown.keys()].reverse()) {
      await turn();
      if (!isCurrent()) return;
      await guarded('renewal', log, async () => {
        if (await isOutdated(uri, isCurrent)) outdated.push(uri);
      });
    }
    if (!isCurrent()) return;
    progress.end();
    if (outdated.length > 0) onOutdated(outdated);
    await verifyRepairs(isCurrent);
  };

  /** What is shown has its repairs judged before somebody asks for them. */
  const verifyRepairs = async (isCurrent: () => boolean): Promise<void> => {
    for (const uri of [...shown.keys()].reverse()) {
      await guarded('verification', log, async () => {
        for (;;) {
          await turn();
          const document = isCurrent() ? shownDocument(uri) : null;
          if (document === null || !(await analyses.verify(document, nextSlice()))) return;
        }
      });
    }
  };

  return {
    shown: (uri, version, resultId) => {
      shown.delete(uri);
      shown.set(uri, { version, resultId });
    },
    forget: (uri) => {
      shown.delete(uri);
    },
    request: () => {
      round++;
      if (timer !== null) clearTimeout(timer);
      timer = setTimeout(() => {
        timer = null;
        void guarded('renewal', log, run);
      }, restInMilliseconds);
    },
  };
}

/** Lets messages that have arrived be answered. */
function turn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
