import type { Cached, Context, Result } from "opwright/runtime";
import { OptionsReconciler } from "../generated/clash.example.com/v1/options-reconciler.js";
import type { Options } from "../generated/clash.example.com/v1/options.js";

export class MyOptionsReconciler extends OptionsReconciler {
  override async reconcile(
    object: Cached<Options>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: object.metadata.generation,
    });

    // Next steps:
    // - Compare what object.spec asks for with what is there. `cache`, beside
    //   `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Tell how it went in the status: `new OptionsClient(client)` writes it.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
