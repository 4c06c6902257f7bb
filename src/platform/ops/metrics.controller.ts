import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Anonymous } from '../access.js';
import { Config } from '../config.js';
import { NotFound } from '../errors.js';
import { authorizationOf } from '../http/authorization.js';
import { DescribeRoute } from '../http/describe-route.js';
import { Metrics } from './metrics.js';

/** What Prometheus collects: counts, and nothing of anybody. In production only for who has the token, if there is one. */
@Anonymous()
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: Metrics,
    private readonly config: Config,
  ) {}

  @DescribeRoute({
    summary: 'What Prometheus collects.',
    takes: { Authorization: '`Bearer` and the `METRICS_TOKEN`, where there is one.' },
    answers: { 200: 'Text.', 404: '`NOT_FOUND` for everybody else.' },
  })
  @Get()
  async tell(@Req() { raw }: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    // To others there is nothing here.
    if (!this.mayRead(raw)) throw new NotFound('page');
    const text = await this.metrics.text();
    await reply.header('cache-control', 'no-store').type(this.metrics.contentType).send(text);
  }

  private mayRead(request: IncomingMessage): boolean {
    const { metricsToken, production } = this.config;
    if (metricsToken === null) return !production;
    const [given = ''] = authorizationOf(request);
    return timingSafeEqual(digest(given), digest(`Bearer ${metricsToken}`));
  }
}

/** Of one length, whatever is compared. */
const digest = (text: string): Buffer => hash('sha256', text, 'buffer');
