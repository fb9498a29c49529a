import type { Cached, Context, Result } from "opwright/runtime";
import { BuoyReconciler } from "../generated/sea.example.com/v1/buoy-reconciler.js";
import type { Buoy } from "../generated/sea.example.com/v1/buoy.js";

export class MyBuoyReconciler extends BuoyReconciler {
  override async reconcile(
    buoy: Cached<Buoy>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: buoy.metadata.generation,
    });

    // Next steps:
    // - Compare what buoy.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new BuoyClient(client)` writes it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
