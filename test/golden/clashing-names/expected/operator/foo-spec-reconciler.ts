import type { Cached, Context, Result } from "opwright/runtime";
import { FooSpecReconciler } from "../generated/clash.example.com/v1/foo-spec-reconciler.js";
import type { FooSpec } from "../generated/clash.example.com/v1/foo-spec.js";

export class MyFooSpecReconciler extends FooSpecReconciler {
  override async reconcile(
    fooSpec: Cached<FooSpec>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: fooSpec.metadata.generation,
    });

    // Next steps:
    // - Compare what fooSpec.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
