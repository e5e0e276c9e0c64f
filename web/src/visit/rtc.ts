import type { Attachable, LinkSample } from './room.js';

/** The video element shows the picture only; sound has an element of its own, so that a hidden picture is still heard. */
export function attachStream(stream: MediaStream): Attachable {
  return {
    attach(element) {
      if (element.srcObject !== stream) element.srcObject = stream;
      void element.play().catch(() => undefined);
      return () => {
        if (element.srcObject === stream) element.srcObject = null;
      };
    },
  };
}

export async function sampleLink(pc: RTCPeerConnection): Promise<LinkSample> {
  const sample: LinkSample = { roundTripMs: null, received: 0, lost: 0 };
  for (const stat of (await pc.getStats()).values() as Iterable<Record<string, unknown>>) {
    if (stat.type === 'candidate-pair' && stat.nominated && typeof stat.currentRoundTripTime === 'number') {
      sample.roundTripMs = stat.currentRoundTripTime * 1000;
    }
    if (stat.type === 'inbound-rtp') {
      sample.received += Number(stat.packetsReceived ?? 0);
      sample.lost += Number(stat.packetsLost ?? 0);
    }
  }
  return sample;
}
