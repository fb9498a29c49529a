import type { Cached, Context, Result } from "opwright/runtime";
import { FooApplyReconciler } from "../generated/clash.example.com/v1/foo-apply-reconciler.js";
import type { FooApply } from "../generated/clash.example.com/v1/foo-apply.js";

export class MyFooApplyReconciler extends FooApplyReconciler {
  override async reconcile(
    fooApply: Cached<FooApply>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: fooApply.metadata.generation,
    });

    // Next steps:
    // - Compare what fooApply.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
