import { Controller, Delete, Get, HttpCode, Options, Param, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenToAll } from '../../platform/auth/access.decorator.js';
import { methodRefused } from '../../platform/http/allowed-methods.js';
import { DomainError } from '../../platform/http/domain-error.js';
import { Capabilities } from './capabilities.js';

const WHY = 'says of an address what /fhir/metadata says of it';
const ADDRESSES = [':type', ':type/:id'];

interface Address {
  readonly type: string;
  readonly id?: string;
}

/** What is asked of an address that takes something else: 405, and what it takes. Routes of their own come before these. */
@ApiExcludeController()
@Controller('fhir')
export class FhirMethodsController {
  constructor(private readonly capabilities: Capabilities) {}

  /** Types that are searched have routes of their own. */
  @Get(':type')
  @OpenToAll(WHY)
  get(@Param() at: Address, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.refuse(at, request, reply);
  }

  @Post(':type')
  @OpenToAll(WHY)
  post(@Param() at: Address, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.refuse(at, request, reply);
  }

  @Put(ADDRESSES)
  @OpenToAll(WHY)
  put(@Param() at: Address, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.refuse(at, request, reply);
  }

  @Patch(ADDRESSES)
  @OpenToAll(WHY)
  patch(@Param() at: Address, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.refuse(at, request, reply);
  }

  @Delete(ADDRESSES)
  @OpenToAll(WHY)
  delete(@Param() at: Address, @Req() request: FastifyRequest, @Res({ passthrough: true }) reply: FastifyReply) {
    return this.refuse(at, request, reply);
  }

  @Options(ADDRESSES)
  @HttpCode(204)
  @OpenToAll(WHY)
  options(@Param() at: Address, @Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.header('allow', this.taken(at).join(', '));
  }

  private refuse(at: Address, request: FastifyRequest, reply: FastifyReply): never {
    throw methodRefused(request, reply, this.taken(at));
  }

  private taken({ type, id }: Address): string[] {
    const methods = this.capabilities.methodsAt(type, id !== undefined);
    if (!this.capabilities.serves(type)) throw this.capabilities.notServed(type);
    if (methods.length === 0) throw new DomainError('NOT_FOUND', 404, 'There is nothing at this address.');
    return ['OPTIONS', ...methods].sort();
  }
}
