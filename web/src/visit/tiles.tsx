import { IconMicrophone, IconMicrophoneOff, IconVideoOff, IconVolume } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../ui/index.js';
import type { LocalMedia } from './media.js';
import type { Attachable, RemoteView } from './room.js';

function useAttached<E extends HTMLMediaElement>(attachable: Attachable | null) {
  const element = useRef<E>(null);
  useEffect(() => (element.current && attachable ? attachable.attach(element.current) : undefined), [attachable]);
  return element;
}

/** The other person, large. Sound has its own element: a covered picture must still be heard. */
export function RemoteTile({ remote, name, words }: { remote: RemoteView | null; name: string; words: string }) {
  const video = useAttached<HTMLVideoElement>(remote?.video ?? null);
  const seen = !!remote?.video && remote.camera;
  return (
    <div className="tile remote">
      <video ref={video} data-testid="remote-video" aria-label={`Picture of ${name}`} autoPlay playsInline muted />
      {!seen && (
        <div className="cover">
          <IconVideoOff className="i xl" aria-hidden="true" />
          <span>{remote ? `${name}’s camera is off` : words}</span>
        </div>
      )}
      <span className="nmx">
        <MicMark on={remote?.microphone ?? true} />
        {name}
      </span>
      <RemoteSound sound={remote?.audio ?? null} />
    </div>
  );
}

/** Browsers may hold sound back until the page was touched; then one press brings it. */
function RemoteSound({ sound }: { sound: Attachable | null }) {
  const audio = useAttached<HTMLAudioElement>(sound);
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    if (!sound) return;
    const timer = setInterval(() => setSilent(!!audio.current?.srcObject && audio.current.paused), 1_000);
    return () => clearInterval(timer);
  }, [sound, audio]);
  return (
    <>
      <audio ref={audio} data-testid="remote-audio" autoPlay />
      {silent && (
        <Button
          kind="primary"
          className="unmute"
          icon={<IconVolume className="i" aria-hidden="true" />}
          onClick={() => void audio.current?.play().then(() => setSilent(false))}
        >
          Turn the sound on
        </Button>
      )}
    </>
  );
}

/** Ourselves, small and mirrored, as in a mirror. */
export function SelfTile({ media, className = 'tile self' }: { media: LocalMedia; className?: string }) {
  const video = useRef<HTMLVideoElement>(null);
  const track = media.video;
  useEffect(() => {
    if (!video.current) return;
    video.current.srcObject = track ? new MediaStream([track]) : null;
    if (track) void video.current.play().catch(() => undefined);
  }, [track]);
  return (
    <div className={className}>
      <video
        ref={video}
        data-testid="local-video"
        className="mirror"
        aria-label="Your own picture"
        autoPlay
        playsInline
        muted
      />
      {!track && (
        <div className="cover">
          <IconVideoOff className="i xl" aria-hidden="true" />
          <span>Your camera is off</span>
        </div>
      )}
      <span className="nmx">
        <MicMark on={media.microphone && !!media.audio} />
        You
      </span>
    </div>
  );
}

function MicMark({ on }: { on: boolean }) {
  return on ? (
    <IconMicrophone className="i" aria-hidden="true" />
  ) : (
    <>
      <IconMicrophoneOff className="i" aria-hidden="true" />
      <span className="sr">muted: </span>
    </>
  );
}
