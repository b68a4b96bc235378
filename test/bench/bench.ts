/**
 * The benchmarks, all or those that are named, and what each came to:
 *
 *   npm run bench [-- import|pages|browse|profile|clean|train|serve|report|soak|quality|ablation|epoch|insight|brush … [--option value …]]
 *
 * Options are handed to the one that is named: `npm run bench -- import --rows 20000000 --rounds 1`.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'

const benchmarks = ['import', 'pages', 'browse', 'profile', 'clean', 'train', 'serve', 'report']
/** Takes minutes of doing the same: only when it is named. */
const lengthy = ['soak', 'quality', 'ablation', 'epoch', 'insight', 'brush']
const words = process.argv.slice(2)
const firstOption = words.findIndex((word) => word.startsWith('--'))
const named = firstOption < 0 ? words : words.slice(0, firstOption)
const options = firstOption < 0 ? [] : words.slice(firstOption)
const known = [...benchmarks, ...lengthy]
const unknown = named.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  process.stderr.write(`no benchmark is called ${unknown.join(', ')}; there are ${known.join(', ')}\n`)
  process.exit(2)
}

if (options.length > 0 && named.length !== 1) {
  process.stderr.write('options go to one benchmark: name it before them\n')
  process.exit(2)
}

const results: string[] = []
for (const name of named.length > 0 ? named : benchmarks) {
  console.log(`— ${name}`)
  results.push(`${name}: ${await run(name)}`)
}
console.log(`\n${results.join('\n')}`)

/** Runs one benchmark, showing what it prints; its last line is its result. */
function run(name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...process.execArgv, join(import.meta.dirname, `${name}.ts`), ...options], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let printed = ''
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString()
      process.stdout.write(chunk)
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code !== 0) process.exitCode = 1
      const lastLine = printed.trimEnd().split('\n').at(-1) ?? ''
      resolve(code === 0 ? lastLine : `failed (exit ${code}) ${lastLine}`)
    })
  })
}
