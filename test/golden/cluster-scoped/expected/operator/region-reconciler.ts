import type { Cached, Context, Result } from "opwright/runtime";
import { RegionReconciler } from "../generated/atlas.example.com/v1/region-reconciler.js";
import type { Region } from "../generated/atlas.example.com/v1/region.js";

export class MyRegionReconciler extends RegionReconciler {
  override async reconcile(
    region: Cached<Region>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: region.metadata.generation,
    });

    // Next steps:
    // - Compare what region.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
