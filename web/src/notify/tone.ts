const HERTZ = 587;
/** A soft knock, no alarm. */
const LOUDEST = 0.08;
const RISES_S = 0.03;
const LASTS_S = 0.5;

/** One short tone. Where the browser keeps the page silent, because nobody has touched it yet, it is over unheard. */
export function playTone(): void {
  try {
    const context = new AudioContext();
    const oscillator = context.createOscillator();
    const gain = context.createGain();
    const { currentTime } = context;
    oscillator.frequency.value = HERTZ;
    gain.gain.setValueAtTime(0, currentTime);
    gain.gain.linearRampToValueAtTime(LOUDEST, currentTime + RISES_S);
    gain.gain.exponentialRampToValueAtTime(0.0001, currentTime + LASTS_S);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start();
    oscillator.stop(currentTime + LASTS_S);
    // Closed, it cannot sound much later, at the first touch.
    setTimeout(() => void context.close().catch(() => undefined), 2_000 * LASTS_S);
  } catch {
    // No sound here.
  }
}
