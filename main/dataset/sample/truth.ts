import { campaignDays, responsiveChannel } from './campaigns.ts'
import { plantedLoyalty } from './catalogue.ts'
import { channels } from './customers.ts'
import type { FileDirt } from './dirt.ts'
import type { Oddities } from './oddities.ts'
import { plantedSwitch } from './preferences.ts'
import type { Shop } from './shop.ts'
import { formatDay } from './timeline.ts'
import type { Trend } from './types.ts'

/** What was planted, for whoever wants to check that an analysis finds it. Days are calendar dates of the shop. */
export interface SampleTruth {
  from: string
  /** The day after the last one. */
  end: string
  channels: { name: string; weight: number; valueFactor: number; orderFactor: number; lifetimeFactor: number }[]
  customers: { id: string; returnProne: boolean; priceAffinity: number; community: number; lostOn: string | null }[]
  products: { id: string; trend: Trend; slopePer30Days: number; onset: string; quality: number }[]
  brands: { loyal: string[]; deficit: string[] }
  switching: { category: string; from: string; to: string; since: string; customers: string[] }
  campaigns: { name: string; date: string; days: number; channel: string; orderRateFactor: number }[]
  dirt: FileDirt & Oddities
}

export function describeTruth(shop: Shop, dirt: FileDirt & Oddities): SampleTruth {
  const { timeline, customers, categories, brands } = shop
  const date = (day: number) => formatDay(timeline, day)
  const namesWith = (concentration: number) =>
    brands.filter((brand) => brand.concentration === concentration).map((brand) => brand.name)
  const switchCategory = categories[plantedSwitch.category]
  const brandAt = (rank: number) => brands[switchCategory.brands[rank]].name
  return {
    from: date(0),
    end: date(timeline.days),
    channels: channels.map((channel) => ({ ...channel })),
    customers: customers.map(({ id, returnProne, priceAffinity, community, lostDay }) => ({
      id,
      returnProne,
      priceAffinity,
      community,
      lostOn: lostDay < timeline.days ? date(Math.ceil(lostDay)) : null,
    })),
    products: shop.products.map(({ id, trend, slope, onsetDay, quality }) => ({
      id,
      trend,
      slopePer30Days: slope,
      onset: date(onsetDay),
      quality,
    })),
    brands: {
      loyal: namesWith(plantedLoyalty.loyal.concentration),
      deficit: namesWith(plantedLoyalty.deficit.concentration),
    },
    switching: {
      category: switchCategory.name,
      from: brandAt(plantedSwitch.fromRank),
      to: brandAt(plantedSwitch.toRank),
      since: date(timeline.days - plantedSwitch.days),
      customers: customers.filter(({ switchDay }) => switchDay < timeline.days).map(({ id }) => id),
    },
    campaigns: shop.campaigns.map(({ name, day, factor }) => ({
      name,
      date: date(day),
      days: campaignDays,
      channel: responsiveChannel,
      orderRateFactor: factor,
    })),
    dirt,
  }
}
