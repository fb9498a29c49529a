import type { Json } from '../../support/api-server/requests.js'

/** Makes up schemas that a server accepts, and values for them, of which it accepts some. */
export interface Grammar {
  schema(): Json
  value(schema: Json): Json
}
