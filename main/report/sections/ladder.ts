import { ladderChart } from '../../charts/ladder.ts'
import { ladderFlowChart } from '../../charts/ladderFlow.ts'
import { predictedLoyaltyChart } from '../../charts/predictedLoyalty.ts'
import { ladderSteps, type LoyaltyOverview } from '../../insight/types.ts'
import type { ReportFacts } from '../gather.ts'
import type { DetailedBrand } from '../gatherBrands.ts'
import type { Block } from '../types.ts'
import type { Wording } from '../wording.ts'
import { categoryWords, within } from './brands.ts'
import { inPairs, lower } from './layout.ts'

/** Brands one by one, each within the category that it sells most in: its ladder, and what the run expects of its customers. */
export function ladderBlocks(facts: ReportFacts, { windowDays }: LoyaltyOverview, wording: Wording): Block[] {
  const { kit, say, paragraph } = wording
  const { brandDetails, absentBrands } = facts
  const blocks: Block[] = [paragraph('brands.ladderNote', { days: windowDays })]
  if (absentBrands > 0) {
    blocks.push({
      kind: 'note',
      tone: 'caution',
      text: say('brands.absent', { brands: kit.format.count(absentBrands) }),
    })
  }
  if (brandDetails.length === 0) return blocks
  return [
    ...blocks,
    ladderTable(brandDetails, wording),
    ...inPairs(
      brandDetails.flatMap((brand) => [
        within(lower(ladderChart(brand, kit), 0.75), brand, wording),
        ...(brand.predicted
          ? [lower(predictedLoyaltyChart({ brand: brand.brand, predicted: brand.predicted }, kit), 0.75)]
          : []),
      ]),
    ),
    ...inPairs(
      brandDetails.flatMap((brand) =>
        brand.flow ? [within(lower(ladderFlowChart(brand.flow, kit), 0.8), brand, wording)] : [],
      ),
    ),
  ]
}

function ladderTable(brands: DetailedBrand[], wording: Wording): Block {
  const { kit, say } = wording
  return {
    kind: 'table',
    table: {
      id: 'ladder',
      title: say('brands.ladderTable'),
      subtitle: say('brands.ladderTableNote'),
      columns: [
        { label: kit.translate('charts.brand'), kind: 'text' },
        { label: say('brands.category'), kind: 'text' },
        ...ladderSteps.map((step) => ({ label: kit.translate(`charts.ladder.steps.${step}`), kind: 'count' as const })),
      ],
      rows: brands.map((brand) => [
        brand.brand,
        categoryWords(brand, wording),
        ...ladderSteps.map((step) => brand.ladder.find((own) => own.step === step)?.customers ?? 0),
      ]),
      keys: 2,
    },
  }
}
