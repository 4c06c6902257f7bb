import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost, ModuleRef } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import processRequest from 'graphql-upload/processRequest.mjs';
import { UploadGate } from '../access.js';
import { Clock } from '../clock.js';
import { AppError, ErrorCode } from '../errors.js';
import { authorizationOf } from '../http/authorization.js';
import { isGraphqlUpload } from '../http/upload-route.js';
import { refusalOf, removeStaleFiles } from './upload-files.js';

const mebibyte = 1024 * 1024;

/** What one request may carry; a kind of file may have a lower limit of its own. */
const limits = { maxFieldSize: mebibyte / 4, maxFileSize: 50 * mebibyte, maxFiles: 10 };

/** One of these makes a browser ask the server first, so no foreign page can send a form in somebody's name. */
const preflightHeaders = ['apollo-require-preflight', 'x-apollo-operation-name'];

/**
 * Takes GraphQL multipart requests (https://github.com/jaydenseric/graphql-multipart-request-spec): files are set
 * aside on disk as they come in, and read from there by whoever the operation hands them to.
 */
@Injectable()
export class Uploads implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly modules: ModuleRef,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    const server = this.host.httpAdapter?.getInstance<FastifyInstance>();
    // A command runs the system without a server.
    if (!server?.addContentTypeParser) return;
    await removeStaleFiles(this.clock.now());
    server.addContentTypeParser('multipart/form-data', (_request, _payload, done) => done(null));
    server.addHook('preValidation', (request, reply, done) => {
      if (!isGraphqlUpload(request)) return done();
      this.read(request, reply).then((body) => {
        request.body = body;
        done();
      }, done);
    });
  }

  /** Apollo makes the same check, but only after everything was read. */
  private async read(request: FastifyRequest, reply: FastifyReply): Promise<Record<string, unknown>> {
    if (!preflightHeaders.some((name) => request.headers[name])) {
      throw new AppError(
        ErrorCode.BAD_USER_INPUT,
        `A multipart request needs one of these headers: ${preflightHeaders.join(', ')}.`,
      );
    }
    await this.modules.get(UploadGate, { strict: false }).check(authorizationOf(request.raw));
    try {
      return await processRequest(request.raw, reply.raw, limits);
    } catch (error) {
      throw refusalOf(error);
    }
  }
}
