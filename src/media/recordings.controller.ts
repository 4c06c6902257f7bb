import { Controller, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentViewer } from '../auth/current-viewer.decorator.js';
import type { Viewer } from '../auth/viewer.js';
import { AppError, BadInput, ErrorCode } from '../platform/errors.js';
import { bodyOf, readOnlyFile } from '../platform/http/upload-body.js';
import { UploadRoute } from '../platform/http/upload-route.js';
import { MediaLinks } from './media-links.js';
import { readPeaks } from './peaks.rules.js';
import { RecordingsService } from './recordings.service.js';
import type { Recording } from './recordings.types.js';

/** Peaks of an answer, as many as GraphQL gives unless told otherwise. */
const peakCount = 256;

/** The door for recordings: their bytes come in here, and go out at `/media/:id`. */
@Controller('recordings')
export class RecordingsController {
  constructor(
    private readonly recordings: RecordingsService,
    private readonly links: MediaLinks,
  ) {}

  /** The body is the file: `application/octet-stream`, `audio/*`, or of no type. */
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
