import type { CityLink } from '../../city/city-link.ts';
import { bothLanguages, fieldsOf, isFields, listOf, textOf } from '../../city/fields.ts';

/** One line of a list in the editor. */
export interface Choice {
  readonly value: string;
  readonly en: string;
  readonly zh: string;
}

const choice = (value: string, { en, zh } = { en: value, zh: value }): Choice => ({ value, en, zh });

type Source = (city: CityLink) => Promise<readonly Choice[]>;

const SOURCES: Readonly<Record<string, Source>> = {
  async properties({ getJson }) {
    const answer = await getJson('/api/properties');
    const properties = isFields(answer) ? fieldsOf(answer, 'properties') : {};
    return Object.entries(properties).map(([id, facts]) =>
      choice(id, isFields(facts) ? bothLanguages(facts, 'title', id) : undefined),
    );
  },
  async zones({ directory }) {
    await directory.load();
    return directory.zones().map(({ id, name }) => choice(id, name));
  },
  async devices({ directory }) {
    await directory.load();
    return directory.devices().map(({ id, provider }) => choice(id, { en: provider, zh: provider }));
  },
  // The city has no list of its scenarios; those that have spoken, and the one that every city runs.
  async scenarios({ getJson }) {
    const answer = await getJson('/api/alerts?status=all&limit=500');
    const spoken = isFields(answer) ? listOf(answer, 'alerts').map((alert) => textOf(alert, 'scenarioId')) : [];
    return [...new Set(['waterlogging', ...spoken])].filter((id) => id !== null).map((id) => choice(id));
  },
};

/** What a field of a node can be filled with; null for a list that there is not. Rejects when the city does not answer. */
export async function cityChoices(what: string, city: CityLink): Promise<readonly Choice[] | null> {
  const source = Object.hasOwn(SOURCES, what) ? SOURCES[what] : undefined;
  return source ? await source(city) : null;
}
