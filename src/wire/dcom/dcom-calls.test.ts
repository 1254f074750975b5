import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatAddress } from '../../model/address.ts';
import {
  ACCESS_DENIED,
  activationAnswer,
  activationRequest,
  type Bound,
  DISPATCH,
  PIPE,
  remoteActivationAnswer,
  remoteActivationRequest,
  resolveAnswer,
  serverAliveAnswer,
  TCP,
  UDP,
  WBEM_LOCATOR,
  WBEM_LOGIN,
} from '../../testing/dcom-stubs.ts';
import { FORMS } from '../../testing/ndr-writer.ts';
import type { Mapping } from '../mapping.ts';
import { mappingsOf } from '../mapping-calls.ts';
import type { NdrForm } from '../ndr/ndr-reader.ts';
import { ACTIVATION, SCM_ACTIVATOR } from './activation-calls.ts';
import { OXID_RESOLVER } from './resolver-calls.ts';

const BINDINGS: readonly Bound[] = [
  [TCP, 'SERVER[49913]'],
  [TCP, '172.18.39.6[49913]'],
  [TCP, 'SERVER'],
  [PIPE, '\\\\SERVER[\\PIPE\\atsvc]'],
  [TCP, '2001:db8::2[49913]'],
  [TCP, '[fe80::1%4][49913]'],
  [UDP, '172.18.39.6[1025]'],
  [10, 'SERVER[1]'],
];
const TOLD = [
  'tcp 49913 SERVER 0',
  'tcp 49913 172.18.39.6 0',
  'pipe \\PIPE\\atsvc SERVER 0',
  'tcp 49913 2001:db8::2 0',
  'tcp 49913 fe80::1 0',
  'udp 1025 172.18.39.6 0',
];
const [CREATE_INSTANCE, GET_CLASS_OBJECT] = [4, 3];

function answered(
  form: NdrForm,
  iface: string,
  opnum: number,
  request: Uint8Array | null,
  response: Uint8Array | null,
) {
  const order = { littleEndian: form.littleEndian, responseLittleEndian: form.littleEndian };
  return mappingsOf({ interface: iface, opnum, request, response, ndr64: form.ndr64, ...order });
}

/** A mapping as `protocol endpoint where status`. */
function line({ protocol, port, pipe, address, host, status }: Mapping): string {
  return [protocol, port ?? pipe, address === null ? host : formatAddress(address), status].join(' ');
}

for (const form of FORMS) {
  const name = `NDR${form.ndr64 ? '64' : ''}, ${form.littleEndian ? 'little' : 'big'}-endian`;
  const iids = [WBEM_LOGIN, DISPATCH];

  test(`${name}: RemoteGetClassObject and RemoteCreateInstance`, () => {
    for (const blobLittleEndian of [true, false])
      for (const extents of [[], [24], [0, null, 13, 8]]) {
        const fields = { iids, blobLittleEndian, extents };
        const response = activationAnswer(form, BINDINGS, { blobLittleEndian, extents });
        const requests: readonly [opnum: number, request: Uint8Array][] = [
          [GET_CLASS_OBJECT, activationRequest(form, fields)],
          [CREATE_INSTANCE, activationRequest(form, { ...fields, outer: null })],
          [CREATE_INSTANCE, activationRequest(form, { ...fields, outer: [1, 2, 3, 4, 5] })],
        ];
        for (const [opnum, request] of requests) {
          const mappings = answered(form, SCM_ACTIVATOR, opnum, request, response);
          assert.deepEqual(mappings.map(line), TOLD);
          for (const { interface: uuid, version, activation } of mappings) {
            assert.deepEqual([uuid, version], [WBEM_LOGIN, '0.0']);
            assert.deepEqual(activation, { clsid: WBEM_LOCATOR, interfaces: iids });
          }
        }
      }
  });

  test(`${name}: RemoteActivation`, () => {
    for (const extents of [[], [24, null, 5]])
      for (const fields of [{}, { objectName: 'C:\\x' }, { storage: [1, 2, 3] }]) {
        const request = remoteActivationRequest(form, { iids, extents, ...fields });
        const response = remoteActivationAnswer(form, BINDINGS, { extents, results: [0, ACCESS_DENIED, 0] });
        const mappings = answered(form, ACTIVATION, 0, request, response);
        assert.deepEqual(mappings.map(line), TOLD);
        assert.deepEqual(mappings[0]!.activation, { clsid: WBEM_LOCATOR, interfaces: iids });
      }
  });

  test(`${name}: activations that fail keep their status`, () => {
    const asked = { interface: WBEM_LOGIN, version: '0.0', protocol: null };
    const activation = { clsid: WBEM_LOCATOR, interfaces: [WBEM_LOGIN] };
    const nowhere = { port: null, pipe: null, address: null, host: null };
    const refused = { ...asked, ...nowhere, activation, status: ACCESS_DENIED };
    const created = activationAnswer(form, null, { status: ACCESS_DENIED });
    assert.deepEqual(answered(form, SCM_ACTIVATOR, GET_CLASS_OBJECT, activationRequest(form), created), [
      refused,
    ]);
    for (const failed of [{ status: ACCESS_DENIED }, { result: ACCESS_DENIED }])
      assert.deepEqual(
        answered(
          form,
          ACTIVATION,
          0,
          remoteActivationRequest(form),
          remoteActivationAnswer(form, null, failed),
        ),
        [refused],
      );
    const unknown = { ...refused, interface: null, version: null, activation: null };
    assert.deepEqual(answered(form, SCM_ACTIVATOR, CREATE_INSTANCE, null, created), [unknown]);
    const resolved = resolveAnswer(form, null, { status: ACCESS_DENIED });
    assert.deepEqual(answered(form, OXID_RESOLVER, 0, null, resolved), [unknown]);
  });

  test(`${name}: ResolveOxid, ResolveOxid2, ServerAlive2`, () => {
    const answers: readonly [opnum: number, response: Uint8Array][] = [
      [0, resolveAnswer(form, BINDINGS)],
      [4, resolveAnswer(form, BINDINGS, { version: true })],
      [5, serverAliveAnswer(form, BINDINGS)],
    ];
    for (const [opnum, response] of answers) {
      assert.deepEqual(answered(form, OXID_RESOLVER, opnum, null, response).map(line), TOLD);
      for (let length = 0; length < response.length; length++)
        assert.deepEqual(answered(form, OXID_RESOLVER, opnum, null, response.subarray(0, length)), []);
    }
    const resolver: readonly Bound[] = [
      [TCP, 'SERVER'],
      [TCP, '172.18.39.6'],
    ];
    assert.deepEqual(answered(form, OXID_RESOLVER, 5, null, serverAliveAnswer(form, resolver)), []);
  });

  test(`${name}: an answer that is not there to its end tells nothing`, () => {
    const answers: readonly [iface: string, opnum: number, response: Uint8Array][] = [
      [SCM_ACTIVATOR, GET_CLASS_OBJECT, activationAnswer(form, BINDINGS, { extents: [5, null] })],
      [SCM_ACTIVATOR, CREATE_INSTANCE, activationAnswer(form, null, { status: ACCESS_DENIED })],
      [ACTIVATION, 0, remoteActivationAnswer(form, BINDINGS)],
    ];
    for (const [iface, opnum, response] of answers)
      for (let length = 0; length < response.length; length++)
        assert.deepEqual(answered(form, iface, opnum, null, response.subarray(0, length)), []);
  });
}
