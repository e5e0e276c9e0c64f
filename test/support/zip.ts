import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** A zip of these files; what is neither text nor bytes becomes JSON. */
export async function zipOf(files: Readonly<Record<string, string | object>>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files))
    zip.addBuffer(Buffer.isBuffer(content) ? content : Buffer.from(asText(content)), name);
  zip.end();
  return buffer(zip.outputStream);
}

const asText = (content: string | object) => (typeof content === 'string' ? content : JSON.stringify(content));
