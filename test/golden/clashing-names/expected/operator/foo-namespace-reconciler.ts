import type { Cached, Context, Result } from "opwright/runtime";
import { FooNamespaceReconciler } from "../generated/clash.example.com/v1/foo-namespace-reconciler.js";
import type { FooNamespace } from "../generated/clash.example.com/v1/foo-namespace.js";

export class MyFooNamespaceReconciler extends FooNamespaceReconciler {
  override async reconcile(
    fooNamespace: Cached<FooNamespace>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: fooNamespace.metadata.generation,
    });

    // Next steps:
    // - Compare what fooNamespace.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
