import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { Anonymous } from '../access.js';
import { DescribeRoute } from '../http/describe-route.js';
import { Readiness } from './readiness.js';

/** What those ask who start, stop and feed processes. Answers say `no-store`, as all do. */
@Anonymous()
@Controller()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Whether the process lives; it asks nothing of what the process depends on. */
  @DescribeRoute({ summary: 'Whether the process lives.', answers: { 200: '`{"status":"ok"}`' } })
  @Get('healthz')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** Whether requests should come here: 200, or 503 for none. */
  @DescribeRoute({
    summary: 'Whether requests should come here.',
    answers: {
      200: '`status` is `ok` or `degraded`; `database`, `cache` and `storage` each with their state and milliseconds.',
      503: 'No: the database is away, or the process is ending.',
    },
  })
  @Get('readyz')
  async ready(@Res() reply: FastifyReply): Promise<void> {
    const report = await this.readiness.tell();
    const serves = report.status === 'ok' || report.status === 'degraded';
    await reply.status(serves ? 200 : 503).send(report);
  }
}
