import type { Cached, Context, Result } from "opwright/runtime";
import { CupboardReconciler } from "../generated/kitchen.example.com/v1/cupboard-reconciler.js";
import type { Cupboard } from "../generated/kitchen.example.com/v1/cupboard.js";

export class MyCupboardReconciler extends CupboardReconciler {
  override async reconcile(
    cupboard: Cached<Cupboard>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: cupboard.metadata.generation,
    });

    // Next steps:
    // - Compare what cupboard.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
