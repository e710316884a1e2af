/** An address as a QR code, for a phone that is held against the screen. */

/** As SVG, dark on light whatever is around it, with the quiet zone of four modules that ISO/IEC 18004 asks for. */
export async function qrSvg(address: string, label: string): Promise<string> {
  // Only asked for by a screen: the library comes when the first one does.
  const { default: qrcode } = await import('qrcode');
  const { modules } = qrcode.create(address, { errorCorrectionLevel: 'M' });
  const size = modules.size + 8;
  let path = '';
  for (let y = 0; y < modules.size; y++)
    for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) path += `M${x + 4} ${y + 4}h1v1h-1z`;
  return `<svg class="qr" role="img" aria-label="${label}" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path fill="#000" d="${path}"/></svg>`;
}
