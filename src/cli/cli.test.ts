import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { assertGolden } from '../testing/golden.ts';
import { type Syn, synCapture } from '../testing/syn-capture.ts';
import { COMMANDS } from './commands.ts';
import { referencePage } from './reference.ts';

const MAIN = fileURLToPath(new URL('./main.js', import.meta.url));
const T = 1_596_593_402_479_858;
const [CLIENT, SERVER] = ['172.18.39.5', '172.18.38.5'];

function syn(after: number, srcPort: number, destPort: number, src = CLIENT, dest = SERVER): Syn {
  return { time: T + after, src, srcPort, dest, destPort };
}

/** A mapper flow and then: a call, one at the very end of the window, one of another client, one to a web server. */
const SYNS = [
  syn(0, 50012, 135),
  syn(1234, 50013, 49676),
  syn(2_000_000, 50014, 49676),
  syn(1500, 50013, 49676, '172.18.39.6'),
  syn(1600, 50015, 80),
];

const ONE_MILLISECOND = `flows = search Flow:Start
mapper = filter flows where (dest_port == 135)
call = filter flows where (dest_port >= 49152)
soon = join mapper, call where (
  mapper.src_ip == call.src_ip and mapper.dest_ip == call.dest_ip and
  mapper.time < call.time < mapper.time + 1 millisecond)
output soon
`;

let folder: string;

before(() => {
  folder = mkdtempSync(join(tmpdir(), 'rpctrail-cli-'));
  writeFileSync(join(folder, 'rpc.pcap'), synCapture(SYNS));
  writeFileSync(join(folder, 'cut.pcap'), synCapture(SYNS).subarray(0, -3));
  writeFileSync(join(folder, 'notes.txt'), 'these are notes, and no log at all\n');
  writeFileSync(join(folder, 'networks.txt'), '# servers\n10.0.0.0/8\nten.0.0.0/8\n');
  writeFileSync(
    join(folder, 'wrong.car'),
    'a = search Flow:Start\nb = filter a where (port == 135)\noutput b\n',
  );
  writeFileSync(join(folder, 'half.car'), ONE_MILLISECOND);
  mkdirSync(join(folder, 'empty'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

function rpctrail(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '' },
  });
  assert.doesNotMatch(stderr, /^\s+at /m, 'no stack trace');
  assert.doesNotMatch(stderr, /bug in rpctrail/);
  return { code: status, out: stdout, err: stderr };
}

describe('rpctrail', () => {
  it('detect gives the rows of the analytic, and nothing else on standard output', () => {
    const { code, out, err } = rpctrail('detect', 'rpc.pcap', '--format', 'jsonl', '--quiet');
    assert.equal(code, 0);
    assert.equal(err, '');
    assert.deepEqual(
      out
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line)),
      [
        {
          analytic: 'CAR-2014-05-001',
          output: 'rpc',
          events: {
            rpc_mapper: {
              time: '2020-08-05T02:10:02.479858Z',
              src_ip: CLIENT,
              src_port: 50012,
              dest_ip: SERVER,
              dest_port: 135,
              origin: { input: 'rpc.pcap', record: 1 },
            },
            rpc_endpoint: {
              time: '2020-08-05T02:10:02.481092Z',
              src_ip: CLIENT,
              src_port: 50013,
              dest_ip: SERVER,
              dest_port: 49676,
              origin: { input: 'rpc.pcap', record: 2 },
            },
          },
        },
      ],
    );
    assert.equal(rpctrail('detect', 'rpc.pcap', '--format', 'jsonl', '--quiet', '--no-want').out, out);
  });

  it('exit codes: 1 only when asked for, 2 beats 1, --max-rejects accepts', () => {
    assert.equal(rpctrail('detect', 'rpc.pcap', '--fail-on-finding').code, 1);
    assert.equal(rpctrail('detect', 'rpc.pcap', '--fail-on-finding', '--host', '10.0.0.0/8').code, 0);
    const cut = rpctrail('detect', 'cut.pcap', '--fail-on-finding', '--format', 'csv');
    assert.equal(cut.code, 2);
    assert.equal(cut.out.split('\n').length, 3, 'the row is still there');
    assert.match(cut.err, /^cut\.pcap:5: cut-short: /m);
    assert.equal(rpctrail('detect', 'cut.pcap', '--fail-on-finding', '--max-rejects', '1').code, 1);
    assert.equal(rpctrail('detect', 'cut.pcap', '--max-rejects', '1').code, 0);
    const other = rpctrail('detect', 'rpc.pcap', 'nosuch.pcap', '--format', 'csv');
    assert.equal(other.code, 2);
    assert.equal(other.out.split('\n').length, 3, 'the other input was read');
    assert.match(other.err, /nosuch\.pcap: no such file/);
  });

  it('what the user got wrong is said in his own names, with exit code 2 and no result', () => {
    const cases: readonly (readonly [args: readonly string[], says: RegExp])[] = [
      [['detect', 'rpc.pcap', '--anlytic', 'x'], /unknown option '--anlytic'\n\(Did you mean --analytic\?\)/],
      [['detekt', 'rpc.pcap'], /unknown command 'detekt'\n\(Did you mean detect\?\)/],
      [['detect'], /missing required argument 'INPUT'/],
      [['detect', 'rpc.pcpa'], /rpc\.pcpa: no such file or folder; did you mean rpc\.pcap\?/],
      [['detect', 'empty'], /empty: the folder has no files/],
      [['detect', '*.nosuch'], /\*\.nosuch: no file matches/],
      [['detect', 'notes.txt'], /notes\.txt: not-recognised: /],
      [
        ['detect', 'rpc.pcap', '--analytic', 'CAR-2014-05-01'],
        /CAR-2014-05-01; did you mean CAR-2014-05-001\?/,
      ],
      [['detect', 'rpc.pcap', '--analytic', 'rpc.pcap'], /rpc\.pcap is no analytic/],
      [['detect', 'rpc.pcap', '--analytic', 'empty'], /cannot read the analytic empty: it is a folder/],
      [
        ['detect', 'rpc.pcap', '--analytic', 'wrong.car'],
        /wrong\.car:2:\d+: [a-z-]+: .*`port`[^^]*\^\^\^\^ \w+_port/,
      ],
      [
        ['detect', 'rpc.pcap', '--memory', '5 parsecs'],
        /--memory takes a size as 512MB or 2GiB, not `5 parsecs`/,
      ],
      [['detect', 'rpc.pcap', '--since', 'yesterday'], /--since takes a time .* not `yesterday`/],
      [['detect', 'rpc.pcap', '--since', '2020-02-02', '--until', '2020-02-01'], /--until must be later/],
      [['detect', 'rpc.pcap', '--host', '10.0.0.0/33'], /--host takes a network .* not `10\.0\.0\.0\/33`/],
      [
        ['detect', 'rpc.pcap', '--exclude', 'networks.txt'],
        /networks\.txt:3: `ten\.0\.0\.0\/8` is no network/,
      ],
      [['detect', 'rpc.pcap', '--exclude', 'nosuch'], /nosuch: no such file/],
      [
        ['detect', 'rpc.pcap', '--mapping', 'nosuch.yaml'],
        /cannot read the mapping nosuch\.yaml: no such file/,
      ],
      [
        ['detect', 'rpc.pcap', '--format', 'xml'],
        /'xml' is invalid\. Allowed choices are table, jsonl, json, csv/,
      ],
      [['detect', 'rpc.pcap', '--engine', 'flink'], /Allowed choices are stream, duckdb/],
      [['detect', 'rpc.pcap', '--jobs', '0'], /--jobs takes a whole number from 1, not `0`/],
      [['detect', 'rpc.pcap', '--limit', 'all'], /--limit takes a whole number from 0, not `all`/],
      [['detect', 'rpc.pcap', '--temp-dir', 'nosuch'], /--temp-dir: there is no folder nosuch/],
      [['detect', 'rpc.pcap', '--out', 'nosuch/rows'], /cannot write nosuch\/rows: no such folder/],
      [['analytics', 'show', 'CAR-2014-05-002'], /did you mean CAR-2014-05-001\?/],
      [['explain', 'wrong.car'], /wrong\.car does not compile/],
      [['completion', 'tcsh'], /it is bash, zsh or fish/],
    ];
    for (const [args, says] of cases) {
      const { code, out, err } = rpctrail(...args);
      assert.equal(code, 2, args.join(' '));
      assert.match(err, says);
      assert.equal(out, '', args.join(' '));
    }
  });

  it('the tally adds up, in words and as JSON', () => {
    const { err } = rpctrail(
      'detect',
      'rpc.pcap',
      'cut.pcap',
      'nosuch',
      '--json',
      '--host',
      '172.18.39.5',
      '--since',
      '2020-08-05T02:10:02.48Z',
    );
    const tally = JSON.parse(err.split('\n').find((line) => line.startsWith('{'))!);
    assert.equal(tally.inputs, 3);
    assert.equal(tally.records, 10);
    assert.equal(tally.kept + tally.skipped + tally.unused + tally.rejected, tally.records);
    assert.deepEqual(tally.rejects, { 'cut-short': 1, 'cannot-open': 1 });
    assert.equal(tally.rejected + tally.faults, 2);
    // Of each file: the mapper flow is too early, and one candidate is of another client.
    assert.deepEqual(tally.hidden, { since: 2, until: 0, host: 2, exclude: 0 });
    assert.deepEqual(tally.events, { 'flow/start': 4 });
    assert.deepEqual(tally.rows, [{ analytic: 'CAR-2014-05-001', output: 'rpc', rows: 0 }]);
    assert.match(
      rpctrail('detect', 'rpc.pcap').err,
      /^5 records read from 1 input: 4 kept, 1 skipped, 0 unused, 0 rejected$/m,
    );
  });

  it('an empty result explains itself', () => {
    const none = rpctrail('detect', 'rpc.pcap', '--analytic', 'half.car');
    assert.equal(none.code, 0);
    assert.equal(none.out, '');
    const lines = none.err.split('\n');
    assert.deepEqual(lines.slice(0, 3), [
      'nothing found: half soon has no row',
      '  mapper: 1 event',
      '  call: 3 events',
    ]);
    assert.equal(
      lines[3],
      '  nearest miss: mapper at 2020-08-05T02:10:02.479858Z 172.18.39.5:50012 → 172.18.38.5:135 (rpc.pcap:1), ' +
        'and call 1.234 ms after it 172.18.39.5:50013 → 172.18.38.5:49676 (rpc.pcap:2)',
    );
    const blind = rpctrail('detect', 'notes.txt');
    assert.match(blind.err, /no input gives flow\/start events/);
    const elsewhere = rpctrail('detect', 'rpc.pcap', '--exclude', writeNetworks('172.18.39.5'));
    assert.match(elsewhere.err, /rpc_mapper: 0 events\n {2}rpc_endpoint: 1 event\n/);
  });

  it('keys that are all that is missing are named', () => {
    writeFileSync(
      join(folder, 'crossed.pcap'),
      synCapture([SYNS[0]!, syn(100, 50013, 49676, '172.18.39.7')]),
    );
    const { err } = rpctrail('detect', 'crossed.pcap');
    assert.match(err, /1 row would be there if src_ip did not have to be equal/);
    assert.doesNotMatch(err, /if dest_ip/);
  });

  it('--out shows the whole result or nothing', () => {
    const whole = rpctrail('detect', 'rpc.pcap', '--format', 'jsonl').out;
    const into = rpctrail('detect', 'rpc.pcap', '--format', 'jsonl', '--out', 'rows.jsonl');
    assert.equal(into.out, '');
    assert.equal(readFileSync(join(folder, 'rows.jsonl'), 'utf8'), whole);
    rpctrail('detect', 'nosuch', '--out', 'none.jsonl');
    assert.ok(!existsSync(join(folder, 'none.jsonl')));
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.part')),
      [],
    );
  });

  it('writes to devices and through links as they are, and puts nothing in their place', () => {
    const file = join(folder, 'linked.csv');
    writeFileSync(file, 'old');
    symlinkSync(file, join(folder, 'link.csv'));
    assert.equal(rpctrail('detect', 'rpc.pcap', '--format', 'csv', '--out', 'link.csv').code, 0);
    assert.ok(lstatSync(join(folder, 'link.csv')).isSymbolicLink());
    assert.match(readFileSync(file, 'utf8'), /^analytic,/);
    spawnSync('mkfifo', [join(folder, 'pipe')]);
    const reader = spawn('cat', [join(folder, 'pipe')], { stdio: 'ignore' });
    assert.equal(rpctrail('detect', 'rpc.pcap', '--format', 'csv', '--out', 'pipe').code, 0);
    reader.kill();
    assert.ok(lstatSync(join(folder, 'pipe')).isFIFO());
  });

  it('inspect says what there is', () => {
    const { code, out } = rpctrail(
      'inspect',
      'rpc.pcap',
      'notes.txt',
      'nosuch',
      '--format',
      'json',
      '--quiet',
    );
    assert.equal(code, 2);
    const { inputs, ...totals } = JSON.parse(out);
    assert.equal(inputs.length, 3);
    const { path, source, events, rejects, first, last } = inputs[0];
    assert.deepEqual([path, source, rejects], ['rpc.pcap', 'pcap', {}]);
    assert.equal(events['flow/start'], 5);
    assert.deepEqual([first, last], ['2020-08-05T02:10:02.479858Z', '2020-08-05T02:10:04.479858Z']);
    assert.deepEqual(
      [inputs[1].path, inputs[1].source, inputs[1].rejects],
      ['notes.txt', null, { 'not-recognised': 1 }],
    );
    assert.equal('first' in inputs[1], false);
    assert.deepEqual([inputs[2].path, inputs[2].rejects], ['nosuch', { 'cannot-open': 1 }]);
    const { flows, mapper_flows, endpoint_candidates, hosts, analytics } = totals;
    assert.deepEqual(
      { flows, mapper_flows, endpoint_candidates, hosts },
      { flows: 5, mapper_flows: 1, endpoint_candidates: 3, hosts: 3 },
    );
    assert.deepEqual(
      analytics.filter((one: { runs: boolean }) => one.runs).map((one: { analytic: string }) => one.analytic),
      ['CAR-2014-05-001', 'rpc-activity-flows'],
    );
    assert.deepEqual(
      analytics.find((one: { analytic: string }) => one.analytic === 'remote-services').missing,
      ['rpc/call events'],
    );
    writeFileSync(join(folder, 'rpc.pcap.gz'), gzipSync(readFileSync(join(folder, 'rpc.pcap'))));
    const packed = JSON.parse(rpctrail('inspect', 'rpc.pcap.gz', '--format', 'json', '--quiet').out);
    assert.deepEqual(packed.inputs[0].packing, ['gzip']);
    const page = rpctrail('inspect', 'rpc.pcap');
    assert.equal(page.code, 0);
    assert.match(page.out, /1 to an endpoint mapper \(port 135\)\n {2}3 that may be calls/);
    assert.match(page.out, /CAR-2014-05-001 can run/);
  });

  it('events come in order of time, in whatever order the input has them', () => {
    writeFileSync(join(folder, 'mixed.pcap'), synCapture([SYNS[2]!, SYNS[0]!, SYNS[1]!]));
    const { code, out } = rpctrail('events', 'mixed.pcap', '--format', 'jsonl', '--quiet');
    assert.equal(code, 0);
    const starts = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter((event) => event.action === 'start');
    assert.deepEqual(
      starts.map((event) => event.origin.record),
      [2, 3, 1],
    );
    assert.deepEqual(Object.keys(starts[0]).slice(0, 7), [
      'object',
      'action',
      'time',
      'src_ip',
      'src_port',
      'dest_ip',
      'dest_port',
    ]);
    const day = rpctrail(
      'events',
      'mixed.pcap',
      '--format',
      'csv',
      '--until',
      '2020-08-05T02:10:03Z',
      '--quiet',
    );
    assert.deepEqual(
      day.out
        .trimEnd()
        .split('\n')
        .filter((line) => line.startsWith('flow,start'))
        .map((line) => line.split(',').at(-1)),
      ['mixed.pcap:2', 'mixed.pcap:3'],
    );
  });

  it('check gives one object a text, and 2 when one is refused', () => {
    const { code, out } = rpctrail('check', 'half.car', 'wrong.car', '--format', 'json', '--quiet');
    assert.equal(code, 2);
    const [half, wrong, ...none] = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(half, { file: 'half.car', verdict: 'compiles', repairs: [], diagnostics: [] });
    assert.equal(wrong.verdict, 'refused');
    assert.deepEqual([wrong.diagnostics[0].line, wrong.diagnostics[0].code], [2, 'unknown-field']);
    assert.deepEqual(none, []);
    assert.equal(rpctrail('check', 'half.car').code, 0);
  });

  it('explain and analytics show what is meant', () => {
    const words = rpctrail('explain', 'car-2014-05-001').out;
    assert.match(words, /window {2}0 < rpc_endpoint\.time - rpc_mapper\.time < 2 seconds/);
    assert.equal(JSON.parse(rpctrail('explain', 'CAR-2014-05-001', '--ir').out).outputs[0].name, 'rpc');
    assert.ok(JSON.parse(rpctrail('explain', 'CAR-2014-05-001', '--ast').out).statements.length > 3);
    assert.match(rpctrail('explain', 'CAR-2014-05-001', '--sql').out, /JOIN/);
    assert.match(rpctrail('explain', 'CAR-2014-05-001', '--sql', 'duckdb').out, /JOIN/);
    assert.equal(
      JSON.parse(rpctrail('analytics', 'list', '--format', 'jsonl').out.split('\n')[0]!).id,
      'CAR-2014-05-001',
    );
    assert.match(rpctrail('analytics', 'show', 'CAR-2014-05-001').out, /^output rpc$/m);
  });

  it('a reader that has had enough ends the run quietly', () => {
    const mappers = Array.from({ length: 200 }, (_, i) => syn(i, 40_000 + i, 135));
    const calls = Array.from({ length: 400 }, (_, i) => syn(1000 + i, 50_000 + i, 49_676));
    writeFileSync(join(folder, 'many.pcap'), synCapture([...mappers, ...calls]));
    const script = `"$0" "$1" detect many.pcap --format jsonl --quiet | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', script, process.execPath, MAIN], {
      cwd: folder,
      encoding: 'utf8',
    });
    const [row, code] = stdout.trimEnd().split('\n');
    assert.equal(JSON.parse(row!).output, 'rpc');
    assert.equal(code, '0');
    assert.equal(stderr, '');
  });

  it('Ctrl-C takes the temporary files away and exits with 130', async () => {
    const temp = join(folder, 'temp');
    mkdirSync(temp);
    const syns = Array.from({ length: 70_000 }, (_, i) => syn(i * 1000, 49_152 + (i % 16_000), 49_676));
    const args = ['detect', '-', '--memory', '1MB', '--temp-dir', temp, '--out', join(folder, 'never.jsonl')];
    const child = spawn(process.execPath, [MAIN, ...args], {
      cwd: folder,
      stdio: ['pipe', 'ignore', 'inherit'],
    });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    child.stdin.on('error', () => {});
    child.stdin.write(synCapture(syns));
    await until(() => readdirSync(temp).length > 0);
    child.kill('SIGINT');
    assert.equal(await ended, 130);
    assert.deepEqual(readdirSync(temp), []);
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.includes('never')),
      [],
    );
  });
});

describe('command table', () => {
  it('every command has its help, and it is current', () => {
    assertGolden('src/cli/goldens/help.txt', rpctrail('--help').out);
    assert.equal(rpctrail().out, rpctrail('--help').out);
    for (const { name, examples } of COMMANDS) {
      const { code, out } = rpctrail(...name.split(' '), '--help');
      assert.equal(code, 0, name);
      for (const { line } of examples) assert.ok(out.includes(`$ ${line}`), name);
      assertGolden(`src/cli/goldens/help-${name.replace(' ', '-')}.txt`, out);
    }
    assert.match(rpctrail('--version').out, /^\d+\.\d+\.\d+\n$/);
  });

  it('the reference page is current', () => assertGolden('docs/reference/cli.md', referencePage()));

  it('examples are command lines that parse', () => {
    for (const { examples } of COMMANDS)
      for (const { line } of examples) {
        const words = /rpctrail [^)>]*/.exec(line)![0].trim().split(/\s+/).slice(1);
        const { err } = rpctrail(...words, '--help');
        assert.equal(err, '', line);
      }
  });

  it('completion scripts are current, and bash completes with its own', () => {
    for (const shell of ['bash', 'zsh', 'fish'])
      assertGolden(`src/cli/goldens/completion.${shell}`, rpctrail('completion', shell).out);
    writeFileSync(join(folder, 'completion.bash'), rpctrail('completion', 'bash').out);
    assert.deepEqual(completed('rpctrail', 'ins'), ['inspect']);
    assert.deepEqual(completed('rpctrail', 'analytics', 's'), ['show']);
    assert.deepEqual(completed('rpctrail', 'detect', '--fa'), ['--fail-on-finding']);
    assert.deepEqual(completed('rpctrail', 'detect', '--format', ''), ['table', 'jsonl', 'json', 'csv']);
    assert.deepEqual(completed('rpctrail', 'analytics', 'show', 'CAR'), ['CAR-2014-05-001']);
    assert.deepEqual(completed('rpctrail', 'check', 'wro'), ['wrong.car']);
    assert.deepEqual(completed('rpctrail', 'detect', '--temp-dir', 'emp'), ['empty']);
    assert.deepEqual(completed('rpctrail', 'detect', '--no-w'), []);
  });
});

/** What bash offers for the last of the words. */
function completed(...words: readonly string[]): string[] {
  const script =
    'source completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _rpctrail; ' +
    // biome-ignore lint/suspicious/noTemplateCurlyInString: bash's own
    'printf "%s\\n" "${COMPREPLY[@]}"';
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words], {
    cwd: folder,
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return stdout.split('\n').filter((line) => line !== '');
}

function writeNetworks(...networks: readonly string[]): string {
  writeFileSync(join(folder, 'exclude.txt'), networks.join('\n'));
  return 'exclude.txt';
}

/** Waits for what another process does. */
async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    assert.ok(tries < 3000, 'it never came about');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
