import type { Cached, Context, Result } from "opwright/runtime";
import { CachedResourceReconciler } from "../generated/clash.example.com/v1/cached-reconciler.js";
import type { CachedResource } from "../generated/clash.example.com/v1/cached.js";

export class MyCachedReconciler extends CachedResourceReconciler {
  override async reconcile(
    cachedResource: Cached<CachedResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: cachedResource.metadata.generation,
    });

    // Next steps:
    // - Compare what cachedResource.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
