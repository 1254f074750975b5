import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { allInterfaces } from './rpc-interfaces.ts';
import { zeekCall } from './zeek-names.ts';

describe("what Zeek's names stand for", () => {
  /** endpoint, operation, the number that Zeek saw, and what that number is. */
  const CALLS: readonly (readonly [string, string, number | null, string | null])[] = [
    ['svcctl', 'CreateServiceW', 12, 'CreateServiceW'],
    ['IEnumWbemClassObject interface', 'Next', 4, 'Next'],
    ['atsvc', 'NetrJobAdd', 0, 'NetrJobAdd'],
    ['atsvc', 'JobAdd', 0, 'NetrJobAdd'],
    ['ISecLogon', 'SeclCreateProcessWithLogonW', 0, 'SeclCreateProcessWithLogonW'],
    ['spoolss', 'RpcSplOpenPrinter', 69, 'RpcOpenPrinterEx'],
    ['spoolss', 'RpcSendRecvBidiData', 95, 'Opnum95NotUsedOnWire'],
    ['spoolss', 'RpcAddPrinterConnection2', 97, 'RpcSendRecvBidiData'],
    ['wkssvc', 'NetrValidateName', 18, 'NetrRenameMachineInDomain'],
    ['wkssvc', 'NetrRenameMachineInDomain', 19, 'NetrValidateName'],
    ['IWbemServices', 'DeleteInstance', 16, 'DeleteInstance'],
    ['IWbemServices', 'DeleteClass', null, null],
    ['svcctl', 'unknown-12', 12, 'CreateServiceW'],
    ['svcctl', 'unknown-200', 200, null],
    ['efsrpc', 'Opnum10NotUsedOnWire', 10, null],
    ['svcctl', 'NoSuchOperation', null, null],
    ['unknown-367abb81-9844-35f1-ad32-98f038001003', 'unknown-12', 12, 'CreateServiceW'],
    ['unknown-deadbeef-cafe-babe-1234-567890abcdef', 'unknown-3', 3, null],
  ];

  for (const [endpoint, operation, opnum, name] of CALLS)
    it(`${endpoint} ${operation} is ${opnum} ${name ?? ''}`, () => {
      const call = zeekCall(endpoint, operation);
      assert.ok(call);
      assert.deepEqual([call.opnum, call.operation?.name ?? null], [opnum, name]);
    });

  it('an endpoint that nothing is called stands for nothing', () => {
    assert.equal(zeekCall('nosuch', 'unknown-3'), undefined);
    assert.equal(zeekCall('winspool', 'unknown-3'), undefined, 'two interfaces are called so');
    assert.equal(zeekCall('unknown-deadbeef-cafe-babe-1234-567890abcdef', 'x')?.interface, null);
  });

  it('every name leads back to its number, but for those that Zeek gives twice', () => {
    let reached = 0;
    for (const { name: endpoint, uuid, operations } of allInterfaces())
      for (const { opnum, name, zeek, sources } of operations) {
        const text = zeek ?? name;
        const same = operations.filter((one) => (one.zeek ?? one.name).toLowerCase() === text.toLowerCase());
        const call = zeekCall(endpoint, text);
        assert.equal(call?.uuid, uuid);
        if (same.length === 1) assert.equal(call.opnum, opnum, `${endpoint} ${text}`);
        else if (sources.length > 0)
          assert.ok(call.opnum === null || call.opnum === opnum, `${endpoint} ${text}`);
        reached += same.length === 1 ? 1 : 0;
      }
    console.log(`${reached} names led back to their numbers`);
    assert.ok(reached > 2600);
  });

  it('takes any texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (endpoint, operation) => {
        const call = zeekCall(endpoint, operation);
        assert.ok(call === undefined || call.uuid.length === 36);
      }),
    );
  });
});
