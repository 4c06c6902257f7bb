// graphql-upload describes its types in comments that TypeScript reads only out of JavaScript it compiles itself.
declare module 'graphql-upload/GraphQLUpload.mjs' {
  import type { GraphQLScalarType } from 'graphql';
  const GraphQLUpload: GraphQLScalarType;
  export default GraphQLUpload;
}

declare module 'graphql-upload/processRequest.mjs' {
  import type { IncomingMessage, ServerResponse } from 'node:http';
  import type { Readable } from 'node:stream';

  export interface FileUpload {
    filename: string;
    mimetype: string;
    createReadStream(): Readable;
  }

  export default function processRequest(
    request: IncomingMessage,
    response: ServerResponse,
    limits: { maxFieldSize: number; maxFileSize: number; maxFiles: number },
  ): Promise<Record<string, unknown>>;
}
