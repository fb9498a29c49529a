import type { Cached, Context, Result } from "opwright/runtime";
import { FooInputReconciler } from "../generated/clash.example.com/v1/foo-input-reconciler.js";
import type { FooInput } from "../generated/clash.example.com/v1/foo-input.js";

export class MyFooInputReconciler extends FooInputReconciler {
  override async reconcile(
    fooInput: Cached<FooInput>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: fooInput.metadata.generation,
    });

    // Next steps:
    // - Compare what fooInput.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
