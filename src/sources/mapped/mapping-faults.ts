/** Every reason for which a mapping is refused. The codes are stable. */
export const MAPPING_FAULTS = {
  'bad-value': 'a key has a value of the wrong kind',
  'missing-key': 'a key that is needed is absent',
  'missing-zone': 'the times state no zone, and the mapping gives none',
  'unknown-action': 'the CAR object has no such action',
  'unknown-column': 'the `columns` have no such name',
  'unknown-field': 'the CAR object has no such field',
  'unknown-format': 'there is no such format',
  'unknown-key': 'a mapping has no such key at this place',
  'unknown-object': 'CAR has no such object',
  'yaml-syntax': 'the file is not well-formed YAML',
} as const;

export type MappingFault = keyof typeof MAPPING_FAULTS;
