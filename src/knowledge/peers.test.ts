import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileInput } from '../host/file-input.ts';
import { CORPUS, readManifest, SHARED } from '../testing/corpus.ts';
import { unpackAll } from '../testing/packing.ts';
import { HAS_TSHARK } from '../testing/tshark.ts';
import type { RpcInterface, RpcOperation } from './rpc-interface.ts';
import { findInterfaces, interfaceOf, operationOf } from './rpc-interfaces.ts';
import { zeekCall } from './zeek-names.ts';

/** Wireshark's names of protocols that have another as ours. */
const WIRESHARK: Readonly<Record<string, string>> = {
  messenger: 'msgsvcsend',
  efs: 'efsrpc2',
  fsrvp: 'FileServerVssAgent',
  initshutdown: 'InitShutdown',
};
const COMPARED = (
  'atsvc browser clusapi dispatch dnsserver drsuapi dssetup efs epm eventlog frsapi frsrpc frstrans fsrvp initshutdown ' +
  'iremotewinspool isystemactivator lsarpc messenger mgmt netdfs netlogon nspi oxid pnp remact remunk samr ' +
  'spoolss srvsvc svcctl tapi taskschedulerservice trksvr typeinfo winreg witness wkssvc'
).split(' ');
/** Where Wireshark has an old name, abbreviates or misspells, or names what the document leaves unnamed. */
const WIRESHARK_ALONE = (
  'efs 10,frsrpc 5,frsrpc 6,frsrpc 7,frsrpc 8,frsrpc 9,isystemactivator 0,isystemactivator 1,isystemactivator 2,' +
  'netlogon 21,spoolss 56,spoolss 65,spoolss 66,spoolss 67,srvsvc 34'
).split(',');

describe('beside Wireshark', { skip: HAS_TSHARK ? false : 'tshark is not installed' }, () => {
  const values = spawnSync('tshark', ['-G', 'values'], { maxBuffer: 1 << 28 }).stdout.toString();
  const named = values
    .split('\n')
    .map((line) => line.split('\t'))
    .filter(([kind, field]) => kind === 'V' && field?.endsWith('.opnum'))
    .map(([, field, opnum, name]) => ({
      protocol: field!.slice(0, -'.opnum'.length),
      opnum: Number(opnum),
      name: name!,
    }))
    .filter(({ protocol }) => COMPARED.includes(protocol));
  const entry = (protocol: string) => findInterfaces(WIRESHARK[protocol] ?? protocol)[0];

  it('gives the same numbers the same names', () => {
    const apart = named.filter(({ protocol, opnum, name }) => {
      const one = operationOf(entry(protocol)?.uuid ?? '', opnum);
      return one === undefined || !alike(one, name);
    });
    const reached = new Set(named.map(({ protocol }) => protocol)).size;
    console.log(
      `${named.length} numbers of ${reached} interfaces compared with Wireshark, ${apart.length} apart`,
    );
    assert.ok(named.length > 1000 && reached > 25, 'tshark names too little');
    const unexplained = apart
      .map(({ protocol, opnum, name }) => ({ key: `${protocol} ${opnum}`, name }))
      .filter(({ key, name }) => !WIRESHARK_ALONE.includes(key) && !/NOT_USED|otUsedOnWire/i.test(name));
    assert.deepEqual(unexplained, []);
  });

  it('would notice numbers that are one off', () => {
    const still = named.filter(({ protocol, opnum, name }) => {
      const one = operationOf(entry(protocol)?.uuid ?? '', opnum + 1);
      return one !== undefined && alike(one, name);
    });
    assert.ok(still.length < named.length / 10, `${still.length} of ${named.length}`);
  });
});

/** Words that protocols' documents and Wireshark write differently. */
const WORDS: readonly (readonly [RegExp, string])[] = [
  [/rpc__mgmt_|frstrans_|frsrpc_|drsuapi_|winspool_|dfs_|lsa_|^ds(?=[a-z])/g, ''],
  [/[^a-z0-9]/g, ''],
];

/** Whether Wireshark's name is one of the operation's, or the end of one. */
function alike({ name, aliases }: RpcOperation, other: string): boolean {
  const plain = (text: string) => WORDS.reduce((t, [from, to]) => t.replace(from, to), text.toLowerCase());
  return [name, ...aliases].some((one) => plain(one).endsWith(plain(other)));
}

describe('beside the shared list', { skip: SHARED === null ? 'it is not there' : false }, () => {
  /** What the list has wrong: a class id, and names of numbers. */
  const CLASS_ID = '7d1933cb-86f6-4a98-8628-01be94c9a575';
  const RENAMED = ['spoolss 99', 'spoolss 100'];
  const [, ...rows] = readFileSync(join(SHARED!, 'rpc_interfaces.tsv'), 'utf8').trimEnd().split('\n');

  it('knows all of it', () => {
    let operations = 0;
    for (const [uuid, version, names, , , , , opnums] of rows.map((row) => row.split('\t'))) {
      if (uuid === CLASS_ID) continue;
      const one: RpcInterface | undefined = interfaceOf(uuid!);
      assert.ok(one, names);
      assert.ok(findInterfaces(names!.split('|')[0]!).includes(one));
      if (version !== '' && one.name !== 'AudioRpc') assert.equal(one.version, version, names);
      for (const item of opnums!.split(';').filter((text) => text !== '')) {
        const [, opnum, name] = /^(\d+)=(\w+)/.exec(item)!;
        operations += 1;
        const known = operationOf(uuid!, Number(opnum))!;
        if (RENAMED.includes(`${one.name} ${opnum}`)) assert.equal(known.zeek, name);
        else assert.ok([known.name, ...known.aliases, known.zeek].includes(name!), `${one.name} ${item}`);
      }
    }
    console.log(`${rows.length} interfaces and ${operations} operations of the shared list looked up`);
    assert.ok(operations > 400);
  });
});

describe('beside the corpus', { skip: CORPUS === null ? 'it is not there' : false }, () => {
  it('resolves every call of its Zeek logs, also under names that Zeek has since given up', async () => {
    const files = new Set(readManifest()!.zeek.map(({ file }) => file));
    const calls = new Map<string, readonly [string, string]>();
    for (const file of files)
      for (const { member, bytes } of await unpackAll(fileInput(join(CORPUS!, file))))
        if (/dce_rpc/.test(member ?? ''))
          for (const call of zeekRows(bytes.toString())) calls.set(`${call}`, call);
    const numbered = [...calls.values()].map(([endpoint, operation]) => {
      const call = zeekCall(endpoint, operation);
      assert.ok(call?.opnum != null && call.operation !== null, `${endpoint} ${operation}`);
      return call;
    });
    console.log(`${numbered.length} different calls of Zeek logs resolved`);
    assert.ok(numbered.length > 30);
    assert.equal(zeekCall('netlogon', 'NetrLogonSameLogonWithFlags')?.opnum, 45);
    assert.equal(zeekCall('drsuapi', 'unknown-30')?.operation?.name, 'IDL_DRSReadNgcKey');
  });

  it('knows every interface that its captures show', () => {
    /** Of a test of bind alone, and of one that asked for anything. */
    const MADE_UP = ['9f6c78ef-fce5-42fa-abea-3e7df91921dc', 'deadbeef-cafe-babe-1234-567890abcdef'];
    const folder = join(CORPUS!, 'expected');
    const uuids = new Set(
      readdirSync(folder)
        .filter((name) => name.endsWith('.rpc.json'))
        .flatMap(
          (name) =>
            readFileSync(join(folder, name), 'utf8').match(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g) ??
            [],
        ),
    );
    console.log(`${uuids.size} interfaces met in the captures of the corpus`);
    assert.ok(uuids.size > 25);
    assert.deepEqual([...uuids].filter((uuid) => interfaceOf(uuid) === undefined).sort(), MADE_UP);
  });
});

/** The endpoints and operations of a dce_rpc.log, in either of Zeek's formats. */
function zeekRows(log: string): (readonly [string, string])[] {
  return log
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      if (!line.startsWith('{')) return line.split('\t').slice(-2) as [string, string];
      const { endpoint, operation } = JSON.parse(line);
      return [endpoint, operation];
    });
}
