import Graph from 'graphology'
import forceAtlas2 from 'graphology-layout-forceatlas2'
import { createRandom } from '../../base/random.ts'
import { nodeCount, tiesOf, type Graph as Ties } from './graph.ts'

/** From here on forces between far nodes are taken in groups (Barnes & Hut 1986): n·log n instead of n². */
const groupedFrom = 500

/** Rounds of the layout: a large picture shows its communities long before it is at rest. */
const roundsFor = (nodes: number): number => (nodes <= 500 ? 400 : nodes <= 2000 ? 150 : 50)

/**
 * Places by ForceAtlas2 (Jacomy, Venturini, Heymann & Bastian 2014): ties pull, nodes push each other away. Every
 * community starts at a place of its own, so that few rounds are enough; the seed fixes the rest, and the same ties give
 * the same picture. Coordinates have no unit.
 */
export function placeNodes(ties: Ties, community: Int32Array, seed: number): { x: Float64Array; y: Float64Array } {
  const count = nodeCount(ties)
  if (count === 0) return { x: new Float64Array(0), y: new Float64Array(0) }
  const random = createRandom(seed)
  const graph = new Graph({ type: 'undirected', multi: false })
  for (let node = 0; node < count; node++) {
    // The golden angle spreads any number of communities evenly over a disc.
    const angle = community[node] * Math.PI * (3 - Math.sqrt(5))
    const radius = 10 * Math.sqrt(community[node] + 0.5)
    graph.addNode(String(node), {
      x: radius * Math.cos(angle) + random.normal(),
      y: radius * Math.sin(angle) + random.normal(),
    })
  }
  const { from, to } = tiesOf(ties)
  from.forEach((node, tie) => graph.addEdge(String(node), String(to[tie])))
  const settings = {
    ...forceAtlas2.inferSettings(count),
    barnesHutOptimize: count >= groupedFrom,
    barnesHutTheta: 1.2,
    strongGravityMode: true,
    gravity: 0.05,
    scalingRatio: 10,
  }
  const placed = forceAtlas2(graph, { iterations: roundsFor(count), settings, getEdgeWeight: null })
  const along = (axis: 'x' | 'y') => Float64Array.from({ length: count }, (_, node) => placed[String(node)][axis])
  return { x: along('x'), y: along('y') }
}
