import type { Cached, Context, Result } from "opwright/runtime";
import { FooReconcilerReconciler } from "../generated/clash.example.com/v1/foo-reconciler-reconciler.js";
import type { FooReconciler } from "../generated/clash.example.com/v1/foo-reconciler.js";

export class MyFooReconcilerReconciler extends FooReconcilerReconciler {
  override async reconcile(
    fooReconciler: Cached<FooReconciler>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: fooReconciler.metadata.generation,
    });

    // Next steps:
    // - Compare what fooReconciler.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
