/** Texts that nodes share, in the catalogue of the config node; the editor and `RED._` find them by this prefix. */
export const CITY_TEXTS = '@citynerve/node-red-citynerve/citynerve-city:citynerve-city';
