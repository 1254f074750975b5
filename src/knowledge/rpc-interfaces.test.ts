import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { RpcInterface } from './rpc-interface.ts';
import { allInterfaces, findInterfaces, interfaceOf, operationOf } from './rpc-interfaces.ts';

const INTERFACE_SOURCES = 'zeek bzar impacket samba wireshark m2a sigma rpcfirewall coercer ms own'.split(
  ' ',
);
const OPERATION_SOURCES = 'idl zeek impacket samba wireshark own'.split(' ');
const TECHNIQUE_SOURCES = 'bzar m2a sigma own'.split(' ');
const SVCCTL = '367abb81-9844-35f1-ad32-98f038001003';
const all = allInterfaces();

describe('the table of interfaces', () => {
  it('says each thing once', () => {
    assert.equal(all.length, 245);
    assert.equal(new Set(all.map(({ uuid }) => uuid)).size, all.length);
    const names = all.map(({ name }) => name.toLowerCase());
    assert.equal(new Set(names).size, all.length);
    assert.deepEqual(names, names.toSorted());
  });

  it('is well-formed', () => {
    for (const one of all) {
      const { uuid, version, name, documents, pipes, ports, sources } = one;
      assert.match(uuid, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      assert.match(name, /^[\w ]+$/);
      assert.match(version ?? '0.0', /^\d+\.\d+$/, name);
      for (const document of documents) assert.match(document, /^(M[SC]-[A-Z0-9]+|C706)$/, name);
      for (const pipe of pipes) assert.match(pipe, /^[\w ]+$/, name);
      for (const port of ports) assert.match(port, /^(tcp|http)\/\d+$/, name);
      assert.ok(sources.length > 0, name);
      assertSubset(sources, INTERFACE_SOURCES);
      for (const { techniques } of [one, ...one.operations])
        for (const technique of techniques) {
          assert.match(technique.id, /^T\d{4}(\.\d{3})?$/, name);
          assert.ok(technique.sources.length > 0, name);
          assertSubset(technique.sources, TECHNIQUE_SOURCES);
        }
    }
  });

  it('numbers operations upward, each once', () => {
    for (const { name, operations } of all) {
      const numbers = operations.map(({ opnum }) => opnum);
      assert.ok(
        numbers.every((opnum, n) => Number.isInteger(opnum) && opnum > (numbers[n - 1] ?? -1) && opnum < 256),
        name,
      );
      for (const one of operations) {
        assert.match(one.name, /^\w+$/);
        assertSubset(one.sources, OPERATION_SOURCES);
        const unused = /^Opnum(\d+)NotUsedOnWire$/.exec(one.name);
        if (unused === null) assert.ok(one.sources.length > 0, `${name} ${one.opnum}`);
        else assert.deepEqual([Number(unused[1]), one.sources, one.zeek !== null], [one.opnum, [], true]);
      }
    }
  });

  it('tells the operations of an interface apart by name, but for one that is nowhere documented', () => {
    const twice = all.filter(({ operations }) => {
      const names = operations.map(({ name }) => name.toLowerCase());
      return new Set(names).size < names.length;
    });
    assert.deepEqual(
      twice.map(({ name, documents }) => [name, documents]),
      [['AudioRpc', []]],
    );
  });

  /** The number of operations that each protocol's document defines, from 0 on without a gap. */
  const WITHOUT_GAP: Readonly<Record<string, number>> = {
    atsvc: 4,
    dnsserver: 19,
    drsuapi: 31,
    dssetup: 11,
    eventlog: 27,
    IEventService: 29,
    InitShutdown: 3,
    IObjectExporter: 6,
    IRemUnknown2: 7,
    IRemoteSCMActivator: 5,
    ITaskSchedulerService: 20,
    netdfs: 26,
    sasec: 4,
    srvsvc: 58,
    WindowsShutdown: 2,
    winreg: 36,
    wkssvc: 32,
  };

  it('has the important interfaces whole', () => {
    for (const [name, count] of Object.entries(WITHOUT_GAP)) {
      const { operations } = findInterfaces(name)[0]!;
      assert.deepEqual(
        operations.map(({ opnum }) => opnum),
        Array.from({ length: count }, (_, n) => n),
        name,
      );
      for (const one of operations) assert.notEqual(one.effect, null, `${name} ${one.name}`);
    }
  });
});

describe('looking up', () => {
  it('by UUID and number', () => {
    assert.equal(interfaceOf(SVCCTL)?.name, 'svcctl');
    assert.equal(interfaceOf(SVCCTL.toUpperCase()), interfaceOf(SVCCTL));
    assert.equal(interfaceOf('deadbeef-cafe-babe-1234-567890abcdef'), undefined);
    const create = operationOf(SVCCTL, 12);
    assert.deepEqual([create?.name, create?.effect], ['CreateServiceW', 'modify']);
    assert.equal(operationOf(SVCCTL, 19)?.effect, 'execute');
    assert.equal(operationOf(SVCCTL, 55), undefined);
    assert.equal(operationOf('e3514235-4b06-11d1-ab04-00c04fc2dcd2', 3)?.techniques[0]?.id, 'T1003.006');
  });

  const FOUND: readonly (readonly [string, readonly string[]])[] = [
    ['{367ABB81-9844-35F1-AD32-98F038001003}', ['svcctl']],
    ['367abb81', ['svcctl']],
    ['SVCCTL', ['svcctl']],
    ['scmr', ['svcctl']],
    ['[MS-SCMR]', ['svcctl']],
    ['ms-efsr', ['efsrpc', 'efsrpc2']],
    ['\\pipe\\ATSVC', ['atsvc', 'ITaskSchedulerService', 'sasec', 'W32Time']],
    ['\\\\efsrpc', ['efsrpc', 'efsrpc2']],
    ['protected_storage', ['BackupKey', 'drsuapi']],
    ['RCreateServiceW', ['svcctl']],
    ['IDL_DRSGetNCChanges', ['drsuapi']],
    ['T1053.005', ['ITaskSchedulerService']],
    ['winspool', ['IRemoteWinspool', 'spoolss']],
    ['', []],
    ['abc', []],
    ['no such thing', []],
  ];

  for (const [text, names] of FOUND)
    it(`${JSON.stringify(text)} gives ${names.length === 0 ? 'nothing' : names.join(', ')}`, () => {
      assert.deepEqual(
        findInterfaces(text).map(({ name }) => name),
        names,
      );
    });

  it('finds every interface under each of its names', () => {
    for (const one of all)
      for (const name of [one.uuid, one.name, ...one.aliases])
        assert.ok(findInterfaces(name).includes(one), name);
  });

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found: readonly RpcInterface[] = findInterfaces(text);
        assert.equal(new Set(found).size, found.length);
        assert.equal(interfaceOf(text)?.uuid ?? text.toLowerCase(), text.toLowerCase());
      }),
    );
  });
});

function assertSubset(some: readonly string[], of: readonly string[]): void {
  for (const one of some) assert.ok(of.includes(one), one);
  assert.equal(new Set(some).size, some.length);
}
