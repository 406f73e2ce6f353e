/** `destinationPortRanges` of a path to it. */
export function lastStep(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1);
}
