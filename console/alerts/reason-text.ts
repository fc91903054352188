/** Between the parts of a reason stand colons, commas and `became`; what stands in a part is a word of the scenario or of its lanes. */
const BETWEEN = /(: |, | became )/;
const COUNTED = /^\d+(?= following readings of the device$)/;
const NAMED = /^late reading (\S+) of (\S+)$/;

/** The system's own reason in a language: whole if that is known, else part by part; a part that is not known stays as it is. */
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
