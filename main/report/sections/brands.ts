import { cohortChart } from '../../charts/cohorts.ts'
import { doubleJeopardyChart } from '../../charts/doubleJeopardy.ts'
import { ladderChart } from '../../charts/ladder.ts'
import { switchingChart } from '../../charts/switching.ts'
import { brandColors } from '../../charts/theme.ts'
import type { LoyaltyOverview } from '../../insight/types.ts'
import type { ReportFacts } from '../gather.ts'
import type { SectionId } from '../sectionIds.ts'
import type { Block, Section } from '../types.ts'
import type { Wording } from '../wording.ts'

const brandsListed = 60
const brandsDrawn = 20

type BrandSection = Extract<SectionId, 'standing' | 'doubleJeopardy' | 'ladder' | 'switching'>

/** What brands are bought by whom, within the report's filters; where there is nothing to say, why. */
export function brandSection(id: BrandSection, facts: ReportFacts, wording: Wording): Section {
  const { say } = wording
  const blocks = facts.loyalty && facts.loyalty.brands.length > 0 ? composed[id](facts, facts.loyalty, wording) : []
  const reason = !facts.hasBrands ? 'noBrands' : facts.loyalty?.brands.length ? 'oneBrand' : 'noPurchase'
  return {
    id,
    title: say(`brands.${id}`),
    blocks: blocks.length > 0 ? blocks : [{ kind: 'note', tone: 'caution', text: say(`brands.${reason}`) }],
  }
}

type Compose = (facts: ReportFacts, loyalty: LoyaltyOverview, wording: Wording) => Block[]

const composed: Record<BrandSection, Compose> = {
  standing: (_facts, loyalty, wording) => standingBlocks(loyalty, wording),
  doubleJeopardy: (_facts, loyalty, wording) => jeopardyBlocks(loyalty, wording),
  ladder: ladderBlocks,
  switching: switchingBlocks,
}

function standingBlocks({ brands, buyers, from, to }: LoyaltyOverview, { kit, say, paragraph }: Wording): Block[] {
  const { format } = kit
  const shown = brands.slice(0, brandsListed)
  const window = { from: format.day(from), to: format.day(to) }
  return [
    paragraph('findings.brandsAnswer', { ...window, buyers: format.count(buyers), brands: brands.length }),
    {
      kind: 'table',
      table: {
        id: 'standing',
        title: say('findings.standing'),
        subtitle: say('findings.standingNote', { shown: shown.length, brands: brands.length }),
        columns: [
          { label: kit.translate('charts.brand'), kind: 'text' },
          { label: say('findings.buyers'), kind: 'count' },
          { label: say('findings.penetration'), kind: 'percent' },
          { label: say('findings.frequency'), kind: 'number' },
          { label: say('findings.requirements'), kind: 'percent' },
          { label: say('findings.repeatRate'), kind: 'percent' },
          { label: say('findings.again'), kind: 'percent' },
        ],
        rows: shown.map((brand) => [
          brand.brand,
          brand.buyers,
          brand.penetration,
          brand.frequency,
          brand.shareOfRequirements,
          brand.repeatRate,
          brand.predictedAgain,
        ]),
        keys: 1,
      },
    },
  ]
}

/** The picture needs two brands: one alone has nothing to be held against. */
function jeopardyBlocks(loyalty: LoyaltyOverview, { kit, say, paragraph }: Wording): Block[] {
  if (loyalty.brands.length < 2) return []
  const drawn = loyalty.brands.slice(0, brandsDrawn)
  const chart = doubleJeopardyChart({ brands: drawn, windowDays: loyalty.windowDays, law: loyalty.law }, kit)
  return [
    paragraph('brands.jeopardyNote'),
    { kind: 'chart', chart },
    {
      kind: 'table',
      table: {
        id: 'doubleJeopardy',
        title: say('brands.jeopardyTable'),
        subtitle: say('brands.jeopardyTableNote'),
        ...chart.table,
        keys: 1,
      },
    },
  ]
}

function ladderBlocks(
  { brandDetails, absentBrands }: ReportFacts,
  loyalty: LoyaltyOverview,
  wording: Wording,
): Block[] {
  const { kit, say, paragraph } = wording
  const blocks: Block[] = [paragraph('brands.ladderNote', { days: loyalty.windowDays })]
  if (absentBrands > 0) {
    blocks.push({
      kind: 'note',
      tone: 'caution',
      text: say('brands.absent', { brands: kit.format.count(absentBrands) }),
    })
  }
  for (const details of brandDetails) {
    const ladder = ladderChart(details, kit)
    blocks.push({ kind: 'heading', text: details.brand }, { kind: 'chart', chart: ladder })
    blocks.push({
      kind: 'table',
      table: {
        id: `ladder:${details.brandId}`,
        title: say('brands.ladderTable', { brand: details.brand }),
        subtitle: '',
        ...ladder.table,
        keys: 1,
      },
    })
    if (details.cohorts.length > 0) blocks.push({ kind: 'chart', chart: cohortChart(details, kit) })
  }
  return blocks
}

function switchingBlocks({ switching }: ReportFacts, { brands }: LoyaltyOverview, { kit, say }: Wording): Block[] {
  if (!switching) return []
  const chart = switchingChart({ matrix: switching, colors: brandColors(brands, kit.theme) }, kit)
  return [
    { kind: 'chart', chart },
    {
      kind: 'table',
      table: {
        id: 'switching',
        title: say('brands.switchingTable'),
        subtitle: say('brands.switchingTableNote'),
        ...chart.table,
        keys: 1,
      },
    },
  ]
}
