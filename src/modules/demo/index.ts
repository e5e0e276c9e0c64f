/** The fictional clinic of `npm start`. Nothing else knows that a demo exists. */
export { DemoModule } from './demo.module.js';
export { DemoSeed } from './demo-seed.js';
export { DemoWearables } from './demo-wearables.js';
export { signIns } from './demo-sign-ins.js';
