import type { Cached, Context, Result } from "opwright/runtime";
import { KettleReconciler } from "../generated/kitchen.example.com/v1/kettle-reconciler.js";
import type { Kettle } from "../generated/kitchen.example.com/v1/kettle.js";

export class MyKettleReconciler extends KettleReconciler {
  override async reconcile(
    kettle: Cached<Kettle>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: kettle.metadata.generation,
    });

    // Next steps:
    // - Compare what kettle.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new KettleClient(client)` writes it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
