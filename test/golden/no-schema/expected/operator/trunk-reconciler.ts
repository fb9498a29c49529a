import type { Cached, Context, Result } from "opwright/runtime";
import { TrunkReconciler } from "../generated/attic.example.com/v1/trunk-reconciler.js";
import type { Trunk } from "../generated/attic.example.com/v1/trunk.js";

export class MyTrunkReconciler extends TrunkReconciler {
  override async reconcile(
    trunk: Cached<Trunk>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: trunk.metadata.generation,
    });

    // Next steps:
    // - Compare what trunk.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new TrunkClient(client)` writes it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
