import { z } from 'zod';

export const HandshakeAuth = z.object({ ticket: z.string().min(1).max(200) });

const cursor = z.number().int('must be a whole number').min(0).max(Number.MAX_SAFE_INTEGER);
export const Resume = z.strictObject({ cursor: cursor.nullable() });
export type Resume = z.output<typeof Resume>;
export const Ack = z.strictObject({ cursor });
export type Ack = z.output<typeof Ack>;
