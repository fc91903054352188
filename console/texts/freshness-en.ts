/** English texts on how current the page is. `clock`: city time of the data on the page; '' when there is none. */
export const freshnessEn = {
  upToDate: 'Up to date',
  seen: (clock: string) => (clock === '' ? 'What you see may be old.' : `What you see is from ${clock}.`),
  lost: 'Connection lost. This page reconnects by itself.',
  past: (duration: string) => `No update from the city for ${duration}.`,
  pastShort: 'No update from the city: this page is out of date.',
  gatewayAway: 'The gateway is down: nothing new is received, and no alert can be acknowledged.',
  noTick: (duration: string) => `The gateway has written nothing for ${duration}: nothing new is received.`,
  noTickShort: 'The gateway writes nothing: nothing new is received.',
  catchingUp: (duration: string, records: string) =>
    `The city is catching up: ${duration} and ${records} records behind the journal.`,
  catchingUpFor: (duration: string) => `The city is catching up: ${duration} behind the journal.`,
  clockHeldAhead: (duration: string) =>
    `Clock held: city time is ${duration} ahead of the clock of the machine. Times on this page may be wrong.`,
  clockHeldBehind: (duration: string) =>
    `Clock held: city time is ${duration} behind the clock of the machine. Times on this page may be wrong.`,
  sinksBehind: (sinks: string) => `Behind: ${sinks}. The alerts on this page are up to date.`,
  sink: (name: string, amount: string) => `${name} (${amount})`,
  sinkRecords: (records: string) => `${records} records`,
  sinkFor: (duration: string, records: string) => `${duration}, ${records} records`,
  sinkTakesNothing: 'takes nothing',
  sinkNotKnown: 'how far is not known yet',
  sinks: {
    series: 'charts and history',
    documents: 'lists and ledger',
    mqtt: 'alerts on MQTT',
    webhook: 'webhook',
    email: 'e-mail',
  } as Readonly<Record<string, string>>,
  extensionsOff: (extensions: string) => `Off after errors: ${extensions}.`,
  switchedOff: (user: string, extensions: string) => `Switched off by ${user}: ${extensions}.`,
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
