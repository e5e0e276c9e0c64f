import {
  IconAlertTriangle,
  IconCircleCheck,
  IconMicrophone,
  IconMicrophoneOff,
  IconVideo,
  IconVideoOff,
} from '@tabler/icons-react';
import { Button } from '../ui/index.js';
import { SoundLevel } from './level.js';
import type { LocalMedia } from './media.js';
import { wordsForFailure } from './media-failure.js';
import { SelfTile } from './tiles.js';

/** The picture the other will see, whether we are heard, and what to do about what is missing. */
export function DeviceCheck({ media }: { media: LocalMedia }) {
  const speaking = media.microphone && !!media.audio;
  const seen = media.camera && !!media.video;
  const failures = (['video', 'audio'] as const).filter(
    (kind) => media.failures[kind] && (kind === 'audio' || media.camera),
  );
  return (
    <div className="check-media">
      <div className="prev">
        <SelfTile media={media} className="tile" />
        <div className="ctl">
          <button
            type="button"
            aria-label={speaking ? 'Turn microphone off' : 'Turn microphone on'}
            onClick={() => void media.setMicrophone(!speaking)}
          >
            {speaking ? (
              <IconMicrophone className="i xl" aria-hidden />
            ) : (
              <IconMicrophoneOff className="i xl" aria-hidden />
            )}
          </button>
          <button
            type="button"
            aria-label={seen ? 'Turn camera off' : 'Turn camera on'}
            onClick={() => void media.setCamera(!seen)}
          >
            {seen ? <IconVideo className="i xl" aria-hidden /> : <IconVideoOff className="i xl" aria-hidden />}
          </button>
          <SoundLevel track={speaking ? media.audio : null} />
        </div>
      </div>
      {failures.map((kind) => {
        const { what, help } = wordsForFailure(kind, media.failures[kind]!);
        return (
          <div className="note" role="alert" key={kind}>
            <IconAlertTriangle className="i l" aria-hidden="true" />
            <div>
              <p>
                <b>{what}</b> {help}
              </p>
              <div className="row wrap">
                <Button onClick={() => void (kind === 'audio' ? media.setMicrophone(true) : media.setCamera(true))}>
                  Try again
                </Button>
                {kind === 'video' && <Button onClick={() => void media.setCamera(false)}>Go on with sound only</Button>}
              </div>
            </div>
          </div>
        );
      })}
      {failures.length === 0 && (
        <section className="blk">
          <h2>{seen ? 'All checked' : 'Sound only'}</h2>
          <div className="chk small">
            {seen && <Checked words="Camera" />}
            {media.audio && <Checked words="Microphone" />}
          </div>
        </section>
      )}
    </div>
  );
}

function Checked({ words }: { words: string }) {
  return (
    <span>
      <IconCircleCheck className="i" aria-hidden="true" />
      {words}
    </span>
  );
}
