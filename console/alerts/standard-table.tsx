import type { StandardRow, StandardsPack } from '../../model/standards-pack.ts';
import { formatSource, textIn } from '../format/source.ts';
import { formatUnit } from '../format/unit.ts';
import { language, texts } from '../texts/language.ts';

/** Translates a term of the scenario. */
type Term = (word: string) => string;

/** The standards packs that the alert was judged by. */
export function StandardTables({ packs, term }: { readonly packs: readonly StandardsPack[]; readonly term: Term }) {
  return (
    <section>
      <h3>{texts.value.alerts.standard}</h3>
      {packs.map((pack) => (
        <StandardTable key={pack.id} pack={pack} term={term} />
      ))}
    </section>
  );
}

/** One pack: each threshold with its source and legal status. */
function StandardTable({ pack, term }: { readonly pack: StandardsPack; readonly term: Term }) {
  const words = texts.value.alerts;
  const rows = Object.entries(pack.table);
  const defaults = rows.filter(([, { status }]) => status === 'project-default').length;
  return (
    <>
      {pack.title && <p>{textIn(pack.title, language.value)}</p>}
      <p>
        <code>
          {pack.id}@{pack.version}
        </code>{' '}
        <span class="mark">{words.standardStatus[pack.status]}</span>
      </p>
      <p class="dim">{formatSource(pack.source, language.value)}</p>
      <details>
        <summary>{words.thresholds(rows.length, defaults)}</summary>
        <table class="thresholds">
          <thead>
            <tr>
              <th>{words.threshold}</th>
              <th class="number">{words.value}</th>
              <th>{words.thresholdStatus}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, row]) => (
              <tr key={name}>
                <td>
                  {term(name)}
                  <span class="source">{textIn(row.source, language.value)}</span>
                </td>
                <td class="number">{valueText(row, term)}</td>
                <td>
                  <span class="mark">{words.standardStatus[row.status]}</span>
                  {row.toCheck && <span class="source">{words.toCheck}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
}

/** A threshold with its unit, a rule by its term, a table by its number of rows. */
function valueText(row: StandardRow, term: Term): string {
  if ('value' in row) return `${row.value} ${formatUnit(row.unit, texts.value.units)}`;
  if ('choice' in row) return term(row.choice);
  return texts.value.alerts.table('categories' in row ? row.categories.length : row.concentrations.length);
}
