import { Controller, Get, Header } from '@nestjs/common';
import { GraphQLSchemaHost } from '@nestjs/graphql';
import { Public } from '../access.js';
import { Config } from '../config.js';
import { NotFound } from '../errors.js';
import { DescribeRoute } from '../http/describe-route.js';
import { schemaText } from './schema-text.js';

/** The schema as text, wherever introspection is allowed too. */
@Public()
@Controller('schema.gql')
export class SchemaController {
  constructor(
    private readonly config: Config,
    private readonly host: GraphQLSchemaHost,
  ) {}

  @DescribeRoute({
    summary: 'The schema as text.',
    answers: { 200: 'SDL.', 404: '`NOT_FOUND` in production.' },
  })
  @Get()
  @Header('content-type', 'text/plain; charset=utf-8')
  schema(): string {
    if (this.config.production) throw new NotFound('page');
    return schemaText(this.host.schema);
  }
}
