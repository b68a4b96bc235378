import type { FormatChanges } from './contract.ts'
import { sampleFile, type FileSample } from './sample.ts'
import { emptyLookups, lookupsNeeded, nameLookups, readLookups } from './shape/lookupFile.ts'
import { datesOfColumns, shapeSample } from './shape/shapedSample.ts'
import type { Shaping } from './shape/shaping.ts'
import type { ShapeStep } from './shape/steps.ts'
import { offerTemplate, type OfferedTemplate, type Offers } from './template/offer.ts'
import type { ImportKind } from './types.ts'

/** What decides how a file's records become rows. */
export interface ShapeRequest {
  path: string
  format: FormatChanges
  timezone: string
  /** Null where it is still to be guessed. */
  kind: ImportKind | null
  /** Steps that were said; without them those of the template, or none. */
  shape?: ShapeStep[]
  /** Second files, in the order of the lookups; without them those that the steps name. */
  lookups?: string[]
  /** A template that was taken, or those to choose from; without either the built-in ones. */
  template?: OfferedTemplate
  offers?: Offers
}

/** A file before its columns are mapped. */
export interface ShapedFile {
  /** The file as it stands. */
  raw: FileSample
  /** What mappings refer to: the rows after shaping; the same as `raw` where there is no shape. */
  sample: FileSample
  shaping: Shaping | null
  template: OfferedTemplate | null
  said: FormatChanges
}

/** Looks at a file, finds its template and applies the shape. `lenient`: second files may be missing. Throws `shape.*`. */
export async function shapeFile(request: ShapeRequest, lenient: boolean): Promise<ShapedFile> {
  const first = await sampleFile(request.path, request.format)
  const offers = request.offers ?? { remembered: [], builtIn: true }
  const template = request.template ?? offerTemplate(first, offers, request.kind)
  const said = { ...template?.said, ...request.format }
  const raw = Object.keys(template?.said ?? {}).length > 0 ? await sampleFile(request.path, said) : first
  const steps = request.shape ?? template?.steps ?? []
  if (steps.length === 0) return { raw, sample: raw, shaping: null, template, said }
  const dates = { ...datesOfColumns(raw), ...template?.dates }
  if (lenient && lookupsNeeded(steps).length > (request.lookups?.length ?? 0)) {
    const sample = shapeSample(raw, steps, dates, request.timezone, emptyLookups(steps))
    return { raw, sample, shaping: { steps, dates }, template, said }
  }
  const named = await nameLookups(steps, request.lookups ?? [])
  const sample = shapeSample(raw, named, dates, request.timezone, await readLookups(named))
  return { raw, sample, shaping: { steps: named, dates }, template, said }
}
