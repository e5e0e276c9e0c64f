import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access, CallerOf } from '../../platform/auth/access.decorator.js';
import { webHeaders } from '../../platform/auth/auth-doors.js';
import type { Caller } from '../../platform/auth/caller.js';
import { PasskeyOptions, PasskeyProof, PasswordProof } from './account.schema.js';
import { ProofService } from './proof.service.js';

@ApiTags('account')
@Controller('api/v1/account/proof')
export class ProofController {
  constructor(private readonly proofs: ProofService) {}

  @Post('password')
  @HttpCode(204)
  @Access('Session', 'prove')
  @ApiNoContentResponse()
  byPassword(
    @CallerOf() caller: Caller,
    @Req() request: FastifyRequest,
    @Body({ schema: PasswordProof }) body: PasswordProof,
  ): Promise<void> {
    return this.proofs.byPassword(caller, body, { address: request.ip, cookie: request.headers.cookie });
  }

  @Post('passkey/options')
  @HttpCode(200)
  @Access('Session', 'prove')
  @ApiOkResponse({ standardSchema: PasskeyOptions })
  async passkeyChallenge(@Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    const { options, cookies } = await this.proofs.passkeyChallenge(webHeaders(request));
    void reply.header('set-cookie', cookies);
    return options;
  }

  @Post('passkey')
  @HttpCode(204)
  @Access('Session', 'prove')
  @ApiNoContentResponse()
  byPasskey(
    @CallerOf() caller: Caller,
    @Req() request: FastifyRequest,
    @Body({ schema: PasskeyProof }) body: PasskeyProof,
  ): Promise<void> {
    return this.proofs.byPasskey(caller, body.response, webHeaders(request));
  }
}
