import { spawnSync } from 'node:child_process'
import { startEngine } from '../../main/engine/start.ts'
import { fetchLibrary } from './fetchLibrary.ts'

/**
 * Runs the suites of engines and training on the real TensorFlow C library, fetched where it is not there yet.
 * ASSAY_TEST_REPORT names a file for the report as JSON. Exits with 3 when there is no library to be had.
 */
const fetched = await fetchLibrary()
if ('missing' in fetched) {
  console.log(`skipped: ${fetched.missing}`)
  process.exit(3)
}
process.env.ASSAY_TENSORFLOW = fetched.folder
process.env.ASSAY_TEST_ENGINE = 'node'
console.log(`engine: ${(await startEngine('node')).device}`)
const report = process.env.ASSAY_TEST_REPORT
const reporters = report ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : []
const suites = ['test/engine', 'test/model/training.test.ts', 'test/model/network', 'test/model/learning']
const { status } = spawnSync('vitest', ['run', ...suites, ...reporters], { stdio: 'inherit' })
process.exit(status ?? 1)
