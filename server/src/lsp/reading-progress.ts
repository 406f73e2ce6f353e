/** Says that the templates of a workspace are being read, if that takes long: findings that depend on who includes a file wait for it. */

/** How far the reading has come. */
export interface Reading {
  readonly read: number;
  readonly all: number;
}

/** What shows progress to a person; `WorkDoneProgressServerReporter` of the protocol's library is one. */
export interface Reporter {
  begin(title: string, percentage?: number, message?: string, cancellable?: boolean): void;
  report(percentage: number): void;
  done(): void;
}

export interface ReadingProgress {
  /** Looks how far the reading has come. */
  update(): void;
  /** Nobody waits for it any more. */
  end(): void;
}

/** For a client that doesn't want to show it. */
const nobody: Reporter = { begin: () => {}, report: () => {}, done: () => {} };

/** Reading that is done sooner isn't worth a word. */
const quietMilliseconds = 1000;

/**
 * @param open makes a reporter; the client may take its time.
 * @param clock milliseconds since whenever.
 */
export function readingProgress(
  reading: () => Reading,
  open: () => Promise<Reporter>,
  clock: () => number,
): ReadingProgress {
  let since: number | null = null;
  let opened: Promise<Reporter> | null = null;
  let shown = 0;

  const end = (): void => {
    since = null;
    void opened?.then((reporter) => reporter.done());
    opened = null;
  };

  return {
    update: () => {
      const { read, all } = reading();
      if (read >= all) {
        end();
        return;
      }
      since ??= clock();
      if (clock() - since < quietMilliseconds) return;
      const percentage = Math.floor((read / all) * 100);
      if (opened === null) {
        shown = percentage;
        opened = open()
          .catch(() => nobody)
          .then((reporter) => {
            reporter.begin('Zero Trust: reading the templates of the workspace', percentage);
            return reporter;
          });
      } else if (percentage > shown) {
        shown = percentage;
        void opened.then((reporter) => reporter.report(percentage));
      }
    },
    end,
  };
}
