import { Controller, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { AppError, BadInput, ErrorCode } from '../platform/errors.js';
import { DescribeRoute } from '../platform/http/describe-route.js';
import { bodyOf, readOnlyFile } from '../platform/http/upload-body.js';
import { UploadRoute } from '../platform/http/upload-route.js';
import { MediaLinks } from './media-links.js';
import { readPeaks } from './peaks.rules.js';
import { RecordingsService } from './recordings.service.js';
import type { Recording } from './recordings.types.js';

/** Peaks of an answer, as many as GraphQL gives unless told otherwise. */
const peakCount = 256;

/** What both ways of uploading answer. */
const answers = {
  201: "The fields of GraphQL's `Recording` as JSON, with 256 `peaks`; `Location` is its `streamUrl`.",
  400: '`BAD_USER_INPUT`: empty, broken off, or a part by `Content-Range`.',
  401: '`UNAUTHENTICATED`, with `WWW-Authenticate: Bearer`; told before the body is read.',
  408: 'Less than 64 KiB came within 30 seconds.',
  413: '`PAYLOAD_TOO_LARGE`: over 200,000,000 bytes, or more than there is room `left` for.',
  415: '`UNSUPPORTED_MEDIA_TYPE`: the request, or the file by its content, is of no type that is taken.',
  429: '`RATE_LIMITED`: three uploads are under way already; `Retry-After` says when to try again.',
  503: '`UNAVAILABLE`: the database or the storage is away, and nothing is kept.',
};

/** The door for recordings: their bytes come in here, and go out at `/media/:id`. */
@Controller('recordings')
export class RecordingsController {
  constructor(
    private readonly recordings: RecordingsService,
    private readonly links: MediaLinks,
  ) {}

  /** The body is the file: `application/octet-stream`, `audio/*`, or of no type. */
  @DescribeRoute({
    summary: 'Uploads a recording, the body being the file.',
    takes: {
      Authorization: '`Bearer` and the access token.',
      ':fileName': 'Its name, percent-encoded; empty or absent: `recording`.',
      'Content-Type': '`application/octet-stream`, `audio/*` or none: the type is told by the content.',
    },
    answers,
  })
  @Put(':fileName')
  @UploadRoute()
  @HttpCode(201)
  async put(
    @CurrentViewer() viewer: Viewer,
    @Param('fileName') fileName: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    checkHead(request, /^(?:application\/octet-stream|audio\/[\w.+-]+)?(?:\s*;.*)?$/i);
    const { raw } = request;
    const size = Number(raw.headers['content-length'] ?? 0);
    const recording = await this.recordings.upload(viewer, fileName, bodyOf(raw), undefined, size);
    return this.answer(recording, reply);
  }

  /** The body is a form with one part, `file`. */
  @DescribeRoute({
    summary: 'Uploads a recording as a form with one part.',
    takes: {
      Authorization: '`Bearer` and the access token.',
      'Content-Type': '`multipart/form-data`.',
      file: 'The one part of the form; its file name is kept.',
    },
    answers,
  })
  @Post()
  @UploadRoute()
  @HttpCode(201)
  async post(
    @CurrentViewer() viewer: Viewer,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    checkHead(request, /^multipart\/form-data\s*;/i);
    await this.recordings.checkSize(viewer, formContent(request));
    const { fileName, body } = await readOnlyFile(request.raw);
    return this.answer(await this.recordings.upload(viewer, fileName, body), reply);
  }

  private answer(recording: Recording, reply: FastifyReply) {
    const { id, fileName, contentType, size, sha256, durationSeconds, storedPeaks, createdAt } = recording;
    const streamUrl = this.links.signedUrl(recording.mediaId);
    void reply.header('location', streamUrl).header('cache-control', 'no-store');
    return {
      ...{ id, fileName, contentType, size, sha256, durationSeconds },
      peaks: readPeaks(storedPeaks, peakCount),
      streamUrl,
      createdAt: new Date(createdAt).toISOString(),
    };
  }
}

/** What can be refused before a byte of the body is read. */
function checkHead({ headers }: FastifyRequest, contentType: RegExp): void {
  // RFC 9110, section 14.5: taking a part for the whole would destroy something.
  if (headers['content-range'] !== undefined)
    throw new BadInput('Content-Range', 'a part cannot be uploaded');
  const identity = (headers['content-encoding'] ?? 'identity').toLowerCase() === 'identity';
  if (!identity || !contentType.test(headers['content-type'] ?? '')) {
    const message = 'The request is of a type this address does not take.';
    throw new AppError(ErrorCode.UNSUPPORTED_MEDIA_TYPE, message);
  }
}

/** Bytes of the file in a form at least, when its length is announced: the form itself takes less than this. */
function formContent({ headers }: FastifyRequest): number {
  return Math.max(Number(headers['content-length'] ?? 0) - 4096, 0);
}
