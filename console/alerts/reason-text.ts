/** Separators of a reason's parts: colons, commas and `became`. Each part is a term of the scenario or of a lane. */
const BETWEEN = /(: |, | became )/;
const COUNTED = /^\d+(?= following readings of the device$)/;
const NAMED = /^late reading (\S+) of (\S+)$/;

/** Translates a reason: as a whole if that is a known term, else part by part; an unknown part stays as it is. */
export function reasonText(reason: string, term: (word: string) => string): string {
  const whole = term(reason);
  return whole === reason ? reason.split(BETWEEN).map(partIn(term)).join('') : whole;
}

const partIn =
  (term: (word: string) => string) =>
  (part: string): string => {
    const [count] = COUNTED.exec(part) ?? [];
    if (count !== undefined) return term(part.replace(COUNTED, '#')).replace('#', count);
    const [, source, at] = NAMED.exec(part) ?? [];
    if (source !== undefined && at !== undefined) return `${term('late reading')} ${source} ${at}`;
    return term(part);
  };
