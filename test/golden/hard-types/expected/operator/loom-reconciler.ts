import type { Cached, Context, Result } from "opwright/runtime";
import { LoomReconciler } from "../generated/mill.example.com/v1/loom-reconciler.js";
import type { Loom } from "../generated/mill.example.com/v1/loom.js";

export class MyLoomReconciler extends LoomReconciler {
  override async reconcile(
    loom: Cached<Loom>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: loom.metadata.generation,
    });

    // Next steps:
    // - Compare what loom.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new LoomClient(client)` writes it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
