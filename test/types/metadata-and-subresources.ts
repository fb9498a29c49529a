// Roots that are not the usual ones, and clients with the methods that they have.

import type { Cached, Client } from 'opwright/runtime'
import { BuoyClient } from '../golden/metadata-and-subresources/expected/generated/sea.example.com/v1/buoy-client.js'
import { Buoy, type BuoyInput } from '../golden/metadata-and-subresources/expected/generated/sea.example.com/v1/buoy.js'
import { ChartClient } from '../golden/metadata-and-subresources/expected/generated/sea.example.com/v1/chart-client.js'
import type {
  Chart,
  ChartApply,
  ChartInput,
} from '../golden/metadata-and-subresources/expected/generated/sea.example.com/v1/chart.js'
import type {
  Harbour,
  HarbourInput,
} from '../golden/metadata-and-subresources/expected/generated/sea.example.com/v1/harbour.js'
import {
  Tide,
  type TideApply,
  type TideInput,
} from '../golden/metadata-and-subresources/expected/generated/sea.example.com/v1/tide.js'

declare const client: Client
declare const buoy: Buoy
declare const chart: Chart
const metadata = { name: 'a' }

// In no namespace; a status and a scale, of which the descriptor knows the paths.
export const paths: '.status.selector' = Buoy.subresources.scale.labelSelectorPath
const buoys = new BuoyClient(client)
export const status: Promise<Buoy> = buoys.getStatus('a')
buoys.replaceStatus(buoy)
buoys.getScale('a')
client.for(Buoy).getScale('a')
export const input: BuoyInput = { metadata, spec: { chains: 1 } }
// @ts-expect-error
export const withStatus: BuoyInput = { metadata, status: { chains: 1 } }
// @ts-expect-error
export const namespace: string = buoy.metadata.namespace
// @ts-expect-error
buoys.namespace('x')

// A name that is listed stands in the comment: metadata is what all kinds have.
export const harbour: HarbourInput = { metadata: { name: 'singleton' }, depth: 5 }
export const harbourName: string = ({} as Harbour).metadata.name
// @ts-expect-error
export const numberedHarbour: HarbourInput = { metadata: { name: 1 } }
// @ts-expect-error
export const deep: HarbourInput = { metadata: { name: 'singleton' }, depth: 'deep' }

// Fields of its own, without spec and status, and without subresources.
export const area: string = chart.area
export const printed: boolean = chart.printed
export const chartInput: ChartInput = { metadata, area: 'north' }
export const chartApply: ChartApply = { metadata, depths: [1] }
// @ts-expect-error
export const noArea: ChartInput = { metadata }
// @ts-expect-error
export const withSpec: ChartInput = { metadata, area: 'north', spec: {} }
const charts = new ChartClient(client).namespace('x')
export const place: string = chart.metadata.namespace
// @ts-expect-error
charts.getStatus('a')
// @ts-expect-error
charts.getScale('a')

// A status that is no subresource is sent with the rest, and a scale needs no status.
export const tide: TideInput = { metadata, unit: 'm', spec: {}, status: { height: 2 } }
export const tideApply: TideApply = { metadata, status: { gauges: 1 } }
const tides = client.for(Tide).namespace('x')
tides.getScale('a')
// @ts-expect-error
tides.replaceStatus({} as Tide)
// @ts-expect-error
export const noHeight: TideInput = { metadata, unit: 'm', spec: {}, status: {} }
// @ts-expect-error
export const noUnit: TideInput = { metadata, spec: {} }

// A server refuses managedFields in a configuration, be it written there or read with an object.
declare const read: Chart
const { managedFields: _, ...ownMetadata } = read.metadata
charts.apply({ ...read, metadata: ownMetadata })
export const preconditions: ChartApply = { metadata: { name: 'a', uid: read.metadata.uid, resourceVersion: '1' } }
// @ts-expect-error
charts.apply(read)
// @ts-expect-error
charts.apply({ metadata: { name: 'a', managedFields: [] } })
// @ts-expect-error
client.for(Buoy).applyStatus({ metadata: buoy.metadata, status: {} })
// @ts-expect-error
buoys.apply({} as Cached<Buoy>)
