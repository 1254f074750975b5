import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { drain, logLines, run, temporaryFolder, unpackAll } from '../testing/packing.ts';
import { fileInput } from './file-input.ts';
import { resolveInputs } from './inputs.ts';

const { path: root, remove } = temporaryFolder();
after(remove);

const LOG = logLines(3000);
for (const folder of ['logs/b', 'logs/.hidden', 'empty', 'round/in'])
  mkdirSync(join(root, folder), { recursive: true });
for (const file of [
  'conn.log',
  'logs/b/two.log',
  'logs/b.log',
  'logs/a.log',
  'logs/.hidden/x',
  'logs/.y',
  'odd[1].log',
  'round/in/x',
])
  writeFileSync(join(root, file), LOG);
symlinkSync('..', join(root, 'round/in/out'));
symlinkSync('x', join(root, 'round/in/same'));
symlinkSync('nowhere', join(root, 'round/in/dangling'));

const at = (path: string) => `${root}/${path}`;
const names = async (...args: string[]) => (await resolveInputs(args)).inputs.map(({ name }) => name);

describe('resolveInputs', () => {
  it('takes a file as it is named', async () => {
    const { inputs, problems } = await resolveInputs([at('conn.log'), at('logs/../conn.log')]);
    assert.deepEqual(problems, []);
    assert.deepEqual(
      inputs.map(({ name, file, size }) => [name, file, size]),
      [at('conn.log'), at('logs/../conn.log')].map((path) => [path, path, LOG.length]),
    );
    assert.deepEqual((await drain(inputs[0]!.bytes)).bytes, LOG);
  });

  it('takes what is in a folder by path, without what is hidden', async () => {
    const files = ['a.log', 'b/two.log', 'b.log'];
    assert.deepEqual(
      await names(at('logs')),
      files.map((file) => at(`logs/${file}`)),
    );
    assert.deepEqual(
      await names(at('logs/')),
      files.map((file) => at(`logs/${file}`)),
    );
  });

  it('follows links once, and keeps one that leads nowhere to be named', async () => {
    const { inputs } = await resolveInputs([at('round')]);
    assert.deepEqual(
      inputs.map(({ name }) => name),
      [at('round/in/dangling'), at('round/in/same')],
    );
    assert.equal((await drain(inputs[0]!.bytes)).fault?.detail, 'no such file');
  });

  it('reads globs that the shell left alone, and files that are called like one', async () => {
    assert.deepEqual(await names(at('logs/*.log')), [at('logs/a.log'), at('logs/b.log')]);
    assert.deepEqual(
      await names(at('logs/**/*.log')),
      ['a.log', 'b.log', 'b/two.log'].map((file) => at(`logs/${file}`)),
    );
    assert.deepEqual(await names(at('odd[1].log')), [at('odd[1].log')]);
  });

  it('keeps a relative path as it was given', async () => {
    const script = `const { resolveInputs } = await import(${JSON.stringify(new URL('./inputs.js', import.meta.url).href)});
      const { inputs } = await resolveInputs(['conn.log', './conn.log', 'logs', './logs', '*.log', './c*.log', 'logs/*.log']);
      console.log(JSON.stringify(inputs.map(({ name }) => name)));`;
    const found = JSON.parse(run(process.execPath, ['--input-type=module', '-e', script], root).toString());
    assert.deepEqual(found, [
      'conn.log',
      './conn.log',
      'logs/a.log',
      'logs/b/two.log',
      'logs/b.log',
      './logs/a.log',
      './logs/b/two.log',
      './logs/b.log',
      'conn.log',
      'odd[1].log',
      './conn.log',
      'logs/a.log',
      'logs/b.log',
    ]);
  });

  it('says what is not there, and what was meant', async () => {
    const { inputs, problems } = await resolveInputs([
      at('con.log'),
      at('conn.log'),
      at('nothing/like/it'),
      at('*.pcap'),
      at('empty'),
      '-',
      '-',
    ]);
    assert.deepEqual(
      inputs.map(({ name }) => name),
      [at('conn.log'), '-'],
    );
    assert.deepEqual(problems, [
      { name: at('con.log'), reason: 'no such file or folder', suggestion: at('conn.log') },
      { name: at('nothing/like/it'), reason: 'no such file or folder', suggestion: null },
      { name: at('*.pcap'), reason: 'no file matches', suggestion: null },
      { name: at('empty'), reason: 'the folder has no files', suggestion: null },
      { name: '-', reason: 'standard input can be read only once', suggestion: null },
    ]);
  });

  it('reads a named pipe once, from beginning to end', { skip: process.platform === 'win32' }, async () => {
    run('mkfifo', ['pipe'], root);
    const { inputs } = await resolveInputs([at('pipe')]);
    assert.deepEqual([inputs[0]!.file, inputs[0]!.size, inputs[0]!.bytes.slice], [null, null, undefined]);
    const { spawn } = await import('node:child_process');
    const writer = spawn('sh', ['-c', `cat conn.log > pipe`], { cwd: root });
    assert.deepEqual((await drain(inputs[0]!.bytes)).bytes, LOG);
    if (writer.exitCode === null) await new Promise((done) => writer.once('exit', done));
  });
});

describe('standard input', () => {
  const unpackInput = `const at = (file) => import(new URL(file, ${JSON.stringify(import.meta.url)}));
    const { resolveInputs } = await at('./inputs.js');
    const { unpackAll } = await at('../testing/packing.js');
    const { inputs } = await resolveInputs(['-']);
    for (const { member, bytes, fault } of await unpackAll(inputs[0].bytes))
      console.log(member, bytes.length, fault?.code);`;

  for (const [name, bytes, said] of [
    ['a log', LOG, `null ${LOG.length} undefined`],
    [
      'a zip, which has to be spooled',
      () => run('zip', ['-q', '-', 'conn.log'], root),
      `conn.log ${LOG.length} undefined`,
    ],
    ['nothing', Buffer.alloc(0), 'null 0 undefined'],
  ] as const)
    it(`gives ${name}, and leaves no temporary file`, () => {
      const temporary = join(root, `temporary ${name}`);
      mkdirSync(temporary);
      const script = `process.env.TMPDIR = ${JSON.stringify(temporary)};${unpackInput}`;
      const stdin = typeof bytes === 'function' ? bytes() : bytes;
      assert.equal(
        run(process.execPath, ['--input-type=module', '-e', script], root, stdin).toString().trim(),
        said,
      );
      assert.deepEqual(readdirSync(temporary), []);
    });
});

describe('fileInput', () => {
  it('gives slices of slices, and slices that reach beyond the end', async () => {
    const input = fileInput(at('conn.log'));
    const slice = input.slice!(1000, 5000).slice!(10, 10_000_000);
    assert.equal(slice.size, 3990);
    assert.deepEqual((await drain(slice)).bytes, LOG.subarray(1010, 5000));
    assert.deepEqual((await drain(input.slice!(LOG.length - 5, LOG.length + 5))).bytes, LOG.subarray(-5));
  });

  it('is a fault where the file cannot be read', async () => {
    for (const [path, reason] of [
      [at('nothing'), 'no such file'],
      [at('logs'), 'it is a folder'],
    ] as const)
      assert.deepEqual(
        (await unpackAll(fileInput(path))).map(({ fault }) => [fault?.code, fault?.detail]),
        [['cannot-open', reason]],
      );
  });
});
