import { spawnSync } from 'node:child_process'
import { requireChromium } from './e2e/chromium.ts'

/** Runs every test: makes sure of a Chromium, then vitest. ASSAY_TEST_REPORT names a file for the report as JSON. */
process.env.CHROMIUM_PATH = requireChromium()
const report = process.env.ASSAY_TEST_REPORT
const reporters = report ? ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`] : []
const { status } = spawnSync('vitest', ['run', ...reporters, ...process.argv.slice(2)], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
})
process.exit(status ?? 1)
