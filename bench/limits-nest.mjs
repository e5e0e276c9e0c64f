// Nest on Fastify that parses what `bench -- load` sends and answers as a FHIR server does, and stores nothing.
import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

let next = 0;
const created = (resource) => ({ ...resource, id: String(++next), meta: { versionId: '1' } });

class Fhir {
  bundle({ entry }) {
    return {
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: entry.map(({ resource }) => ({
        response: { status: '201 Created', location: `Observation/${created(resource).id}/_history/1` },
      })),
    };
  }
  create(resource) {
    return created(resource);
  }
}
decorate('bundle', [Post(), HttpCode(200)]);
decorate('create', [Post('Observation')]);
Controller('fhir')(Fhir);
class App {}
Module({ controllers: [Fhir] })(App);

function decorate(method, decorators) {
  Body()(Fhir.prototype, method, 0);
  const descriptor = Object.getOwnPropertyDescriptor(Fhir.prototype, method);
  for (const one of decorators) one(Fhir.prototype, method, descriptor);
}

const adapter = new FastifyAdapter({ bodyLimit: 5e6 });
const app = await NestFactory.create(App, adapter, { logger: false, bodyParser: false });
adapter.getInstance().addContentTypeParser('application/fhir+json', { parseAs: 'string' }, (_request, body, done) => {
  try {
    done(null, JSON.parse(body));
  } catch (error) {
    done(error);
  }
});
await app.listen(0, '127.0.0.1');
console.log(`http://127.0.0.1:${app.getHttpServer().address().port}`);
