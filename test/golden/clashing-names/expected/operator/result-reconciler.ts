import type { Cached, Context, Result } from "opwright/runtime";
import { ResultResourceReconciler } from "../generated/clash.example.com/v1/result-reconciler.js";
import type { ResultResource } from "../generated/clash.example.com/v1/result.js";

export class MyResultReconciler extends ResultResourceReconciler {
  override async reconcile(
    resultResource: Cached<ResultResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: resultResource.metadata.generation,
    });

    // Next steps:
    // - Compare what resultResource.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
