import type { SocialNetwork } from '../insight/social/types.ts'
import { communityColor } from './communities.ts'
import { escapeHtml } from './parts.ts'
import { fontFamily, type ChartTheme } from './theme.ts'

/** Pixels of the picture of a network. */
export const networkSize = { width: 960, height: 760 } as const
const headHeight = 64
const margin = 24

type Drawn = Pick<SocialNetwork, 'nodes' | 'edges'>

/** A network as it leaves the app, its title above it: places, sizes and colours as on the screen. */
export function networkSvg(network: Drawn, words: { title: string; subtitle: string }, theme: ChartTheme): string {
  const { width, height } = networkSize
  const place = placesOf(network.nodes)
  const text = (y: number, size: number, color: string, content: string, weight = 400) =>
    `<text x="12" y="${y}" font-size="${size}" font-weight="${weight}" fill="${color}">${escapeHtml(content)}</text>`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fontFamily}">`,
    `<rect width="${width}" height="${height}" fill="${theme.surface}"/>`,
    text(24, 14, theme.ink, words.title, 600),
    text(44, 12, theme.muted, words.subtitle),
    `<path d="${linesOf(network, place)}" fill="none" stroke="${theme.neutral}" stroke-opacity="0.25" stroke-width="0.5"/>`,
    ...network.nodes.map(({ community, reach1 }, i) => {
      const color = community === null ? theme.neutral : communityColor(theme, community)
      const [x, y] = place(i)
      return `<circle cx="${x}" cy="${y}" r="${(networkNodeSize(reach1) / 2).toFixed(1)}" fill="${color}"/>`
    }),
    '</svg>',
  ].join('\n')
}

/** Pixels across a customer with so many ties. */
export const networkNodeSize = (ties: number): number => Math.min(16, 2 + 1.4 * Math.sqrt(ties))

/** Places fitted into the picture below its head, alike in both directions; up is up. */
function placesOf(nodes: Drawn['nodes']): (i: number) => [x: string, y: string] {
  const reach = (of: 'x' | 'y') =>
    nodes.reduce(([low, high], node) => [Math.min(low, node[of]), Math.max(high, node[of])], [Infinity, -Infinity])
  const [[left, right], [bottom, top]] = [reach('x'), reach('y')]
  const space = { x: networkSize.width - 2 * margin, y: networkSize.height - headHeight - 2 * margin }
  const scale = Math.min(space.x / Math.max(right - left, 1e-9), space.y / Math.max(top - bottom, 1e-9))
  const middle = { x: networkSize.width / 2, y: headHeight + margin + space.y / 2 }
  return (i) => [
    (middle.x + scale * (nodes[i].x - (left + right) / 2)).toFixed(1),
    (middle.y - scale * (nodes[i].y - (bottom + top) / 2)).toFixed(1),
  ]
}

function linesOf({ edges }: Drawn, place: (i: number) => [string, string]): string {
  const lines: string[] = []
  for (let i = 0; i < edges.length; i += 2) lines.push(`M${place(edges[i]).join()}L${place(edges[i + 1]).join()}`)
  return lines.join('')
}
