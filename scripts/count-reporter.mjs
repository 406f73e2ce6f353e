/**
 * A reporter for `node --test` that writes the counts of the whole run as one line of JSON, for scripts/test.mjs to add up. In the long forms it shows the
 * figures that tests print, too, since the dots beside it don't.
 */
// biome-ignore lint/style/noDefaultExport: node --test takes a reporter by its default export.
export default async function* countReporter(events) {
  for await (const event of events) {
    if (event.type === 'test:stdout' && process.env.ZT_PROVE === '1') process.stdout.write(event.data.message);
    // A summary with a file is that file's own; the one without comes last and counts everything.
    if (event.type === 'test:summary' && event.data.file === undefined) yield `${JSON.stringify(event.data.counts)}\n`;
  }
}
