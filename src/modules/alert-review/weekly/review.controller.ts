import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { Access, CallerOf } from '../../../platform/auth/access.decorator.js';
import type { Caller } from '../../../platform/auth/caller.js';
import { ReviewQuery, WeeklyReviewShape } from './review.schema.js';
import { ReviewService } from './review.service.js';

@ApiTags('alerts')
@Controller('api/v1/weekly-review')
export class ReviewController {
  constructor(private readonly reviews: ReviewService) {}

  @Get()
  @Access('WeeklyReview', 'search')
  @ApiOkResponse({ standardSchema: WeeklyReviewShape })
  review(@CallerOf() caller: Caller, @Query({ schema: ReviewQuery }) query: ReviewQuery) {
    return this.reviews.review(caller, query);
  }
}
