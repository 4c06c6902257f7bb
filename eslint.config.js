import graphql from '@graphql-eslint/eslint-plugin';

// For the schema alone: the code has a linter of its own.
export default [
  {
    files: ['schema.gql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: 'schema.gql' } },
    },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      // More than is recommended: everything is described.
      '@graphql-eslint/require-description': [
        'error',
        {
          types: true,
          rootField: true,
          FieldDefinition: true,
          InputValueDefinition: true,
          EnumValueDefinition: true,
          DirectiveDefinition: true,
        },
      ],
      // Values, pages and lines of pages are no things: nothing could be fetched again by their id.
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          exceptions: {
            suffixes: ['Connection', 'Edge'],
            types: [
              'Booker',
              'CancellationQuote',
              'DayAvailability',
              'InsufficientPoints',
              'PageInfo',
              'RefundTier',
              'Session',
              'SlotTaken',
            ],
          },
        },
      ],
      // ErrorCode is what `extensions.code` holds, which no field returns. Any other type without a field that returns
      // it cannot come into the schema: types come there through fields, and through `orphanedTypes`, where it stands alone.
      '@graphql-eslint/no-unreachable-types': 'off',
    },
  },
];
