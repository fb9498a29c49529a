import { compareText } from '../diagnostic.js'
import { reachedShapes, type DraftRoot, type DraftShape } from './draft.js'
import { Finisher } from './finish.js'
import { identifierClaims, nameFiles, nameResources, recordKind, usualFolder } from './names.js'
import { recallShapes, recordShapes } from './recall.js'
import type { RecordedVersion } from './recorded-names.js'
import type { GroupVersionModel, ResourceFiles, ResourceModel, ResourceNames, ShapeNames } from './resource-model.js'
import { nameShapes } from './shape-names.js'
import { structuresOf } from './structure.js'
import { decideViews } from './views.js'

interface Kind {
  readonly root: DraftRoot
  readonly names: ResourceNames
  readonly files: ResourceFiles
  readonly shapes: readonly DraftShape[]
}

/**
 * Makes the model of one folder from what a front end has read: the kinds, sorted, and every shape that they reach. Here it is
 * decided what the three views have in common, what everything is called, and which file it stands in. `recorded` is what the
 * folder's types were called by the run before.
 */
export function assemble(
  roots: readonly DraftRoot[],
  read: readonly DraftShape[],
  folder: string,
  recorded: RecordedVersion = { kinds: {} },
): GroupVersionModel {
  const reached = new Map(roots.map(root => [root, reachedShapes(root)]))
  const users = new Map<DraftShape, DraftRoot[]>()
  for (const [root, shapes] of reached) {
    for (const shape of shapes) {
      const others = users.get(shape)
      if (others) others.push(root)
      else users.set(shape, [root])
    }
  }
  const shapes = read.filter(shape => users.has(shape))
  const isShared = (shape: DraftShape) => (users.get(shape)?.length ?? 0) > 1

  const views = decideViews(roots, shapes)
  const structures = structuresOf(shapes)
  const { resourceNames, shapeNames } = nameAll()
  const files = nameFiles(
    roots.map(({ resource }) => resource),
    recorded,
  )
  const namesOf = (shape: DraftShape): ShapeNames => shapeNames.get(shape) ?? { type: '', input: '', apply: '' }
  const kinds = roots.flatMap((root, index): Kind[] => {
    const [names, own] = [resourceNames.get(root), files[index]]
    const ofKind = reached.get(root)?.filter(shape => !isShared(shape)) ?? []
    return names && own ? [{ root, names, files: own, shapes: ofKind }] : []
  })
  const fileOf = new Map(kinds.map(kind => [kind.root, kind.files.model]))
  const finisher = new Finisher({
    namesOf,
    moduleOf: shape => {
      const [user] = users.get(shape) ?? []
      return isShared(shape) || !user ? 'shared' : (fileOf.get(user) ?? '')
    },
    views,
  })
  const resources = kinds.map(({ root, names, files: own, shapes: ofKind }): ResourceModel => {
    return finisher.resource(root, names, own, ofKind)
  })
  const { group, version, apiVersion } = roots[0]?.resource ?? { group: '', version: '', apiVersion: '' }
  return {
    kind: 'group-version',
    group,
    version,
    apiVersion,
    folder,
    resources: resources.sort((a, b) => compareText(a.files.model, b.files.model)),
    shared: shapes
      .filter(isShared)
      .map(shape => finisher.shape(shape))
      .sort((a, b) => compareText(a.names.type, b.names.type)),
    record: {
      ...(folder !== usualFolder({ group, version }) && { folder }),
      kinds: Object.fromEntries(
        kinds.map(({ root: { resource }, names, files: own }) => [
          resource.resourceKind,
          recordKind(resource, names, own),
        ]),
      ),
      ...recordShapes({ shapes, structures, kinds, namesOf }),
    },
  }

  /** What there was before has its names first, types before kinds that are new. */
  function nameAll() {
    const claims = identifierClaims()
    const resourceNames = new Map<DraftRoot, ResourceNames>()
    const nameKinds = (some: readonly DraftRoot[], record?: RecordedVersion) => {
      const names = nameResources(
        some.map(({ resource }) => resource),
        claims,
        record,
      )
      names.forEach((own, index) => {
        const root = some[index]
        if (root) resourceNames.set(root, own)
      })
    }
    const named = (some: readonly DraftRoot[]) => {
      return some.map(root => ({ root, name: resourceNames.get(root)?.type ?? '' }))
    }
    const isKnown = ({ resource }: DraftRoot) => Object.hasOwn(recorded.kinds, resource.resourceKind)
    const known = roots.filter(isKnown)
    nameKinds(known, recorded)
    const recalled = recallShapes({ kinds: named(known), shapes, structures, views, recorded }, claims)
    nameKinds(roots.filter(root => !isKnown(root)))
    const kinds = named(roots)
    const usersOf = (shape: DraftShape) => users.get(shape)?.map(root => resourceNames.get(root)?.type ?? '') ?? []
    return { resourceNames, shapeNames: nameShapes({ kinds, usersOf, views, recalled }, claims) }
  }
}
