import { Resvg } from '@resvg/resvg-js'

/** Pixels of the picture for each of the drawing's, so that it is sharp when it is enlarged. */
const scale = 2

/** A drawing as a PNG on white, in the fonts of this machine. */
export function rasterise(svg: string): { png: Buffer; width: number; height: number } {
  const picture = new Resvg(svg, {
    background: '#ffffff',
    fitTo: { mode: 'zoom', value: scale },
    font: { loadSystemFonts: true },
  }).render()
  return { png: Buffer.from(picture.asPng()), width: picture.width / scale, height: picture.height / scale }
}
