import { Injectable } from '@nestjs/common';
import { Config } from '../../../platform/config/config.js';
import { isGone } from '../held-files.js';
import { turns } from '../turns.js';
import { scanFile } from './scan-file.js';

export const SCANNER_AWAY = {
  error:
    'The virus scanner does not answer. The file waits unopened, and is looked at as soon as the scanner is back; there is nothing to do.',
  errorCode: 'UPLOAD_SCANNER_AWAY',
};
export const INFECTED = {
  error:
    'The virus scanner refused this file. Nothing was read from it, and it was deleted. Make a new export on the phone; if that is refused too, tell the clinic.',
  errorCode: 'UPLOAD_INFECTED',
};

/** The clinic's own scanner stands before whatever opens an uploaded file. Without a setting there is none. */
@Injectable()
export class UploadScanner {
  constructor(private readonly config: Config) {}

  /**
   * Waits for the scanner's word as long as it takes: what nobody has looked at is not opened.
   *
   * @param onAway - told each time the scanner did not answer
   * @returns lost: there is no file to look at; stopped: the server stops, and the file is looked at after its next start
   */
  async judge(
    path: string,
    signal: AbortSignal,
    onAway: () => Promise<unknown>,
  ): Promise<'clean' | 'refused' | 'lost' | 'stopped'> {
    const command = this.config.uploadScanCommand;
    if (!command) return 'clean';
    for await (const _ of turns(signal)) {
      if (await isGone(path)) return 'lost';
      const finding = await scanFile(command, path, signal);
      if (finding !== 'away') return finding;
      if (signal.aborted) break;
      await onAway();
    }
    return 'stopped';
  }
}
