import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor.js';
import pbjs from 'protobufjs-cli/pbjs.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PROTO = 'devices/dialects/citynerve-proto/telemetry.proto';
/**
 * Options: ESM, a root of its own, only what the dialect uses; absent `optional` fields are null, so that sequence 0
 * differs from none.
 */
const PBJS_OPTIONS = [
  ...['--target', 'static-module', '--wrap', 'esm', '--root', 'citynerve-telemetry', '--null-semantics'],
  ...['--dependency', 'protobufjs/minimal.js', '--no-create', '--no-verify', '--no-convert', '--no-delimited'],
  ...['--no-typeurl', '--no-service'],
];

/** Files generated from telemetry.proto and checked in: path in the repository → text. `npm run proto` writes them. */
export async function generateTelemetry(): Promise<ReadonlyMap<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'citynerve-proto-'));
  try {
    const out = join(folder, 'telemetry.js');
    await new Promise<void>((resolve, reject) => {
      pbjs.main([...PBJS_OPTIONS, '--out', out, '--dts', join(ROOT, PROTO)], (error) =>
        error ? reject(error) : resolve(),
      );
    });
    return new Map([
      ['devices/dialects/citynerve-proto/telemetry-pb/telemetry.js', readFileSync(out, 'utf8')],
      [
        'devices/dialects/citynerve-proto/telemetry-pb/telemetry.d.ts',
        readFileSync(join(folder, 'telemetry.d.ts'), 'utf8'),
      ],
      ['docs/examples/telemetry_pb2.py', pythonModule()],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The module that `protoc --python_out` would generate: the descriptor from which Python's library builds classes. */
function pythonModule(): string {
  const root = new protobuf.Root();
  const { root: parsed } = protobuf.parse(readFileSync(join(ROOT, PROTO), 'utf8'), root, { keepCase: true });
  parsed.resolveAll();
  const set = parsed.toDescriptor('proto3');
  const file = set.file?.[0];
  if (file === undefined) throw new Error(`${PROTO} has no package`);
  file.name = 'telemetry.proto';
  file.syntax = 'proto3';
  const bytes = Buffer.from(set.$type.root.lookupType('google.protobuf.FileDescriptorProto').encode(file).finish());
  const lines = (bytes.toString('hex').match(/.{1,120}/g) ?? []).map((line) => `    "${line}"`);
  return [
    '# Made from devices/dialects/citynerve-proto/telemetry.proto by `npm run proto`; `protoc --python_out=. telemetry.proto` makes one of the same use.',
    'from google.protobuf import descriptor_pool',
    'from google.protobuf.internal import builder',
    '',
    'DESCRIPTOR = descriptor_pool.Default().AddSerializedFile(bytes.fromhex(',
    ...lines,
    '))',
    'builder.BuildMessageAndEnumDescriptors(DESCRIPTOR, globals())',
    'builder.BuildTopDescriptorsAndMessages(DESCRIPTOR, "telemetry_pb2", globals())',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, text] of await generateTelemetry()) writeFileSync(join(ROOT, path), text);
}
