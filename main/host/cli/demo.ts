import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import type { ImportResult } from '../../dataset/types.ts'
import type { Explanation } from '../../explain/types.ts'
import type { RunDetails } from '../../model/types.ts'
import { describeExplanation, describeRun, runForScripts } from './describe.ts'
import { printResult, table } from './output.ts'
import { withSession, type Session } from './session.ts'

interface DemoResult {
  project: string
  report: string
  imports: ImportResult[]
  run: RunDetails
  explanation: Explanation
}

/** `demo`: the whole job on the sample shop, from files to a report. */
export function addDemoCommand(program: Command): void {
  program
    .command('demo')
    .description('make the sample shop, import it, train, explain and report')
    .option('--out <folder>', 'where the project and the report go', 'assay-demo')
    .option('--engine <name>', 'auto, node, webgpu or wasm', 'auto')
    .option('--language <language>', 'of the report: en or zh-CN', 'en')
    .action(async (options: { out: string; engine: string; language: string; json?: boolean }) => {
      const result = await withSession((session) => runDemo(session, options))
      const forScripts = { ...result, run: runForScripts(result.run) }
      printResult(options.json === true, forScripts, () => describeDemo(result))
    })
}

async function runDemo(
  session: Session,
  { out, engine, language }: { out: string; engine: string; language: string },
): Promise<DemoResult> {
  const folder = resolve(out)
  const project = join(folder, 'sample-shop.assay')
  const report = join(folder, 'report.html')
  mkdirSync(folder, { recursive: true })
  rmSync(project, { force: true }) // the demo's own, from an earlier go
  await session.call('project.create', { path: project, currency: 'CNY', timezone: 'Asia/Shanghai' })
  const imports = await session.job<ImportResult[]>('dataset.importSample', {})
  const { runId } = await session.job<{ runId: number }>('model.train', { engine, config: { preset: 'quick' } })
  const explanation = await session.job<Explanation>('explain.start', { runId, task: 'ltv', engine, repeats: 5 })
  await session.job('report.write', { runId, target: { path: report }, definition: { language } })
  const run = await session.call('model.run', { runId })
  return { project, report, imports, run, explanation }
}

/** Inputs shown; the report has them all. */
const inputsShown = 8

function describeDemo({ project, report, imports, run, explanation }: DemoResult): string {
  const shown = {
    ...explanation,
    result: { ...explanation.result, features: explanation.result.features.slice(0, inputsShown) },
  }
  return [
    'Imported the sample shop',
    table(
      ['kind', 'rows read', 'kept', 'rejected', 'duplicate'],
      imports.map((row) => [row.kind, row.rowsRead, row.rowsKept, row.rowsRejected, row.rowsDuplicate]),
    ),
    '',
    describeRun(run),
    '',
    'What customer value leans on most',
    describeExplanation(shown),
    '',
    `Project: ${project}`,
    `Report:  ${report}`,
  ].join('\n')
}
