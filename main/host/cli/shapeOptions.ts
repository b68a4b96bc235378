import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { AssayError } from '../../base/errors.ts'
import type { FormatChanges, TemplateChoice } from '../../dataset/contract.ts'
import { shapeSteps, type ShapeStep } from '../../dataset/shape/steps.ts'
import type { ImportAgainResult, Inspection } from '../../dataset/types.ts'
import { words } from './output.ts'
import type { Session } from './session.ts'

export interface ShapeOptions {
  shape?: string
  lookup?: string[]
  template?: string
}

/** What a command is given of `--shape`, `--lookup` and `--template`. */
export interface ShapeInput {
  shape?: ShapeStep[]
  lookups?: { path: string }[]
  template?: TemplateChoice
}

/** `--shape auto` takes what the look at the file proposes. What is wrong with a shape file is `input.invalid`. */
export async function shapeInput(
  session: Session,
  file: string,
  format: FormatChanges,
  { shape, lookup, template }: ShapeOptions,
): Promise<ShapeInput> {
  const input: ShapeInput = {
    lookups: lookup?.map((path) => ({ path: resolve(path) })),
    template: template as TemplateChoice | undefined,
  }
  if (shape === undefined) return input
  if (shape !== 'auto') return { ...input, shape: readShape(shape) }
  const look = await session.call('dataset.inspect', {
    file: { path: resolve(file) },
    format,
    template: 'none',
    count: false,
  })
  return { ...input, shape: look.shapeProposal?.steps ?? [] }
}

/** The steps of a JSON file; second files that it names lie beside it. */
function readShape(path: string): ShapeStep[] {
  const parsed = shapeSteps.safeParse(parseJson(path))
  if (!parsed.success) {
    const { path: at, message } = parsed.error.issues[0]
    throw new AssayError('input.invalid', { field: '--shape', problem: `${at.join('.')}: ${message}` })
  }
  return parsed.data.map((step) =>
    step.step === 'lookup' && 'path' in step.file
      ? { ...step, file: { path: resolve(dirname(resolve(path)), step.file.path) } }
      : step,
  )
}

function parseJson(path: string): unknown {
  const text = readFileSync(path, 'utf8')
  try {
    return JSON.parse(text)
  } catch (error) {
    const problem = `${path}: ${error instanceof Error ? error.message : String(error)}`
    throw new AssayError('input.invalid', { field: '--shape', problem })
  }
}

/** What an inspection says of template and shape, as lines below the rest. */
export function describeShape({ template, shape, shapeProposal, lookupsNeeded }: Inspection): string[] {
  const lines: string[] = []
  if (template) lines.push(`template: ${template.name} (${template.from}), ${shape.length} steps`)
  for (const name of lookupsNeeded) lines.push(`second file needed: ${name} (--lookup FILE)`)
  if (shapeProposal) {
    const { reason, columns, steps } = shapeProposal
    lines.push(words().say(`dataset.shapes.${reason}`, { columns: columns.join(', ') }))
    lines.push(`proposed shape, taken with --shape auto: ${JSON.stringify(steps)}`)
  }
  return lines
}

/** What next month's file brought, in lines. */
export function describeChanges({ changes }: ImportAgainResult): string[] {
  if (!changes) return ['the very same file had been imported before']
  const { since, daysBetween, newColumns, missingColumns, newActs, rowsRepeated } = changes
  const { newUsers, newProducts, newBrands } = changes
  const lines = [
    `follows ${since.name} (import ${since.sourceId}, ${since.rowsKept} rows)`,
    `new: ${newUsers} customers, ${newProducts} products, ${newBrands} brands; ${rowsRepeated} rows as in earlier imports`,
  ]
  if (daysBetween !== null && daysBetween > 0) lines.push(`${daysBetween} days between the two hold nothing`)
  if (daysBetween !== null && daysBetween < 0) lines.push(`the two overlap by ${-daysBetween} days`)
  if (newColumns.length > 0) lines.push(`new columns: ${newColumns.join(', ')}`)
  if (missingColumns.length > 0) lines.push(`missing columns: ${missingColumns.join(', ')}`)
  if (newActs.length > 0) lines.push(`new kinds of acts: ${newActs.join(', ')}`)
  return lines
}
