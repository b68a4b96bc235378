import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { shapeSteps } from '../shape/steps.ts'
import { containers, dateStyles, importKinds } from '../types.ts'
import { formatChanges, fieldSource } from '../contract.ts'
import { signatureOf, type RememberedTemplate } from './offer.ts'

/** The ways files were read, kept with the settings of one user: one small file for each signature, the latest way. */
export interface TemplateMemory {
  list(): RememberedTemplate[]
  remember(template: RememberedTemplate): void
}

const stored = z.object({
  name: z.string(),
  kind: z.enum(importKinds),
  said: formatChanges,
  steps: shapeSteps,
  mapping: z.record(z.string(), fieldSource),
  known: z.array(z.string()),
  dates: z.record(z.string(), z.enum(dateStyles)),
  columns: z.array(z.string()),
  container: z.enum(containers),
})

export function createTemplateMemory(folder: string): TemplateMemory {
  return {
    list() {
      if (!existsSync(folder)) return []
      const files = readdirSync(folder).filter((file) => file.endsWith('.json'))
      return files.flatMap((file) => read(join(folder, file)) ?? [])
    },
    remember({ ref, ...template }) {
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      const key = createHash('sha256').update(signatureOf(template.columns, template.container)).digest('hex')
      const path = join(folder, `${key.slice(0, 32)}.json`)
      // Written whole, then renamed over the old one: a crash leaves the one or the other.
      const half = `${path}.${process.pid}.new`
      writeFileSync(half, `${JSON.stringify({ name: ref.name, ...template }, null, 2)}\n`, { mode: 0o600 })
      renameSync(half, path)
    },
  }
}

/** What is damaged, or of another version, is no help and no reason to fail: it is passed over, and said in the log. */
function read(path: string): RememberedTemplate | null {
  try {
    const { name, ...template } = stored.parse(JSON.parse(readFileSync(path, 'utf8')))
    return { ...template, ref: { name, from: 'settings' } }
  } catch (error) {
    console.warn(`a remembered template cannot be read: ${path}: ${String(error)}`)
    return null
  }
}
