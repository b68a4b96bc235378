import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Task } from '../../features/types.ts'
import type { WrittenExport } from '../../model/export/types.ts'
import { estimate } from './describe.ts'
import { printResult, wholeNumber, type JsonOption } from './output.ts'
import { withProject } from './session.ts'

interface ExportOptions extends JsonOption {
  run: number
  out: string
  small: boolean
  language: string
  engine: string
}

/** `export` and `records`: a model for use outside, and the features to try it with. */
export function addExportCommands(program: Command): void {
  program
    .command('export <project>')
    .description('write the model of a run with a loader that scores outside Assay')
    .requiredOption('--run <id>', 'the run', wholeNumber)
    .requiredOption('--out <folder>', 'a folder, or a file that ends in .zip')
    .option('--small', 'one small network in 8 bits that learned from the whole model', false)
    .option('--language <language>', 'of the README, en or zh-CN', 'en')
    .option('--engine <name>', 'what the small network learns on: auto, node, webgpu or wasm', 'auto')
    .action(async (project: string, { run, out, small, language, engine, json }: ExportOptions) => {
      const written = await withProject(resolve(project), (session) =>
        session.job<WrittenExport>('model.export', {
          ...{ runId: run, target: { path: resolve(out) }, small, language, engine },
        }),
      )
      printResult(json === true, written, describeExport)
    })

  program
    .command('records <project>')
    .description('write the features of every row as records for an exported model')
    .requiredOption('--run <id>', 'the run', wholeNumber)
    .requiredOption('--entity <entity>', 'users, products or loyalty')
    .requiredOption('--out <file>', 'where to write, one JSON record a line')
    .action(async (project: string, options: JsonOption & { run: number; entity: string; out: string }) => {
      const { run: runId, entity, out } = options
      const written = await withProject(resolve(project), (session) =>
        session.job<{ rows: number }>('model.exportRecords', { runId, entity, target: { path: resolve(out) } }),
      )
      printResult(options.json === true, written, ({ rows }) => `${rows} records in ${out}`)
    })
}

/** What was written and, of a small model, what it loses. */
function describeExport({ path, manifest }: WrittenExport): string {
  const { files, distillation } = manifest
  const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(2)} MB`
  const size = files.reduce((sum, { bytes }) => sum + bytes, 0)
  const lines = [`${files.length + 1} files, ${megabytes(size)}, in ${path}`]
  if (!distillation) return lines[0]
  const { bytesWhole, bytesSmall, tasks } = distillation
  lines.push(`the model itself: ${megabytes(bytesWhole)} whole, ${megabytes(bytesSmall)} small`)
  for (const [task, { metric, whole, small, difference }] of Object.entries(tasks) as [Task, TaskLoss][]) {
    const figures = `${estimate(small)} small, ${estimate(whole)} whole, difference ${estimate(difference)}`
    lines.push(`${task} ${metric}: ${figures}`)
  }
  return lines.join('\n')
}

type TaskLoss = NonNullable<NonNullable<WrittenExport['manifest']['distillation']>['tasks'][Task]>
