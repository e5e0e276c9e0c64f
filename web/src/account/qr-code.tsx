import { create } from 'qrcode';
import { useMemo } from 'react';

/** Dark on white also in the dark: cameras read nothing else. The white border is part of the code. */
const QUIET = 4;

/** A picture for a phone's camera. Drawn as one path, so the page's policy needs no exception. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => {
    const { data, size: modules } = create(text, { errorCorrectionLevel: 'M' }).modules;
    const squares: string[] = [];
    data.forEach((dark, i) => {
      if (dark) squares.push(`M${QUIET + (i % modules)} ${QUIET + Math.floor(i / modules)}h1v1h-1z`);
    });
    return { path: squares.join(''), size: modules + 2 * QUIET };
  }, [text]);
  return (
    <svg className="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
