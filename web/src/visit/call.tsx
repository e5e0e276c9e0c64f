import { IconMicrophone, IconMicrophoneOff, IconPhoneOff, IconVideo, IconVideoOff } from '@tabler/icons-react';
import { useState } from 'react';
import { useInUseWhile } from '../app/in-use.js';
import { useKeys } from '../app/keys.js';
import { Button, Dialog, Message } from '../ui/index.js';
import type { Visit } from '../api/types.js';
import type { Call, Presence } from './hooks.js';
import type { LocalMedia } from './media.js';
import { wordsForFailure } from './media-failure.js';
import { RemoteTile, SelfTile } from './tiles.js';
import { nameOf, placeOf, type Side } from './who.js';

/** Whose picture we see; while there is none, who of the other side is in the call, or is to come. */
export function otherOf(visit: Visit, call: Call, presence: Presence, side: Side): string {
  const shown = call.remote?.personId ? presence.seen.get(call.remote.personId) : undefined;
  const other = shown ?? placeOf(presence.participants, side).speaking[0];
  if (other) return nameOf(other, visit);
  return side === 'patient' ? visit.patient.name : visit.clinician.name;
}

/** What the connection is like, in words. The other being away is not a bad connection. */
export function connectionWords(call: Call, presence: Presence, name: string): { words: string; good: boolean } {
  const otherHere = presence.channel?.otherIsHere ?? false;
  if (call.elsewhere) return { words: 'In another window', good: false };
  if (call.room && !call.remote && call.state !== 'connecting') return { words: `Waiting for ${name}`, good: false };
  if (call.state === 'connected') {
    return call.quality === 'weak'
      ? { words: 'Weak connection', good: false }
      : { words: 'Good connection', good: true };
  }
  if (!presence.connected) return { words: 'Reconnecting…', good: false };
  if (!otherHere) return { words: `Waiting for ${name}`, good: false };
  if (call.state === 'failed') return { words: 'No connection yet, still trying', good: false };
  return { words: call.state === 'reconnecting' ? 'Reconnecting…' : 'Connecting…', good: false };
}

export function ConnectionDot(props: { call: Call; presence: Presence; name: string }) {
  const { words, good } = connectionWords(props.call, props.presence, props.name);
  return (
    <span className={good ? 'live' : 'live stale'} role="status" data-testid="connection">
      {words}
    </span>
  );
}

interface StageProps {
  call: Call;
  presence: Presence;
  media: LocalMedia;
  /** Who is on the other side. */
  name: string;
  /** What changed, or who waits beside them. */
  news?: string | null;
  end: { label: string; title: string; question: string; act: () => void; busy: boolean };
}

/** Two pictures and three verbs, the same for both sides. Ending is asked once. */
export function CallStage({ call, presence, media, name, news, end }: StageProps) {
  const [asking, setAsking] = useState(false);
  useInUseWhile(call.remote !== null && call.remote !== undefined);
  const mute = () => void (call.room ?? media).setMicrophone(!media.microphone);
  const camera = () => void (call.room ?? media).setCamera(!media.camera);
  useKeys({ m: mute, c: camera });
  const { words } = connectionWords(call, presence, name);
  const speaking = media.microphone && !!media.audio;
  const seen = media.camera && !!media.video;
  return (
    <>
      <div className="tiles">
        <RemoteTile remote={call.remote} name={name} words={words} />
        <SelfTile media={media} />
      </div>
      <div role="status">{news && <p className="stagemsg dim">{news}</p>}</div>
      {call.elsewhere && (
        <div className="stagemsg">
          <Message>
            You joined this visit in another window. <Button onClick={call.again}>Continue here</Button>
          </Message>
        </div>
      )}
      {!!call.error && !call.room && (
        <div className="stagemsg">
          <Message>The call could not be opened. Trying again every few seconds.</Message>
        </div>
      )}
      {(['audio', 'video'] as const).map((kind) => {
        const failure = media.failures[kind];
        if (!failure || (kind === 'video' && !media.camera)) return null;
        const { what, help } = wordsForFailure(kind, failure);
        return (
          <div className="stagemsg" key={kind}>
            <Message>
              <b>{what}</b> {help}{' '}
              <Button small onClick={() => void (kind === 'audio' ? media.setMicrophone(true) : media.setCamera(true))}>
                Try again
              </Button>
            </Message>
          </div>
        );
      })}
      <div className="ctrls" role="group" aria-label="Call">
        <Button
          hotkey="M"
          icon={
            speaking ? (
              <IconMicrophone className="i l" aria-hidden />
            ) : (
              <IconMicrophoneOff className="i l" aria-hidden />
            )
          }
          onClick={mute}
        >
          <span className="tx">{speaking ? 'Mute' : 'Unmute'}</span>
        </Button>
        <Button
          hotkey="C"
          icon={seen ? <IconVideo className="i l" aria-hidden /> : <IconVideoOff className="i l" aria-hidden />}
          onClick={camera}
        >
          <span className="tx">{seen ? 'Camera off' : 'Camera on'}</span>
        </Button>
        <Button kind="stop" icon={<IconPhoneOff className="i l" aria-hidden />} onClick={() => setAsking(true)}>
          <span className="tx">{end.label}</span>
        </Button>
      </div>
      <Dialog title={end.title} opened={asking} onClose={() => setAsking(false)}>
        <p>{end.question}</p>
        <div className="row askrow">
          <Button onClick={() => setAsking(false)}>Stay in the call</Button>
          <Button
            kind="stop"
            busy={end.busy}
            onClick={() => {
              setAsking(false);
              end.act();
            }}
          >
            {end.label}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
