/** What the page says of how far it can be trusted, in English. `clock`: city time of what is seen; '' when there is none. */
export const standingEn = {
  upToDate: 'Up to date',
  seen: (clock: string) => (clock === '' ? 'What you see may be old.' : `What you see is from ${clock}.`),
  lost: 'Connection lost. This page reconnects by itself.',
  past: (duration: string) => `No word from the city for ${duration}.`,
  pastShort: 'No word from the city: you are looking at the past.',
  gatewayAway: 'The gateway is away: nothing new comes in, and nothing can be acknowledged.',
  noTick: (duration: string) => `The gateway has written nothing for ${duration}: nothing new comes in.`,
  noTickShort: 'The gateway writes nothing: nothing new comes in.',
  catchingUp: (duration: string, records: string) =>
    `The city is catching up: ${duration} and ${records} records behind the journal.`,
  sinksBehind: (sinks: string) => `Behind: ${sinks}. Nothing is lost, and the alerts on this page are up to date.`,
  sink: (name: string, amount: string) => `${name} (${amount})`,
  sinkRecords: (records: string) => `${records} records`,
  sinkFor: (duration: string, records: string) => `${duration}, ${records} records`,
  sinkTakesNothing: 'takes nothing',
  sinks: { series: 'charts and history', documents: 'lists and ledger', mqtt: 'alerts on MQTT' } as Readonly<
    Record<string, string>
  >,
  extensionsOff: (extensions: string) => `Off after errors: ${extensions}.`,
  extension: (kind: string, id: string) => `${kind} ${id}`,
  extensionIn: (kind: string, id: string, zone: string) => `${kind} ${id} in ${zone}`,
  kinds: {
    scenario: 'scenario',
    dialect: 'dialect',
    pack: 'standard',
    calculator: 'calculator',
    sink: 'output',
  } as Readonly<Record<string, string>>,
  more: (count: number) => `${count} more`,
  quiet: 'No alert is active. The city is quiet.',
  noneKnown: 'No alerts known.',
  noDevices: 'This city has no devices.',
  silent: (count: string, known: string, isOne: boolean) =>
    `${count} of ${known} devices ${isOne ? 'is' : 'are'} silent.`,
  never: (count: string, known: string, isOne: boolean) =>
    `${count} of ${known} devices ${isOne ? 'has' : 'have'} never reported.`,
  notWatched: (places: string) => `Not watched: ${places}.`,
  notWatchedPlace: (zone: string, scenario: string) => `${zone} (${scenario} off)`,
  notWatchedHere: (scenarios: string) => `Not watched here: ${scenarios} is off.`,
};
