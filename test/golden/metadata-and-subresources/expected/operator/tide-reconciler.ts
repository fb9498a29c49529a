import type { Cached, Context, Result } from "opwright/runtime";
import { TideReconciler } from "../generated/sea.example.com/v1/tide-reconciler.js";
import type { Tide } from "../generated/sea.example.com/v1/tide.js";

export class MyTideReconciler extends TideReconciler {
  override async reconcile(
    tide: Cached<Tide>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: tide.metadata.generation,
    });

    // Next steps:
    // - Compare what tide.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
