/** A key of a resource without the numbers that an edit elsewhere in its file changes. */
export function stableKey(key: string): string {
  return key
    .replaceAll(/#\d+/g, '#')
    .replaceAll(/\[\d+\]/g, '[]')
    .replaceAll(/\/deployment\d+/g, '/deployment');
}
