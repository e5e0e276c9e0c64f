import { useEffect, useRef, useState } from 'react';

const BARS = [0.6, 1, 0.8, 0.5];

/** How loud the microphone hears us, as four bars and a word that stays once we were heard. */
export function SoundLevel({ track }: { track: MediaStreamTrack | null }) {
  const bars = useRef<HTMLSpanElement>(null);
  const [heard, setHeard] = useState(false);
  useEffect(() => {
    if (!track) return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = 512;
    const source = context.createMediaStreamSource(new MediaStream([track]));
    source.connect(analyser);
    const samples = new Uint8Array(analyser.fftSize);
    const timer = setInterval(() => {
      if (context.state === 'suspended') void context.resume().catch(() => undefined);
      analyser.getByteTimeDomainData(samples);
      const peak = samples.reduce((max, s) => Math.max(max, Math.abs(s - 128)), 0) / 128;
      if (peak > 0.04) setHeard(true);
      for (const [i, bar] of [...(bars.current?.children ?? [])].entries()) {
        (bar as HTMLElement).style.height = `${4 + Math.min(1, peak * 2.5) * 16 * BARS[i]!}px`;
      }
    }, 120);
    return () => {
      clearInterval(timer);
      source.disconnect();
      void context.close();
    };
  }, [track]);
  return (
    <span className="lev">
      <span className="levbars" ref={bars} aria-hidden="true">
        {BARS.map((_, i) => (
          <i key={i} />
        ))}
      </span>
      <span role="status">{!track ? 'no sound' : heard ? 'we hear you' : 'say something'}</span>
    </span>
  );
}
