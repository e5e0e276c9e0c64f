import { Controller, Delete, Param, Patch, Post, Put, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OpenToAll } from '../../platform/auth/access.decorator.js';
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

  private refuse({ type, id }: Address, { method }: FastifyRequest, reply: FastifyReply): never {
    const methods = this.capabilities.methodsAt(type, id !== undefined);
    if (methods.length === 0) throw new DomainError('NOT_FOUND', 404, 'There is nothing at this address.');
    const taken = methods.join(', ');
    void reply.header('allow', taken);
    throw new DomainError('NOT_ALLOWED', 405, `${method} is not offered here: this address takes ${taken}.`);
  }
}
