import type { StandardRow, StandardsPack } from '../../model/standards-pack.ts';
import { formatSource, textIn } from '../format/source.ts';
import { formatUnit } from '../format/unit.ts';
import { language, termIn, texts } from '../texts/language.ts';

/** The standards that judged, each by edition. */
export function StandardTables({ packs }: { readonly packs: readonly StandardsPack[] }) {
  return (
    <section>
      <h3>{texts.value.alerts.standard}</h3>
      {packs.map((pack) => (
        <StandardTable key={pack.id} pack={pack} />
      ))}
    </section>
  );
}

/** One of them, and of each threshold where it comes from and how binding it is. */
function StandardTable({ pack }: { readonly pack: StandardsPack }) {
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
              <th>{words.standing}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, row]) => (
              <tr key={name}>
                <td>
                  {termIn(name)}
                  <span class="source">{textIn(row.source, language.value)}</span>
                </td>
                <td class="number">{valueText(row)}</td>
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

/** A threshold with its unit; a rule by its word; of a table, how long it is. */
function valueText(row: StandardRow): string {
  if ('value' in row) return `${row.value} ${formatUnit(row.unit, texts.value.units)}`;
  if ('choice' in row) return termIn(row.choice);
  return texts.value.alerts.table('categories' in row ? row.categories.length : row.concentrations.length);
}
