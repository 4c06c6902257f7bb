import { type DynamicModule, Module } from '@nestjs/common';
import { AuthModule } from './auth/auth.module.js';
import { DocsModule } from './docs/docs.module.js';
import { ExplorerModule } from './explorer/explorer.module.js';
import { MediaModule } from './media/media.module.js';
import { MusicModule } from './music/music.module.js';
import { OrdersModule } from './orders/orders.module.js';
import type { Config } from './platform/config.js';
import { Shortcuts } from './platform/http/shortcuts.js';
import type { Log } from './platform/ops/log.js';
import { Metrics } from './platform/ops/metrics.js';
import { PlatformModule } from './platform/platform.module.js';
import { SpacesModule } from './spaces/spaces.module.js';
import { tables } from './tables.js';
import { WelcomeModule } from './welcome/welcome.module.js';

/** The map of the system. Demo data and stand-ins are loaded only where they are wanted: never in production. */
@Module({
  imports: [
    AuthModule,
    MediaModule,
    SpacesModule,
    OrdersModule,
    MusicModule,
    WelcomeModule,
    DocsModule,
    ExplorerModule,
  ],
})
export class AppModule {
  static async with(
    config: Config,
    log: Log,
    metrics = new Metrics(),
    shortcuts = new Shortcuts(),
  ): Promise<DynamicModule> {
    const platform = (settings: Config) => PlatformModule.with(settings, log, metrics, shortcuts, tables);
    if (!config.demo) return { module: AppModule, imports: [platform(config)] };
    const { DemoModule } = await import('./demo/demo.module.js');
    const { demoKakao } = await import('./demo/kakao/demo-kakao.settings.js');
    const { demoSpotify } = await import('./demo/spotify/demo-spotify.settings.js');
    const kakao = config.kakao ?? demoKakao(config.publicUrl, config.port);
    const spotify = config.spotify ?? demoSpotify(config.publicUrl, config.port);
    return { module: AppModule, imports: [platform({ ...config, kakao, spotify }), DemoModule] };
  }
}
