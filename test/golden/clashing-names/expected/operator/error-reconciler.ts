import type { Cached, Context, Result } from "opwright/runtime";
import { ErrorResourceReconciler } from "../generated/clash.example.com/v1/error-reconciler.js";
import type { ErrorResource } from "../generated/clash.example.com/v1/error.js";

export class MyErrorReconciler extends ErrorResourceReconciler {
  override async reconcile(
    errorResource: Cached<ErrorResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: errorResource.metadata.generation,
    });

    // Next steps:
    // - Compare what errorResource.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
