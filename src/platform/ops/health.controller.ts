import { Controller, Get, Header } from '@nestjs/common';
import { Public } from '../access.js';

/** Whether the process lives; it asks nothing of what the process depends on. */
@Public()
@Controller('healthz')
export class HealthController {
  @Get()
  @Header('cache-control', 'no-store')
  alive(): { status: 'ok' } {
    return { status: 'ok' };
  }
}
