import { cohortChart } from '../../charts/cohorts.ts'
import type { Chart } from '../../charts/chart.ts'
import { doubleJeopardyChart } from '../../charts/doubleJeopardy.ts'
import type { LoyaltyOverview } from '../../insight/types.ts'
import type { ReportFacts } from '../gather.ts'
import type { CategoryName } from '../gatherBrands.ts'
import type { SectionId } from '../sectionIds.ts'
import type { Block, Section } from '../types.ts'
import type { Wording } from '../wording.ts'
import { ladderBlocks } from './ladder.ts'
import { inPairs, lower } from './layout.ts'
import { promotionBlocks } from './promotion.ts'
import { switchingBlocks } from './switching.ts'

const brandsDrawn = 20

export type BrandSection = Extract<
  SectionId,
  'standing' | 'doubleJeopardy' | 'ladder' | 'brandCohorts' | 'switching' | 'promotion'
>

/** What brands are bought by whom, within the report's filters; where there is nothing to say, why. */
export function brandSection(id: BrandSection, facts: ReportFacts, wording: Wording): Section {
  const { say } = wording
  const { loyalty } = facts
  const isBought = loyalty !== null && loyalty.brands.length > 0
  const blocks = isBought ? composed[id](facts, loyalty, wording) : []
  const reason = !facts.hasBrands ? 'noBrands' : !isBought ? 'noPurchase' : nothing[id]
  return {
    id,
    title: say(`brands.${id}`),
    blocks: blocks.length > 0 ? blocks : [{ kind: 'note', tone: 'caution', text: say(`brands.${reason}`) }],
  }
}

/** Why a section is empty though brands were bought. */
const nothing: Record<BrandSection, string> = {
  standing: 'noPurchase',
  doubleJeopardy: 'oneBrand',
  ladder: 'noPurchase',
  brandCohorts: 'noPurchase',
  switching: 'oneBrand',
  promotion: 'noSeason',
}

type Compose = (facts: ReportFacts, loyalty: LoyaltyOverview, wording: Wording) => Block[]

const composed: Record<BrandSection, Compose> = {
  standing: standingBlocks,
  doubleJeopardy: (facts, _loyalty, wording) => jeopardyBlocks(facts, wording),
  ladder: ladderBlocks,
  brandCohorts: (facts, _loyalty, wording) => cohortBlocks(facts, wording),
  switching: (facts, _loyalty, wording) => switchingBlocks(facts, wording),
  promotion: (facts, _loyalty, wording) => promotionBlocks(facts, wording),
}

/** The name of a category, or what stands for none. */
export const categoryWords = ({ category }: CategoryName, { say }: Wording): string =>
  category === '' ? say('brands.noCategory') : category

/** A chart that says above its picture which category it is of. */
export const within = <Drawn extends Chart>(chart: Drawn, scope: CategoryName, wording: Wording): Drawn => ({
  ...chart,
  subtitle: wording.say('brands.within', { category: categoryWords(scope, wording), words: chart.subtitle }),
})

/** How many of the filter's categories are drawn, where that is not all of them. */
export const largestNote = ({ markets, categories }: ReportFacts, { paragraph }: Wording): Block[] =>
  markets.length < categories ? [paragraph('brands.largest', { shown: markets.length, categories })] : []

function standingBlocks(
  { definition }: ReportFacts,
  { brands, buyers, from, to, then }: LoyaltyOverview,
  { kit, say, paragraph }: Wording,
): Block[] {
  const { format } = kit
  const shown = brands.slice(0, definition.listed)
  const window = { from: format.day(from), to: format.day(to) }
  return [
    paragraph('findings.brandsAnswer', { ...window, buyers: format.count(buyers), brands: brands.length }),
    ...(then ? [paragraph('findings.standingThen', { from: format.day(then.from), to: format.day(then.to) })] : []),
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
          ...(then ? [{ label: say('findings.penetrationThen'), kind: 'percent' as const }] : []),
          { label: say('findings.frequency'), kind: 'number' },
          { label: say('findings.requirements'), kind: 'percent' },
          { label: say('findings.repeatRate'), kind: 'percent' },
          { label: say('findings.again'), kind: 'percent' },
        ],
        rows: shown.map((brand) => [
          brand.brand,
          brand.buyers,
          brand.penetration,
          ...(then ? [brand.then?.penetration ?? null] : []),
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
function jeopardyBlocks(facts: ReportFacts, wording: Wording): Block[] {
  const { kit, say, paragraph } = wording
  const drawn = facts.markets
    .filter(({ loyalty }) => loyalty.brands.length > 1)
    .map((market) => {
      const { brands, windowDays, law } = market.loyalty
      const chart = doubleJeopardyChart({ brands: brands.slice(0, brandsDrawn), windowDays, law }, kit)
      return { market, chart: within(lower(chart, 0.8), market, wording) }
    })
  if (drawn.length === 0) return []
  return [
    paragraph('brands.jeopardyNote'),
    ...largestNote(facts, wording),
    ...inPairs(drawn.map(({ chart }) => chart)),
    {
      kind: 'table',
      table: {
        id: 'doubleJeopardy',
        title: say('brands.jeopardyTable'),
        subtitle: say('brands.jeopardyTableNote'),
        columns: [{ label: say('brands.category'), kind: 'text' }, ...drawn[0].chart.table.columns],
        rows: drawn.flatMap(({ market, chart }) =>
          chart.table.rows.map((row) => [categoryWords(market, wording), ...row]),
        ),
        keys: 2,
      },
    },
  ]
}

function cohortBlocks({ brandDetails }: ReportFacts, wording: Wording): Block[] {
  const drawn = brandDetails.filter(({ cohorts }) => cohorts.length > 0)
  if (drawn.length === 0) return []
  return [
    wording.paragraph('brands.cohortNote'),
    ...inPairs(drawn.map((brand) => within(lower(cohortChart(brand, wording.kit), 0.8), brand, wording))),
  ]
}
