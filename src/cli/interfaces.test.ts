import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { allInterfaces, interfaceOf } from '../knowledge/rpc-interfaces.ts';
import { runHere } from '../testing/command.ts';

const ATSVC = '1ff70682-0a51-30e8-076d-740be8cee98b';

describe('rpctrail interfaces', () => {
  it('shows one as a page, with what each operation does', async () => {
    const { code, out } = await runHere('interfaces', ATSVC.toUpperCase());
    assert.equal(code, 0);
    assert.match(out, /^atsvc {2}1ff70682-0a51-30e8-076d-740be8cee98b v1\.0\n/);
    assert.match(out, /^ATT&CK +.*T1053\.002 \(bzar, sigma\)/m);
    assert.match(out, /^ +0 {2}NetrJobAdd +execute +T1053\.002 \(bzar, sigma\)/m);
    assert.equal((await runHere('interfaces', 'ATSVC')).out, out);
  });

  it('lists all, or those that are met on a pipe', async () => {
    const lines = (await runHere('interfaces')).out.trimEnd().split('\n');
    assert.equal(lines.length, allInterfaces().length + 1);
    const onPipe = (await runHere('interfaces', '\\pipe\\atsvc')).out;
    assert.match(onPipe, /^ITaskSchedulerService +86d35949-/m);
    assert.equal(onPipe.trimEnd().split('\n').length, 5);
  });

  it('gives JSON with what is unknown absent', async () => {
    const [one] = JSON.parse((await runHere('interfaces', 'atsvc', '--format', 'json')).out);
    assert.deepEqual(one.documents, ['MS-TSCH']);
    assert.deepEqual(
      one.operations.map(({ opnum, name }: { opnum: number; name: string }) => [opnum, name]),
      [
        [0, 'NetrJobAdd'],
        [1, 'NetrJobDel'],
        [2, 'NetrJobEnum'],
        [3, 'NetrJobGetInfo'],
      ],
    );
    const { out } = await runHere('interfaces', '--format', 'jsonl');
    assert.ok(!out.includes('null'));
    for (const line of out.trimEnd().split('\n')) {
      const { uuid, operations } = JSON.parse(line);
      assert.equal(operations.length, interfaceOf(uuid)!.operations.length);
    }
  });

  it('gives CSV with a line an operation', async () => {
    const lines = (await runHere('interfaces', 'atsvc', '--format', 'csv')).out.split('\n');
    assert.deepEqual(lines.slice(0, 2), [
      'uuid,version,interface,document,opnum,operation,effect,techniques,note',
      `${ATSVC},1.0,atsvc,MS-TSCH,0,NetrJobAdd,execute,T1053.002,a command is set to run as SYSTEM at a time`,
    ]);
    assert.equal(lines.length, 6);
    const plain = (await runHere('interfaces', 'IUnknown', '--format', 'csv')).out.split('\n')[1];
    assert.equal(
      plain,
      '00000000-0000-0000-c000-000000000046,0.0,IUnknown,MS-DCOM,,,,,base of every COM interface; its operations 0 to 2 are never on the wire',
    );
  });

  it('names the nearest where nothing is found', async () => {
    const { code, out, err } = await runHere('interfaces', 'drsuapj');
    assert.deepEqual([code, out], [2, '']);
    assert.match(err, /drsuapj is known; did you mean drsuapi\?/);
    assert.match((await runHere('interfaces', '')).err, /`rpctrail interfaces` lists them/);
  });
});
