import { Module } from '@nestjs/common';
import { DemoSpotifyAccountsController } from './demo-spotify-accounts.controller.js';
import { DemoSpotifyApiController } from './demo-spotify-api.controller.js';
import { DemoSpotifyPagesController } from './demo-spotify-pages.controller.js';
import { DemoSpotifyService } from './demo-spotify.service.js';

/** A stand-in of Spotify on this very server: the same HTTP, the same shapes, labelled as a demo. */
@Module({
  controllers: [DemoSpotifyAccountsController, DemoSpotifyApiController, DemoSpotifyPagesController],
  providers: [DemoSpotifyService],
})
export class DemoSpotifyModule {}
