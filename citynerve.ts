#!/usr/bin/env -S node --import tsx
import { Command, InvalidArgumentError } from 'commander';
import { TOKEN_SCOPES, type TokenScope } from './api/session-file.ts';
import { acceptClockCommand } from './commands/accept-clock.ts';
import { backupCommand } from './commands/backup.ts';
import { checkCommand } from './commands/check.ts';
import { clockCommand } from './commands/clock.ts';
import { createTokenCommand } from './commands/create-token.ts';
import { credentialsCommand } from './commands/credentials.ts';
import { explainCommand } from './commands/explain.ts';
import { exportAlertCommand } from './commands/export-alert.ts';
import { switchExtensionCommand } from './commands/extension.ts';
import { initCommand } from './commands/init.ts';
import { listExtensionsCommand } from './commands/list-extensions.ts';
import { listTokensCommand } from './commands/list-tokens.ts';
import { rebuildStoreCommand } from './commands/rebuild-store.ts';
import { refoldCommand } from './commands/refold.ts';
import { replayCommand } from './commands/replay.ts';
import { restoreCommand } from './commands/restore.ts';
import { revokeTokenCommand } from './commands/revoke-token.ts';
import { shiftClockCommand } from './commands/shift-clock.ts';
import { signinCommand } from './commands/signin.ts';
import { simulateCommand } from './commands/simulate.ts';
import { verifyCommand } from './commands/verify.ts';
import { verifyJournalCommand } from './commands/verify-journal.ts';
import { readDecimal } from './model/read-decimal.ts';
import { VERSION } from './model/version.ts';
import { EXIT_USAGE, explainCommandFailure } from './processes/explain-failure.ts';
import { startCity } from './processes/start-city.ts';

/** Returns a parser of a numeric option; a wrong value is a usage error that says what would be right. */
const number =
  (right: string, isRight: (value: number) => boolean) =>
  (text: string): number => {
    const value = readDecimal(text);
    if (value === null || !isRight(value)) throw new InvalidArgumentError(`must be ${right}.`);
    return value;
  };
const aboveZero = number('a number above 0', (value) => value > 0);
const count = number(
  'a whole number from 1 to 20000',
  (value) => Number.isInteger(value) && value >= 1 && value <= 20_000,
);
const seed = number('a whole number from 0', (value) => Number.isInteger(value) && value >= 0);
const speed = (text: string): number | 'max' => (text === 'max' ? 'max' : aboveZero(text));

const tokenDays = number('a number of days above 0, at most 3650', (value) => value > 0 && value <= 3650);
const scopes = (text: string): readonly TokenScope[] => {
  const names = text.split(',');
  const wanted = TOKEN_SCOPES.filter((scope) => names.includes(scope));
  if (wanted.length === names.length) return wanted;
  throw new InvalidArgumentError(`must be one or more of ${TOKEN_SCOPES.join(', ')}, comma-separated.`);
};
const tokenName = (name: string): string => {
  if (/^[a-z0-9][a-z0-9._-]{0,63}$/i.test(name)) return name;
  throw new InvalidArgumentError('must be 1 to 64 letters, digits, dots, hyphens or underscores.');
};

const program = new Command('citynerve')
  .description('The nervous system under a city brain')
  .version(VERSION)
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : EXIT_USAGE));

program
  .command('init <folder>')
  .description('write an empty city of your own: city.yaml, zones.geojson, devices.csv')
  .action(initCommand);
program
  .command('check [folder]')
  .description('say everything that is wrong with the files of a city; a start makes the same checks')
  .option('--data <folder>', 'the city, where no folder is named', 'data')
  .action((named, { data }) => checkCommand(named ?? data));
program
  .command('credentials [names...]')
  .description('make tokens for devices and bridges (default: all that have none) and print them once, as CSV')
  .option('--data <folder>', 'the city', 'data')
  .action(credentialsCommand);
program
  .command('signin')
  .description('print a one-time link to sign in')
  .option('--data <folder>', 'the city', 'data')
  .option('--user <name>', 'who signs in; acknowledgements carry this name', 'operator')
  .action(signinCommand);
const token = program.command('token').description('make, list and revoke tokens of programs for the HTTP API');
token
  .command('create')
  .argument('<name>', 'what the program is called', tokenName)
  .description('make a token and print it once; what it does stands in the journal as token:<name>')
  .option('--data <folder>', 'the city', 'data')
  .option('--scope <list>', 'what it may do, comma-separated: read (GET), act (acknowledge alerts)', scopes, ['read'])
  .option('--days <n>', 'how long it is valid', tokenDays, 90)
  .action(createTokenCommand);
token
  .command('list')
  .description('names, scopes and expiry of the tokens that are not revoked')
  .option('--data <folder>', 'the city', 'data')
  .option('--json', 'print them as JSON', false)
  .action(listTokensCommand);
token
  .command('revoke <name>')
  .description('end a token at once')
  .option('--data <folder>', 'the city', 'data')
  .action(revokeTokenCommand);
program
  .command('verify [alert]')
  .description(
    'recompute every step of an alert from its evidence and compare each input with the journal; [alert] is an alert id, of a city that is running or stopped, or a file with the alert as JSON. With --journal: check the whole journal',
  )
  .option('--bundle <file>', 'an alert that export-alert wrote; with --data it is compared with that journal too')
  .option('--data <folder>', 'the city', 'data')
  .option('--refold', 'also fold the whole journal again and compare the alert byte for byte', false)
  .option('--journal', 'check every checksum and the chain of the whole journal instead', false)
  .option(
    '--set-aside',
    'with --journal, for a city that is stopped: quarantine damage, keep the damaged files, record what is lost',
    false,
  )
  .option('--json', 'print the findings as JSON', false)
  .action((alert, options, command) =>
    options.journal
      ? verifyJournalCommand(options)
      : verifyCommand(alert, { ...options, isDataNamed: command.getOptionValueSource('data') === 'cli' }),
  );
program
  .command('explain [alert]')
  .description(
    'say in words what each step of an alert saw, from its evidence; [alert] as with verify. With --scenario, --zone and --at: which condition was missing for an alert, or for a graver one',
  )
  .option('--data <folder>', 'the city, running or not', 'data')
  .option('--bundle <file>', 'an alert that export-alert wrote')
  .option('--scenario <id>', 'why not: the scenario')
  .option('--zone <id>', 'why not: the zone')
  .option('--at <time>', 'why not: the instant, as 2026-03-01T08:00:00+08:00 or milliseconds since 1970')
  .action(explainCommand);
program
  .command('export-alert <alert>')
  .description('write an alert with the evidence of all its steps to a file, which verify --bundle verifies anywhere')
  .option('--data <folder>', 'the city, running or not', 'data')
  .option('--out <file>', 'the file; default: alert-<id>.json here')
  .action(exportAlertCommand);
program
  .command('refold')
  .description(
    'fold the whole journal again with the present mapping of channels into a new generation, and then show that one',
  )
  .option('--data <folder>', 'the running city', 'data')
  .option('--forget-older', 'also when messages that retention has deleted would no longer be shown', false)
  .action(refoldCommand);
program
  .command('rebuild-store')
  .description('rebuild readings and documents from the journal, and then show those')
  .option('--data <folder>', 'the city, running or not', 'data')
  .option('--forget-older', 'also when messages that the journal no longer has would no longer be shown', false)
  .action(rebuildStoreCommand);
program
  .command('backup <folder>')
  .description('copy a whole city, running or stopped, into an empty folder; it will contain the secrets of the city')
  .option('--data <folder>', 'the city', 'data')
  .action(backupCommand);
program
  .command('restore <backup>')
  .description('restore a backup into a new data folder, from which the city starts as usual')
  .option('--data <folder>', 'where to: a folder that is new or empty', 'data')
  .action(restoreCommand);
const extension = program
  .command('extension')
  .description('see which scenarios and dialects are on, and switch them off or on again');
extension
  .command('list')
  .description('what is on, what is off, where, since when and why')
  .option('--data <folder>', 'the running city', 'data')
  .option('--json', 'print it as JSON', false)
  .action(listExtensionsCommand);
for (const to of ['on', 'off'] as const) {
  extension
    .command(`${to} <id>`)
    .description(`switch a scenario or a dialect ${to} from now on, in one place or everywhere`)
    .option('--data <folder>', 'the running city', 'data')
    .option('--zone <id>', 'of a scenario: only in this zone')
    .option('--device <id>', 'of a dialect: only for this device')
    .option('--user <name>', 'who switches it; the journal carries this name', 'operator')
    .action((id, options) => switchExtensionCommand(to, id, options));
}
const clock = program
  .command('clock')
  .description('say how city time stands to the clock of the machine, where it jumped, and what to do')
  .option('--data <folder>', 'the city, running or not', 'data')
  .action(clockCommand);
clock
  .command('accept')
  .description('the clock of the machine is right: city time follows it again')
  .option('--data <folder>', 'the running city', 'data')
  .option('--user <name>', 'who accepts it; the journal carries this name', 'operator')
  .action((_, command) => acceptClockCommand(command.optsWithGlobals()));
clock
  .command('shift <offsets>')
  .description(
    'correct the city time of a stretch of the journal, FIRST-LAST, or FIRST- for up to now; everything is then computed again',
  )
  .option('--data <folder>', 'the running city', 'data')
  .option('--to-wall-clock', 'the records get the time that the clock of the machine had', false)
  .option('--by <duration>', 'what is added, e.g. -1461d, +2h, -3600000 (ms); default: what brings it to the clock now')
  .option('--user <name>', 'who shifts it; the journal carries this name', 'operator')
  .action((offsets, _, command) => shiftClockCommand(offsets, command.optsWithGlobals()));
program
  .command('simulate')
  .description(
    'run a simulated city in a data folder of its own and, with --hours, score its alerts against the simulated incidents',
  )
  .option('--devices <n>', 'how many', count, 120)
  .option('--speed <n|max>', 'city seconds a second', speed, 60)
  .option('--seed <n>', 'same seed, same city, same messages', seed, 7)
  .option('--hours <n>', 'simulated hours; without it the city runs until Ctrl-C', aboveZero)
  .option('--no-faults', 'devices without faults')
  .option('--data <folder>', 'where the city is kept (default: a new folder)')
  .option('--json', 'print the summary as JSON', false)
  .action((options) => simulateCommand(options, startCity));
program
  .command('replay <file>')
  .description('publish recorded data (CSV, .gz) as devices over MQTT into a city with a driven clock')
  .requiredOption('--map <file>', 'how columns become channels of devices (YAML)')
  .option('--data <folder>', 'where the city is kept (default: data-replay)', 'data-replay')
  .option('--json', 'print the summary as JSON', false)
  .action((file, options) => replayCommand(file, options, startCity));

try {
  await program.parseAsync();
} catch (error) {
  process.exit(explainCommandFailure(error));
}
