import type { Cached, Context, Result } from "opwright/runtime";
import { SpoonReconciler } from "../generated/kitchen.example.com/v1/spoon-reconciler.js";
import type { Spoon } from "../generated/kitchen.example.com/v1/spoon.js";

export class MySpoonReconciler extends SpoonReconciler {
  override async reconcile(
    spoon: Cached<Spoon>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: spoon.metadata.generation,
    });

    // Next steps:
    // - Compare what spoon.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
