import {
  IconBolt,
  IconDeviceWatch,
  IconFileText,
  IconPill,
  IconPlane,
  IconStairs,
  IconVaccine,
  IconVideo,
} from '@tabler/icons-react';
import type { LaneEvent } from '../api/types.js';

/** One sign for each kind of event: in the lane, and in the legend that says what they mean. */
export const EVENT_ICONS: Record<LaneEvent['kind'], typeof IconBolt> = {
  visit: IconVideo,
  device: IconDeviceWatch,
  sprint: IconStairs,
  peg: IconFileText,
  zone: IconPlane,
  flare: IconBolt,
  dose: IconPill,
  procedure: IconVaccine,
};
