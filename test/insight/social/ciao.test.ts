import { existsSync, readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../../../main/base/random.ts'
import {
  degreeOf,
  graphOf,
  neighboursOf,
  nodeCount,
  nodesAround,
  tieCount,
} from '../../../main/insight/social/graph.ts'
import { findCommunities, modularity } from '../../../main/insight/social/louvain.ts'

const file = new URL('../../../../shared/data/ciao/ciao_trust.csv.gz', import.meta.url)

/** 57,544 directed links of trust among 2,342 people. Skipped where it is missing. */
describe.skipIf(!existsSync(file))('the trust network of Ciao', () => {
  const links = existsSync(file) ? gunzipSync(readFileSync(file)).toString('utf8').trim().split(/\r?\n/).slice(1) : []
  const pairs = links.map((line) => line.split(',').map(Number))
  const people = [...new Set(pairs.flat())].sort((a, b) => a - b)
  const place = new Map(people.map((id, at) => [id, at]))
  const at = (id: number) => place.get(id) ?? -1
  const ends = (side: 0 | 1) => pairs.map((pair) => at(pair[side]))

  it('has every tie once, and everybody the neighbours that the file names', () => {
    const graph = graphOf(people.length, ends(0), ends(1))
    const named = new Map(people.map((id) => [at(id), new Set<number>()]))
    for (const [a, b] of pairs) {
      if (a === b) continue
      named.get(at(a))?.add(at(b))
      named.get(at(b))?.add(at(a))
    }
    expect(nodeCount(graph)).toBe(2342)
    const sizes = [...named.values()].reduce((sum, { size }) => sum + size, 0)
    expect(tieCount(graph)).toBe(sizes / 2)
    const random = createRandom(1)
    for (let i = 0; i < 20; i++) {
      const node = random.integer(people.length)
      const own = named.get(node) ?? new Set()
      expect(degreeOf(graph, node)).toBe(own.size)
      const two = new Set([...own].flatMap((other) => [other, ...neighboursOf(graph, other)]))
      two.delete(node)
      expect(nodesAround(graph, node, 2).length - 1).toBe(two.size)
    }
  })

  it('divides better than by chance, the same way for the same seed', () => {
    const graph = graphOf(people.length, ends(0), ends(1))
    const found = findCommunities(graph, 1, 2)
    expect(found.modularity).toBeCloseTo(modularity(graph, found.of), 12)
    expect(found.modularity).toBeGreaterThan(0.15)
    expect(findCommunities(graph, 1, 2).of).toEqual(found.of)
  })
})
