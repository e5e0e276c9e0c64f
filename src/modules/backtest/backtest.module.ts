import { Module } from '@nestjs/common';
import { BackTestController } from './backtest.controller.js';
import { BackTestRunner } from './backtest-runner.js';
import { BackTestService } from './backtest.service.js';
import { BackTestWorker } from './backtest-worker.js';

@Module({ controllers: [BackTestController], providers: [BackTestService, BackTestRunner, BackTestWorker] })
export class BackTestModule {}
