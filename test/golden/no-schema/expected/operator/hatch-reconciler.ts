import type { Cached, Context, Result } from "opwright/runtime";
import { HatchReconciler } from "../generated/attic.example.com/v1/hatch-reconciler.js";
import type { Hatch } from "../generated/attic.example.com/v1/hatch.js";

export class MyHatchReconciler extends HatchReconciler {
  override async reconcile(
    hatch: Cached<Hatch>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: hatch.metadata.generation,
    });

    // Next steps:
    // - Compare what hatch asks for with what is there. `cache`, beside `log`,
    //   reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
