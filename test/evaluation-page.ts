/**
 * The figures of docs/evaluation.md that come from runs over the corpus: written by `npm run survey -- --table`, and compared with a run by the
 * tests.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ConsumerTable, type Outcome, outcomes, type Row } from './consumer-table.ts';
import type { OpenAccess } from './owned-places.ts';

const page = join(import.meta.dirname, '..', 'docs', 'evaluation.md');

export type SectionName = 'consumers' | 'places';

const border = (name: SectionName, end: 'begin' | 'end'): string => `<!-- ${name}: ${end} -->\n`;

/** A section of the page as it stands. */
export function writtenSection(name: SectionName): string {
  const [, after = ''] = readFileSync(page, 'utf8').split(border(name, 'begin'));
  return after.split(border(name, 'end'))[0] ?? '';
}

/** Replaces a section of the page. */
export function writeSection(name: SectionName, text: string): void {
  const [before = '', after = ''] = readFileSync(page, 'utf8').split(border(name, 'begin'));
  const rest = after.split(border(name, 'end'))[1] ?? '';
  writeFileSync(page, before + border(name, 'begin') + text + border(name, 'end') + rest);
}

const titles: Readonly<Record<Outcome, string>> = {
  concrete: 'concrete',
  external: 'outside',
  null: '`null`',
  absent: 'absent',
  candidates: 'candidates',
  unknown: 'unknown',
};

/** What is known of the values of the consumers, as Markdown. */
export function consumerSection({ entries, instances, cutEntries, rows }: ConsumerTable): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const share = (count: number, of: number): string => (count === 0 ? '' : `${((100 * count) / of).toFixed(1)} %`);
  const table = [
    line(['value', 'n', ...outcomes.map((outcome) => titles[outcome])]),
    line(['---', '---:', ...outcomes.map(() => '---:')]),
    ...rows.map((row) => {
      const total = countOf(row);
      return line([row.title, String(total), ...outcomes.map((outcome) => share(row.counts[outcome], total))]);
    }),
  ];
  return [
    `${entries} entries, ${instances} resources that are deployed or may be; ${cutEntries.length} entries with a value of too many alternatives.`,
    '',
    ...table,
    '',
  ].join('\n');
}

/** All values of a row. */
export function countOf({ counts }: Row): number {
  return outcomes.reduce((sum, outcome) => sum + counts[outcome], 0);
}

/** Values of a row that are decided: one concrete value, a resource, or nothing. Several by a condition are not. */
export function decidedShare({ counts, ...row }: Row): number {
  return 1 - (counts.candidates + counts.unknown) / countOf({ counts, ...row });
}

/** Where the open public accesses of the consumers lead, with all modules restored, as Markdown. */
export function placesSection(accesses: readonly OpenAccess[]): string {
  const count = (holds: (access: OpenAccess) => boolean): number => accesses.filter(holds).length;
  return [
    `- ${accesses.length} public accesses that are open or omitted`,
    `- ${count(({ place }) => place === 'text')} decided in a text of the consumer`,
    `- ${count(({ place, lever }) => place !== 'text' && lever !== null)} closed by one argument of a call of the consumer, proven by a probe`,
    `- ${count(({ place, lever, levers }) => place !== 'text' && lever === null && levers > 0)} steered by arguments of such a call, none of which closes it alone`,
    `- ${count(({ place, lever, levers }) => place !== 'text' && place !== 'none' && lever === null && levers === 0)} at such a call that passes nothing which steers it: a module in between decides`,
    `- ${count(({ place }) => place === 'none')} without a place of the consumer`,
    '',
  ].join('\n');
}
