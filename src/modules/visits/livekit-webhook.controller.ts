import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { OpenToAll } from '../../platform/auth/access.decorator.js';
import { VisitsService } from './visits.service.js';

@ApiTags('visits')
@Controller('ingest/v1/webhooks')
export class LiveKitWebhookController {
  constructor(private readonly visits: VisitsService) {}

  /** The signature is over the bytes, not over what a parser made of them. */
  @Post('livekit')
  @HttpCode(200)
  @OpenToAll('signed by LiveKit', { uncounted: 'one server tells of all visits; what is not signed costs a hash' })
  async receive(@Req() request: FastifyRequest & { rawBody?: Buffer }): Promise<void> {
    await this.visits.noteRoomEvent(request.rawBody ?? Buffer.alloc(0), request.headers.authorization);
  }
}
