import type { Cached, Context, Result } from "opwright/runtime";
import { FOOReconciler } from "../generated/clash.example.com/v1/foo-oofs-reconciler.js";
import type { FOO } from "../generated/clash.example.com/v1/foo-oofs.js";

export class MyClashFOOReconciler extends FOOReconciler {
  override async reconcile(
    foo: Cached<FOO>,
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
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
