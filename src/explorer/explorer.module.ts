import { Module } from '@nestjs/common';
import { SpacesModule } from '../spaces/spaces.module.js';
import { ExplorerController } from './explorer.controller.js';
import { SamplesService } from './samples.service.js';
import { SandboxPage } from './sandbox-page.js';
import { SandboxPlugin } from './sandbox.plugin.js';

/** Where developers try operations: Sandbox, or what takes its place offline. */
@Module({
  imports: [SpacesModule],
  controllers: [ExplorerController],
  providers: [SamplesService, SandboxPage, SandboxPlugin],
})
export class ExplorerModule {}
