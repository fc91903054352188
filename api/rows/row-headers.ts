/**
 * What stands beside the list in a document, and is said by a header where only the rows are sent: the field, the
 * header, and its JSON Schema.
 */
export const ROW_HEADERS = [
  {
    field: 'isTruncated',
    header: 'citynerve-truncated',
    schema: {
      type: 'string',
      enum: ['true', 'false'],
      description: 'CSV, NDJSON: whether the limit has cut the list.',
    },
  },
  {
    field: 'from',
    header: 'citynerve-from',
    schema: {
      type: 'string',
      description: 'CSV, NDJSON: begin of the range, milliseconds since 1970; absent: not bounded.',
    },
  },
  {
    field: 'until',
    header: 'citynerve-until',
    schema: {
      type: 'string',
      description: 'CSV, NDJSON: end of the range, exclusive, milliseconds since 1970; absent: not bounded.',
    },
  },
] as const;
