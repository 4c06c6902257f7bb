import { Module } from '@nestjs/common';
import { DemoKakaoService } from './demo-kakao.service.js';
import { DemoKapiController } from './demo-kapi.controller.js';
import { DemoKauthController } from './demo-kauth.controller.js';

/** A stand-in of Kakao on this very server: the same HTTP, the same shapes, labelled as a demo. */
@Module({ controllers: [DemoKauthController, DemoKapiController], providers: [DemoKakaoService] })
export class DemoKakaoModule {}
