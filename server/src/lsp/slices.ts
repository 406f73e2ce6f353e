/** Work in slices, between which messages that have arrived are answered. */
import { sliceInMilliseconds } from './renewals.ts';

/** A person has had enough. */
export class Cancelled extends Error {}

/** @param clock milliseconds since whenever. */
export function slicesOf(
  clock: () => number,
  isCancelled: () => boolean,
): { readonly isDue: () => boolean; readonly pause: () => Promise<void> } {
  let end = clock() + sliceInMilliseconds;
  return {
    isDue: () => clock() >= end,
    pause: async () => {
      await new Promise<void>((resolve) => {
        setImmediate(resolve);
      });
      if (isCancelled()) throw new Cancelled();
      end = clock() + sliceInMilliseconds;
    },
  };
}
