import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unattended } from '../../main/base/job.ts'
import { generateSampleShop } from '../../main/dataset/sample/generate.ts'

const root = resolve(import.meta.dirname, '../..')
let folder: string
let project: string

/** The command line as it is run: a process of its own. */
function assay(...given: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'main/host/cli.ts'), ...given], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ASSAY_HOME: join(folder, 'home') },
  })
  return { status, stdout, stderr }
}

/** With `--json`: stdout is exactly one document. */
function json(...given: string[]) {
  const { status, stdout, stderr } = assay(...given, '--json')
  return { status, stderr, value: JSON.parse(stdout) }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assay-cli-'))
  project = join(folder, 'shop.assay')
  await generateSampleShop(join(folder, 'data'), { customers: 400, products: 150 }, unattended)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the command line', () => {
  it('makes a project and imports every kind of file, with counts that add up', () => {
    expect(assay('new', project, '--currency', 'CNY', '--timezone', 'Asia/Shanghai').status).toBe(0)
    for (const kind of ['products', 'users', 'behaviour', 'social', 'campaigns']) {
      const { status, value } = json('import', project, join('data', `${kind}.csv`), '--kind', kind)
      expect(status).toBe(0)
      expect(value.rowsRead).toBe(value.rowsKept + value.rowsRejected + value.rowsDuplicate)
      expect(value.rowsKept).toBeGreaterThan(100)
    }
    const { value } = json('profile', project)
    expect(value.tables.behaviour.users).toBeGreaterThan(300)
    expect(value.tables.behaviour.byType.purchase).toBeGreaterThan(500)
  })

  it('says in words why rows were rejected, what of the rest looks odd, and what a file lacks', () => {
    const other = join(folder, 'other.assay')
    expect(assay('new', other).status).toBe(0)
    const rows = ['u1,2024-05-01,5', 'u1,2024-05-01,5', 'u2,2024-05-02,0', ',2024-05-03,5', 'u3,never,5']
    writeFileSync(join(folder, 'odd.csv'), `user_id,time,amount\n${rows.join('\n')}\n`)
    const { stdout } = assay('import', other, 'odd.csv', '--kind', 'orders')
    expect(stdout.split('\n').slice(2)).toEqual([
      'odd.csv: rejected 1: user_id is missing',
      'odd.csv: rejected 1: time cannot be read',
      'odd.csv: kept: 1 rows with an amount of 0',
      expect.stringMatching(/^odd.csv: kept: 1 rows repeat an earlier one/),
      '',
    ])
    writeFileSync(join(folder, 'lines.csv'), 'order_id,product_id,price\n1,A,5\n2,B,6\n')
    const { status, stderr } = assay('import', other, 'lines.csv', '--kind', 'orders')
    expect(status).toBe(1)
    expect(stderr).toMatch(/no source yet: user_id, time\. The file has: order_id, product_id, price\..*--map .*lookup/)
    expect(assay('inspect', 'lines.csv').stdout).toContain('no source yet: user_id, time')
  })

  it('adds nothing when a file comes twice, and takes the latest import back', () => {
    const before = json('profile', project).value.tables
    const again = json('import', project, 'data/social.csv', '--kind', 'social').value
    expect(again).toMatchObject({ rowsKept: 0, rowsDuplicate: again.rowsRead })
    expect(json('profile', project).value.tables).toEqual(before)
    expect(json('undo', project).value).toMatchObject({ action: 'import', details: { kind: 'campaigns' } })
    expect(json('profile', project).value.tables.campaigns.rows).toBe(0)
    expect(json('import', project, 'data/campaigns.csv', '--kind', 'campaigns').status).toBe(0)
  })

  it('trains all four tasks, beside baselines on the same rows, and writes predictions and scores', () => {
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ preset: 'quick', epochs: 3 }))
    const { status, value } = json(
      ...['train', project, '--engine', 'wasm', '--config', 'config.json', '--predictions', 'predictions.csv'],
    )
    expect(status).toBe(0)
    expect(value.engine.name).toBe('wasm')
    expect(Object.keys(value.tasks).sort()).toEqual(['loyalty', 'ltv', 'potential', 'repurchase'])
    expect(value.tasks.ltv.metrics.normalizedGini.value).toBeGreaterThan(0)
    expect(Object.keys(value.tasks.ltv.baselines).sort()).toEqual(
      ['bgnbd', 'lastSpend', 'rfmCell', 'ridge', 'totalSpend'].sort(),
    )
    const lines = readFileSync(join(folder, 'predictions.csv'), 'utf8').trim().split('\n')
    expect(lines[0]).toBe('task,output,entity,actual,predicted')
    expect(new Set(lines.slice(1).map((line) => line.split(',')[0]))).toEqual(
      new Set(['ltv', 'repurchase', 'potential', 'loyalty']),
    )
    for (const entity of ['users', 'products', 'loyalty', 'cold', 'launches', 'conquest']) {
      const written = json('score', project, '--run', `${value.runId}`, '--entity', entity, '--out', `${entity}.csv`)
      expect(written.value.rows).toBe(
        readFileSync(join(folder, `${entity}.csv`), 'utf8')
          .trim()
          .split('\n').length - 1,
      )
    }
  })

  it('gives the same figures to the last digit for the same seed', () => {
    const train = () => json('train', project, '--engine', 'wasm', '--config', 'config.json', '--seed', '5').value
    expect(train().tasks).toEqual(train().tasks)
  })

  it('searches on validation rows, resumes, and explains', () => {
    const study = json('search', project, '--method', 'random', '--trials', '2', '--config', 'config.json').value
    expect(study.trials).toHaveLength(2)
    expect(study.best.validationLoss).toBe(
      Math.min(...study.trials.map((t: { validationLoss: number }) => t.validationLoss)),
    )
    const resumed = json('search', project, '--method', 'random', '--trials', '3', '--resume', `${study.studyId}`).value
    expect(resumed.trials.slice(0, 2)).toEqual(study.trials)
    expect(resumed.trials).toHaveLength(3)
    const explained = json('explain', project, '--run', '1', '--task', 'repurchase', '--repeats', '2').value
    expect(explained.result.metric).toBe('auc')
    expect(explained.result.features.length).toBeGreaterThan(10)
  })

  it('tests the past in money at the target asked for, and a run on worse rows', () => {
    const tested = json(
      ...[
        'backtest',
        project,
        '--dates',
        '2',
        '--k',
        '30',
        '--cost',
        '2',
        '--engine',
        'wasm',
        '--config',
        'config.json',
      ],
    ).value
    expect(tested.target).toEqual({ count: 30 })
    expect(tested.dates).toHaveLength(2)
    expect(tested.pooled.contacts).toBe(60)
    const { reached, net } = tested.pooled.contenders.assay
    expect(net.value).toBeCloseTo(reached.value - 2 * 60, 6)
    for (const { low, high, verdict } of Object.values<{ low: number; high: number; verdict: string }>(
      tested.pooled.ahead,
    )) {
      expect(verdict).toBe(low > 0 ? 'ahead' : high < 0 ? 'behind' : 'same')
    }
    const { value, status } = json('robustness', project, '--run', '1', '--noise', '1', '--attack', '', '--rows', '100')
    expect(status).toBe(0)
    expect(value.changes[0].perturbation).toEqual({ kind: 'noise', size: 1 })
  })

  it('leaves one file behind', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('shop.assay'))).toEqual(['shop.assay'])
  })
})

describe('what the command line refuses', () => {
  it.each([
    [['nonsense'], 2, ''],
    [['new'], 2, ''],
    [['train', 'shop.assay', '--horizon', 'long'], 2, ''],
    [['import', 'shop.assay', 'data/users.csv', '--kind', 'bogus'], 2, 'input.invalid'],
    [['import', 'shop.assay', 'nowhere.csv', '--kind', 'orders'], 1, 'file.missing'],
    [['profile', 'nowhere.assay'], 1, 'file.missing'],
    [['profile', 'data/users.csv'], 1, 'project.foreign'],
    [['new', 'shop.assay'], 1, 'file.exists'],
    [['train', 'shop.assay', '--horizon', '3000'], 1, 'features.cutoffIllegal'],
    [['explain', 'shop.assay', '--run', '99', '--task', 'ltv'], 1, 'model.unknownRun'],
    [['search', 'shop.assay', '--method', 'random', '--resume', '99'], 1, 'search.unknownStudy'],
    [['backtest', 'shop.assay', '--k', 'most'], 2, 'input.invalid'],
    [['backtest', 'shop.assay', '--horizon', '3000'], 1, 'verdict.noDates'],
    [['robustness', 'shop.assay', '--run', '99'], 1, 'model.unknownRun'],
  ])('%j exits %i', (given, status, code) => {
    const plain = assay(...given)
    expect(plain.status).toBe(status)
    expect(plain.stdout).toBe('')
    expect(plain.stderr).not.toMatch(/\{\w+\}|errors\./)
    if (code === '') return
    const asJson = json(...given)
    expect(asJson.status).toBe(status)
    expect(asJson.value.error.code).toBe(code)
    expect(plain.stderr.trim().split('\n').at(-1)).toBe(asJson.value.error.message)
  })

  it('refuses data that cannot be learned from, with the reason', () => {
    const orders = (name: string, lines: string[]) =>
      writeFileSync(join(folder, name), ['user_id,time,amount,type', ...lines].join('\n'))
    orders(
      'one.csv',
      Array.from(
        { length: 24 },
        (_, i) => `a,202${4 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, '0')}-01,5,purchase`,
      ),
    )
    orders('views.csv', ['a,2024-01-01,,view', 'b,2025-01-01,,view'])
    for (const [name, code] of [
      ['one', 'features.tooFewRows'],
      ['views', 'features.noPurchases'],
    ]) {
      assay('new', `${name}.assay`)
      expect(json('import', `${name}.assay`, `${name}.csv`, '--kind', 'behaviour').status).toBe(0)
      const { status, value } = json('train', `${name}.assay`)
      expect([status, value.error.code]).toEqual([1, code])
    }
    expect(existsSync(join(folder, 'one.assay-wal'))).toBe(false)
  })
})
