import type { Cached, Context, Result } from "opwright/runtime";
import { FooResourceReconciler } from "../generated/clash.example.com/v1/foo-foos-reconciler.js";
import type { Foo } from "../generated/clash.example.com/v1/foo-foos.js";

export class MyFoosClashFooReconciler extends FooResourceReconciler {
  override async reconcile(
    foo: Cached<Foo>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: foo.metadata.generation,
    });

    // Next steps:
    // - Compare what foo.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new FooResourceClient(client)` writes
    //   it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
