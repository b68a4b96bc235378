import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unattended, type Work } from '../../main/base/job.ts'
import { importOperation, type ImportInput } from '../../main/dataset/import.ts'
import { redoStepOperation, undoOperation, undoStepOperation } from '../../main/dataset/undo.ts'
import type { ImportKind, ImportResult, UndoResult } from '../../main/dataset/types.ts'
import { createProjectFile, openForWriting } from '../../main/storage/open.ts'
import type { StepMoved } from '../../main/storage/types.ts'
import { viewTexts } from '../../main/storage/views.ts'
import { plainShape } from '../../main/storage/viewShape.ts'
import type { OpenProject } from '../../main/storage/operation.ts'

/** The folder beside the checkout where real files lie, where there is one. */
export const sharedData = join(import.meta.dirname, '../../../shared/data')

/** A real project in a folder of its own. */
export interface TestProject extends OpenProject {
  folder: string
  /** Writes a file into the folder and returns its path. */
  write(name: string, content: string | Uint8Array): string
  import(path: string, kind: ImportKind, options?: Partial<ImportInput>, work?: Work): Promise<ImportResult>
  undo(sourceId?: number): Promise<UndoResult>
  undoStep(): Promise<StepMoved>
  redoStep(): Promise<StepMoved>
  all<Row>(sql: string): Row[]
  value<Value>(sql: string): Value
  /** Every row of every table but the history, to compare a project with itself. */
  content(): Record<string, unknown[]>
  /** Every row that readers of the data can see. */
  views(): Record<string, unknown[]>
  remove(): void
}

export function createTestProject(timezone = 'UTC', currency = ''): TestProject {
  const folder = mkdtempSync(join(tmpdir(), 'assay-dataset-'))
  const path = join(folder, 'test.assay')
  createProjectFile(path, { currency, timezone }, 0)
  const project = openForWriting(path)
  const { database } = project
  const tables = database
    .prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT IN ('history') ORDER BY name`)
    .pluck()
    .all() as string[]
  const views = Object.keys(viewTexts(plainShape))
  return {
    ...project,
    folder,
    write(name, content) {
      writeFileSync(join(folder, name), content)
      return join(folder, name)
    },
    import: async (file, kind, options = {}, work = unattended) =>
      importOperation.run(project, { path: file, kind, mapping: {}, known: [], format: {}, ...options }, work),
    undo: async (sourceId) => undoOperation.run(project, { sourceId }, unattended),
    undoStep: async () => undoStepOperation.run(project, null, unattended),
    redoStep: async () => redoStepOperation.run(project, null, unattended),
    all: (sql) => database.prepare(sql).all() as never,
    value: (sql) => database.prepare(sql).pluck().get() as never,
    content: () => Object.fromEntries(tables.map((table) => [table, database.prepare(`SELECT * FROM ${table}`).all()])),
    views: () => Object.fromEntries(views.map((view) => [view, database.prepare(`SELECT * FROM ${view}`).all()])),
    remove() {
      database.close()
      rmSync(folder, { recursive: true })
    },
  }
}
