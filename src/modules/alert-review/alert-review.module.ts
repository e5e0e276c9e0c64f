import { Module } from '@nestjs/common';
import { EconomicsController } from './economics/economics.controller.js';
import { EconomicsService } from './economics/economics.service.js';
import { ReviewController } from './weekly/review.controller.js';
import { ReviewService } from './weekly/review.service.js';

@Module({
  controllers: [ReviewController, EconomicsController],
  providers: [ReviewService, EconomicsService],
})
export class AlertReviewModule {}
