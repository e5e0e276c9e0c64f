import { Controller, Get, Post, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenToAll } from '../../platform/auth/access.decorator.js';
import { Config } from '../../platform/config/config.js';
import { AuthorizationServer } from './authorization-server.js';
import { passOn } from './pass-on.js';

const PROVES_ITSELF = 'the app proves itself as RFC 6749 says';

/** The authorisation server for apps: OAuth 2.0 and OpenID Connect as SMART App Launch 2.2 wants them, by oidc-provider. */
@ApiExcludeController()
@Controller('oauth')
export class OAuthController {
  constructor(
    private readonly server: AuthorizationServer,
    private readonly config: Config,
  ) {}

  @Get('authorize')
  @OpenToAll('nothing comes of it before somebody has signed in and decided')
  authorize(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.pass(request, reply);
  }

  @Get('authorize/:uid')
  @OpenToAll('goes on with a request that somebody has decided on, in the browser it came from')
  resume(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.pass(request, reply);
  }

  @Post('token')
  @OpenToAll(PROVES_ITSELF)
  token(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.pass(request, reply);
  }

  @Post('introspect')
  @OpenToAll(PROVES_ITSELF)
  introspect(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.pass(request, reply);
  }

  @Post('revoke')
  @OpenToAll(PROVES_ITSELF)
  revoke(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.pass(request, reply);
  }

  @Get('jwks')
  @OpenToAll('public keys')
  jwks(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.pass(request, reply);
  }

  @Get('.well-known/openid-configuration')
  @OpenToAll('an app must know what we offer before it has a token')
  discovery(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    return this.pass(request, reply);
  }

  private async pass(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    await passOn(await this.server.provider(), this.config.publicUrl, request, reply);
  }
}
