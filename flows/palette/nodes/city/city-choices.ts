import type { CityLink } from '../../city/city-link.ts';
import { bothLanguages, type Fields, fieldsOf, isFields, listOf, textOf } from '../../city/fields.ts';

/** One item of a list in the editor. */
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
  // Scenarios that the city runs, by title; one that only has old alerts, by id.
  async scenarios({ getJson }) {
    const [known, spoken] = await Promise.all([
      getJson('/api/scenarios'),
      getJson('/api/alerts?status=all&limit=500').catch(() => null),
    ]);
    const choices = new Map(itemsOf(spoken, 'alerts', 'scenarioId').map(([id]) => [id, choice(id)]));
    for (const [id, facts] of itemsOf(known, 'items', 'id'))
      choices.set(id, choice(id, bothLanguages(facts, 'title', id)));
    return [...choices.values()];
  },
};

/** The objects of a list in an answer with their ids; those without one are left out. */
function itemsOf(answer: unknown, list: string, key: string): readonly (readonly [id: string, facts: Fields])[] {
  const items = isFields(answer) ? listOf(answer, list) : [];
  return items.flatMap((facts) => {
    const id = textOf(facts, key);
    return id === null ? [] : [[id, facts] as const];
  });
}

/** Choices for a field of a node; null for an unknown list. Rejects when the city does not answer. */
export async function cityChoices(what: string, city: CityLink): Promise<readonly Choice[] | null> {
  const source = Object.hasOwn(SOURCES, what) ? SOURCES[what] : undefined;
  return source ? await source(city) : null;
}
