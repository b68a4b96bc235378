import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fetchLibrary } from './fetchLibrary.ts'
import { softwareVulkan } from './software.ts'

/**
 * Runs the suites of engines and training on the engines that a plain test run leaves out: the real TensorFlow C
 * library, fetched where it is not there yet, and WebGPU on a Chromium's software device. ASSAY_TEST_REPORT names a file
 * for the sums as JSON. Exits with 3 when neither is to be had.
 */
const sums = { numPassedTests: 0, numFailedTests: 0 }
const statuses: number[] = []

const fetched = await fetchLibrary()
if ('missing' in fetched) console.log(`node skipped: ${fetched.missing}`)
else {
  const training = ['test/model/training.test.ts', 'test/model/pretraining.test.ts']
  const suites = ['test/engine', 'test/model/network', 'test/model/learning', ...training]
  runOn('node', suites, { ASSAY_TENSORFLOW: fetched.folder })
}

const vulkan = softwareVulkan()
if (vulkan === null) console.log('webgpu skipped: no Chromium with a software Vulkan device (vk_swiftshader_icd.json)')
// A processor that plays a GPU is slow: the operations, the optimiser and one short training, not every training.
else runOn('webgpu', ['test/engine', 'test/model/network', 'test/model/learning'], vulkan)

const report = process.env.ASSAY_TEST_REPORT
if (report) writeFileSync(report, JSON.stringify(sums))
process.exit(statuses.length === 0 ? 3 : Math.max(...statuses))

function runOn(engine: string, suites: string[], environment: Record<string, string>): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'assay-native-'))
  const file = path.join(folder, 'report.json')
  const env = { ...process.env, ...environment, ASSAY_TEST_ENGINE: engine }
  const named = spawnSync(process.execPath, [path.join(import.meta.dirname, 'name.ts'), engine], { env })
  console.log(`engine: ${named.stdout.toString().trim() || named.stderr.toString().trim()}`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  // One at a time: two software devices on one processor wait for each other.
  const workers = engine === 'webgpu' ? ['--maxWorkers=1'] : []
  const { status } = spawnSync('vitest', ['run', ...suites, ...reporters, ...workers], { env, stdio: 'inherit' })
  statuses.push(status ?? 1)
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(file, 'utf8')) as typeof sums
    sums.numPassedTests += numPassedTests
    sums.numFailedTests += numFailedTests
  } finally {
    rmSync(folder, { recursive: true })
  }
}
