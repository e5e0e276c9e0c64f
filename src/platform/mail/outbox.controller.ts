import { Controller, Get, Req } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { OpenToAll } from '../auth/access.decorator.js';
import { Config } from '../config/config.js';
import { DomainError } from '../http/domain-error.js';
import { Mail } from './mail.js';

const Outbox = z
  .object({ items: z.array(z.object({ to: z.string(), subject: z.string(), text: z.string(), at: z.string() })) })
  .meta({ id: 'Outbox' });

const LOOPBACK = /^(127(\.\d+){3}|::1|::ffff:127(\.\d+){3})$/;

/** Mails of a machine of one's own, where nobody can send them. Elsewhere there is no such address. */
@ApiTags('accounts')
@Controller('api/v1/outbox')
export class OutboxController {
  constructor(
    private readonly mail: Mail,
    private readonly config: Config,
  ) {}

  @Get()
  @OpenToAll('only on a machine of one’s own, only from itself')
  @ApiOkResponse({ standardSchema: Outbox })
  read(@Req() request: FastifyRequest) {
    const forwarded = request.headers['x-forwarded-for'] ?? request.headers['forwarded'];
    const ownHost = request.headers.host === new URL(this.config.publicUrl).host;
    const near = LOOPBACK.test(request.socket.remoteAddress ?? '') && forwarded === undefined && ownHost;
    if (!this.config.accounts.outbox || !near)
      throw new DomainError('NOT_FOUND', 404, 'There is nothing at this address.');
    return { items: this.mail.outbox };
  }
}
