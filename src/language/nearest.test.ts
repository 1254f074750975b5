import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fieldNames } from './names.ts';
import { nearest } from './nearest.ts';

test('the nearest correct spelling', () => {
  const flow = {
    dst_port: 'dest_port',
    dets_port: 'dest_port',
    timestamp: 'time',
    srcip: 'src_ip',
    qqqq: null,
  };
  for (const [name, field] of Object.entries(flow)) assert.equal(nearest(name, fieldNames('flow')), field);
  const process = {
    parent_image: 'parent_image_path',
    cmd_line: 'command_line',
    exee: 'exe',
    comman_line: 'command_line',
  };
  for (const [name, field] of Object.entries(process))
    assert.equal(nearest(name, fieldNames('process')), field);
  assert.equal(nearest('x', ['a', 'b']), null);
  assert.equal(nearest('anything', []), null);
});
