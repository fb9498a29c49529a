import type { Cached, Context, Result } from "opwright/runtime";
import { HarbourReconciler } from "../generated/sea.example.com/v1/harbour-reconciler.js";
import type { Harbour } from "../generated/sea.example.com/v1/harbour.js";

export class MyHarbourReconciler extends HarbourReconciler {
  override async reconcile(
    harbour: Cached<Harbour>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: harbour.metadata.generation,
    });

    // Next steps:
    // - Compare what harbour asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
