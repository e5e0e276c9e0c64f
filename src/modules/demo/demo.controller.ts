import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { OpenToAll } from '../../platform/auth/access.decorator.js';
import { signIns } from './demo-sign-ins.js';

const SignIns = z
  .object({ signIns: z.array(z.object({ label: z.string(), email: z.string(), password: z.string() })) })
  .meta({ id: 'DemoSignIns' });

/** There is no such route where there is no demo. */
@ApiTags('demo')
@Controller('api/v1/demo')
export class DemoController {
  @Get()
  @OpenToAll('fictional people of a demo clinic')
  @ApiOkResponse({ standardSchema: SignIns })
  read() {
    return { signIns: signIns() };
  }
}
