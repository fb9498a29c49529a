import { compareText } from '../diagnostic.js'
import { reachedShapes, type DraftRoot, type DraftShape } from './draft.js'
import { Finisher } from './finish.js'
import { identifierClaims, nameFiles, nameResources } from './names.js'
import type { GroupVersionModel, ResourceModel } from './resource-model.js'
import { nameShapes } from './shape-names.js'
import { decideViews } from './views.js'

/**
 * Makes the model of one folder from what a front end has read: the kinds, sorted, and every shape that they reach. Here it is
 * decided what the three views have in common, what everything is called, and which file it stands in.
 */
export function assemble(
  roots: readonly DraftRoot[],
  shapes: readonly DraftShape[],
  folder: string,
): GroupVersionModel {
  const claims = identifierClaims()
  const facts = roots.map(({ resource }) => resource)
  const names = nameResources(facts, claims)
  const files = nameFiles(facts)
  const nameOf = (index: number) => names[index]?.type ?? ''

  const users = new Map(shapes.map(shape => [shape, [] as number[]]))
  const reached = roots.map(reachedShapes)
  reached.forEach((each, index) => each.forEach(shape => users.get(shape)?.push(index)))
  const usersOf = (shape: DraftShape) => users.get(shape) ?? []
  const isShared = (shape: DraftShape) => usersOf(shape).length > 1

  const views = decideViews(roots, shapes)
  const kinds = roots.map((root, index) => ({ root, name: nameOf(index) }))
  const shapeNames = nameShapes({ kinds, usersOf: shape => usersOf(shape).map(nameOf), views }, claims)
  const finisher = new Finisher({
    namesOf: shape => shapeNames.get(shape) ?? { type: '', input: '', apply: '' },
    moduleOf: shape => (isShared(shape) ? 'shared' : (files[usersOf(shape)[0] ?? 0]?.model ?? '')),
    views,
  })
  const resources = roots.flatMap((root, index): ResourceModel[] => {
    const [own, file] = [names[index], files[index]]
    const shapes = reached[index]?.filter(shape => !isShared(shape)) ?? []
    return own && file ? [finisher.resource(root, own, file, shapes)] : []
  })
  const { group, version, apiVersion } = facts[0] ?? { group: '', version: '', apiVersion: '' }
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
  }
}
