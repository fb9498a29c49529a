import type { Cached, Context, Result } from "opwright/runtime";
import { StringResourceReconciler } from "../generated/clash.example.com/v1/string-reconciler.js";
import type { StringResource } from "../generated/clash.example.com/v1/string.js";

export class MyStringReconciler extends StringResourceReconciler {
  override async reconcile(
    stringResource: Cached<StringResource>,
    { log }: Context,
  ): Promise<Result> {
    log.info("Nothing to do yet", {
      generation: stringResource.metadata.generation,
    });

    // Next steps:
    // - Compare what stringResource.spec asks for with what is there. `cache`,
    //   beside `log`, reads without a request.
    // - Create and change what is missing with `client`. For a kind that you
    //   create objects of, add `.owns(Kind)` in main.ts.
    // - Return `{ requeueAfterMs: 60_000 }` to look again later. An error is
    //   tried again after a delay.
  }
}
