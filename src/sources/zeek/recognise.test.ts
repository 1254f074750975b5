import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recognise } from './recognise.ts';

const encoder = new TextEncoder();

function recogniseText(text: string) {
  return recognise(encoder.encode(text));
}

test('zeek: what is not of Zeek is left to others', () => {
  for (const text of [
    '',
    '\n\n',
    'src_ip,dest_ip\n10.0.0.1,10.0.0.2\n',
    '{"event_type":"flow","src_ip":"10.0.0.1","proto":"TCP"}\n',
    '{"@timestamp":"2020-01-01T00:00:00Z","source":{"ip":"10.0.0.1"},"id":"x"}\n',
    '#Software: Microsoft Internet Information Services\n#Fields: date time c-ip\n2020-01-01 00:00:00 10.0.0.1\n',
    '# fields of study\nabc\n',
    '[{"id.orig_h":"10.0.0.1"}]',
  ])
    assert.equal(recogniseText(text), null, text);
});

test('zeek: a damaged first line does not hide what the log is', () => {
  const json = '{"ts":1.5,"uid":"C1","id.orig_h":"10.0.0.1","proto":"tcp","conn_state":"S0"}\n';
  assert.deepEqual(recogniseText(`{"ts":1.5,"ui\n${json}`), { what: 'conn.log, JSON lines', used: true });
  assert.deepEqual(recogniseText('#sep\0rator \\x09\n#path\tconn\n#fields\tts\tproto\n'), {
    what: 'conn.log, TSV',
    used: true,
  });
  assert.deepEqual(recogniseText('### BTest baseline data\n#separator \\x09\n#path\tconn\n'), {
    what: 'conn.log, TSV',
    used: true,
  });
});

test('zeek: other streams are known and of no use', () => {
  const dns = '{"ts":1.5,"uid":"C1","id.orig_h":"10.0.0.1","proto":"udp","query":"example.com"}\n';
  assert.deepEqual(recogniseText(dns), { what: 'Zeek log, JSON lines', used: false });
  assert.deepEqual(recogniseText(`{"_path":"dns",${dns.slice(1)}`), {
    what: 'dns.log, JSON lines',
    used: false,
  });
  assert.deepEqual(recogniseText('{"ts":1.5,"uid":"C1","id_orig_h":"10.0.0.1","endpoint":"epmapper"}\n'), {
    what: 'Zeek log, JSON lines',
    used: false,
  });
});

test('zeek: a log that begins with what Zeek writes at its start may hold all streams', () => {
  const script = '{"@stream":"loaded_scripts","name":"/usr/share/zeek/base/init-bare.zeek"}\n';
  assert.equal(recogniseText(script)?.used, false);
  assert.equal(recognise(encoder.encode(script.repeat(1000)).subarray(0, 1 << 16))?.used, true);
  const dns = '{"@stream":"dns","ts":1.5,"query":"example.com"}\n';
  assert.equal(recogniseText(script + dns)?.used, false);
  assert.equal(recognise(encoder.encode(script + dns.repeat(2000)).subarray(0, 1 << 16))?.used, true);
});
