import type { Cached, Context, Result } from "opwright/runtime";
import { ScaleReconciler } from "../generated/clash.example.com/v1/scale-reconciler.js";
import type { Scale } from "../generated/clash.example.com/v1/scale.js";

export class MyScaleReconciler extends ScaleReconciler {
  override async reconcile(
    scale: Cached<Scale>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: scale.metadata.generation,
    });

    // Next steps:
    // - Compare what scale.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new ScaleClient(client)` writes it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
